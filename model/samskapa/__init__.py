"""samskapa, "to create together": when does co-production take hold, and when does it disappoint?

THE MAP. Eight rooms; read them in this order. Three files already tell the story: parameters, rules/contact and the
Mesa model.

     1  science/     what is believed: every number, every rule, the week, the worlds
     2  reference/   CoProductionModel in Mesa: the readable statement of who does what
     3  engine/      the same week, compiled, for many runs at once, equal to the last bit
     4  study/       one way to ask: plan, runs, labelled results, statistics, verdict, answer, stamp
     5  studies/     what has been asked with it: patterns of the field, the social trap, checks of the model itself
     6  figures/     drawing only: numbers in, pictures out
     7  app/         the web app: a small interface over the model, and one page
     8  cli/         the command line

An import is an arrow, and arrows only go down (the layers stand in the project file). The public names load
on first use, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samskapa.reference import Manager as Manager
    from samskapa.reference import Resident as Resident
    from samskapa.reference import SocialWorker as SocialWorker
    from samskapa.reference.model import CoProductionModel as CoProductionModel
    from samskapa.science.outcomes import OUTCOMES as OUTCOMES
    from samskapa.science.parameters import PARAMETERS as PARAMETERS
    from samskapa.science.scenarios import load_scenario as load_scenario
    from samskapa.science.scenarios import scenario_names as scenario_names
    from samskapa.science.switches import SWITCHES as SWITCHES
    from samskapa.study.simulate import simulate as simulate

    __version__: str

_HOME = {
    "OUTCOMES": "science.outcomes",
    "PARAMETERS": "science.parameters",
    "SWITCHES": "science.switches",
    "CoProductionModel": "reference.model",
    "Manager": "reference",
    "Resident": "reference",
    "SocialWorker": "reference",
    "load_scenario": "science.scenarios",
    "scenario_names": "science.scenarios",
    "simulate": "study.simulate",
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
