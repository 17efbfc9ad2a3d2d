"""Named worlds in TOML, how a file becomes a scenario, and how a scenario becomes a file.

    scenario.py    what a scenario is
    files.py       where scenarios lie: the shipped ones by name, anybody's by path
    lines.py       on which line of a file a key stands
    tables.py      a TOML table with a closed vocabulary, which says where it refuses what
    services.py    services and partners
    values.py      parameters, switches and dated changes, each with its reason
    reading.py     the whole: from a file, over its base, to a scenario
    possible.py    which scenarios describe a world that cannot be
    writing.py     back to a file

The names below load on first use: a list of scenarios needs no numerical library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from samskapa.science.scenarios.files import scenario_names as scenario_names

if TYPE_CHECKING:
    from samskapa.science.scenarios.possible import check_possible as check_possible
    from samskapa.science.scenarios.reading import load_scenario as load_scenario
    from samskapa.science.scenarios.reading import read_scenario as read_scenario
    from samskapa.science.scenarios.scenario import Change as Change
    from samskapa.science.scenarios.scenario import Reason as Reason
    from samskapa.science.scenarios.scenario import Scenario as Scenario
    from samskapa.science.scenarios.writing import scenario_toml as scenario_toml

_HOME = {
    "Change": "scenario",
    "Reason": "scenario",
    "Scenario": "scenario",
    "check_possible": "possible",
    "load_scenario": "reading",
    "read_scenario": "reading",
    "scenario_toml": "writing",
}

__all__ = [
    "Change",
    "Reason",
    "Scenario",
    "check_possible",
    "load_scenario",
    "read_scenario",
    "scenario_names",
    "scenario_toml",
]


def __getattr__(name: str) -> object:
    """Load a name from its home the first time it is asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
