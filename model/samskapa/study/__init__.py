"""The lab: questions in files, answers that can be rerun.

An experiment, from its file to its answer:

    plan.py          what an experiment is
    reading.py       from a TOML file, with inputs.py (what varies) and asked.py (what is looked at)
    batch_run.py     from the dictionary of a sweep for Mesa
    design.py        which points, which seeds
    resolving.py     every point a world, every run an identity, runs in blocks
    measuring.py     from the weeks of a run to the numbers asked for
    sweep.py         every run made once and kept; making.py on threads, cluster.py on a cluster
    store.py         blocks on disk, with journal.py, disk.py, and holding.py (one process at a time)
    dataset.py       results with labels
    precision.py     how many seeds are enough
    analysis/        what is made of results: sensitivity/, contrast.py, tipping.py, discovery.py -> findings.py
    numbers.py       levels, differences, and whether what was expected held
    answer.py        the page; publishing.py puts it in place
    science.py       what results depend on in the code; provenance.py: the stamp, and whether an answer holds
    crate.py         an answer to hand on

Does the model do what the field reports: patterns/, calibration.py, laws.py, mean_field.py.
"""
