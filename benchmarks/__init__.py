"""How fast samskapa is, beside its reference and its peers: `python -m benchmarks`, never part of the tests."""
