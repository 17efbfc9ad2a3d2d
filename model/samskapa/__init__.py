"""samskapa, "to create together": when does co-production take hold, and when does it disappoint?

THE MAP. Read in this order; three files (1, 3, 7) already tell the story.

The science

     1  parameters.py      every number: meaning, unit, bounds, default, source
     2  people.py          what a resident, a social worker, a manager and a service carry; how they begin
     3  rules/             every rule one pure function, with equation, source and a value worked by hand
     4  programme.py       the services: who lives and works where, who knows whom
     5  week.py            the numbered list of what happens in a week
     6  agents/            Resident, SocialWorker and Manager in Mesa
     7  model.py           CoProductionModel in Mesa: the week as a table of contents
     8  outcomes.py        what we look at: participation, trust, disappointment, traps, persistence
     9  summaries.py       one number per run: what a programme came to
    10  interventions.py   what a project does, and when
    11  scenarios/         named worlds: only what differs from the defaults, each difference with its reason
    12  engine/            the same week, compiled, for many runs at once, equal to the last bit

The foundations

    13  declarations.py    what a parameter and a switch must say about themselves
    14  switches.py        where the literature gives no form: the questions, and the alternatives
    15  settings.py        all numbers and switches that hold in one week, checked
    16  ties.py            who may know whom: ties drawn by keyed chance under a named law
    17  chance.py          keyed uniforms: every draw has a name, and nothing else can move it
    18  elementary.py      exp and log from exact operations alone: the same bits on every machine
    19  compile.py         one text, two lives: plain Python, compiled where a compiled function calls it
    20  errors.py          one small family of exceptions

The instruments

    21  runs.py            one run and what it gave: what the door asks of an engine
    22  door.py            the one door: simulate(...) gives labelled results
    23  portrait.py        one run seen from near: its people and their ties before and after
    24  reach.py           whom a change can reach, and who really changed
    25  processes.py       many runs on several processors, and what Ctrl-C does to them
    26  report/            numbers to tables and sentences: the answer in words
    27  keeping.py         results on disk: a folder appears whole or not at all
    28  lab/               questions in files, answers that can be rerun: patterns, experiments, sensitivity
    29  figures/           drawing only: numbers in, pictures out
    30  odd.py             writes the tables of the ODD description from the code
    31  bibliography.py    the sources that everything here cites by key
    32  app/               the web app: a small interface over the engine, and one page
    33  cli/               the command line

An import is an arrow, and arrows only go down (the layers stand in the project file). The public names load
on first use, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samskapa.agents import Manager as Manager
    from samskapa.agents import Resident as Resident
    from samskapa.agents import SocialWorker as SocialWorker
    from samskapa.door import simulate as simulate
    from samskapa.model import CoProductionModel as CoProductionModel
    from samskapa.outcomes import OUTCOMES as OUTCOMES
    from samskapa.parameters import PARAMETERS as PARAMETERS
    from samskapa.scenarios import load_scenario as load_scenario
    from samskapa.scenarios import scenario_names as scenario_names
    from samskapa.switches import SWITCHES as SWITCHES

    __version__: str

_HOME = {
    "OUTCOMES": "outcomes",
    "PARAMETERS": "parameters",
    "SWITCHES": "switches",
    "CoProductionModel": "model",
    "Manager": "agents",
    "Resident": "agents",
    "SocialWorker": "agents",
    "load_scenario": "scenarios",
    "scenario_names": "scenarios",
    "simulate": "door",
}

__all__ = [
    "OUTCOMES",
    "PARAMETERS",
    "SWITCHES",
    "CoProductionModel",
    "Manager",
    "Resident",
    "SocialWorker",
    "__version__",
    "load_scenario",
    "scenario_names",
    "simulate",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home the first time it is asked for (PEP 562)."""
    if name in _HOME:
        value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    elif name == "__version__":
        value = import_module("importlib.metadata").version(__name__)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not, beside what is loaded."""
    return sorted({*globals(), *__all__})
