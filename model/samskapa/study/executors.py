"""Whoever carries runs out: the compiled engine and the Mesa model behind one entrance; nothing else asks either.

`execute` takes runs and gives their results as they finish, each from the engine that can and may do it; `results_of`
gives them in order; `follow` looks at one run week by week. Both engines give the same bits.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from samskapa.science.entities import RESIDENT
from samskapa.science.errors import RunError, ScenarioError, nearest
from samskapa.science.programme import Programme
from samskapa.science.run import BY_SERVICE, OF_PERSON, Result, Run, command_of
from samskapa.science.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from samskapa.engine.machine.view import Look as Look
    from samskapa.reference.model import CoProductionModel

Floats = NDArray[np.float64]
Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

ENGINES = ("auto", "compiled", "reference")
DIED = "the process of this run died: out of memory, or killed"
PER_PROCESS = 8
"""Pieces of work after which a process is replaced by a fresh one: Mesa 3.3 never frees a model. (The pool's own
`max_tasks_per_child` would do, but in Python 3.11 it waits for ever when the first processes have had their share.)"""

_asked_to_stop: Event | None = None
_one_at_a_time = threading.Lock()


def never() -> bool:
    """Nobody asks to stop."""
    return False


def execute(
    runs: Sequence[Run],
    threads: int | None = None,
    engine: str = "auto",
    *,
    processes: int | None = None,
    lanes: int | None = None,
    stop: Callable[[], bool] = never,
) -> Generator[tuple[int, Result], None, None]:
    """Results of runs as they finish, each from the engine that can and may do it.

    Args:
        runs: the runs.
        threads: threads of the compiled engine; all processors if None. With one, the work is done by whoever asks.
        engine: one of `ENGINES`.
        processes: processes of the Mesa model; as many as threads if None.
        lanes: runs that the compiled engine takes at a time; as many as are fastest if None.
        stop: asked after each result; once it says so, no more come.

    Yields:
        The number of the run, and its result; a failure is a result with its reason.

    Raises:
        ScenarioError: the engine asked for by name cannot do a run, or cannot be had.
    """
    compiled = [] if engine == "reference" else [n for n, run in enumerate(runs) if can_compile(run, engine)]
    if compiled and not make_ready(engine):
        compiled = []
    by_mesa = sorted(set(range(len(runs))) - set(compiled))
    for numbers, carried_out in (
        (compiled, partial(_compiled, threads=threads, lanes=lanes)),
        (by_mesa, partial(_reference, processes=processes or threads)),
    ):
        if numbers:
            with closing(carried_out([runs[number] for number in numbers])) as finished:
                for place, result in finished:
                    yield numbers[place], result
                    if stop():
                        return


def results_of(
    runs: Sequence[Run],
    threads: int | None = 1,
    engine: str = "auto",
    *,
    processes: int | None = None,
    lanes: int | None = None,
) -> list[Result]:
    """Results of runs in their order; arguments as those of `execute`."""
    by_number = dict(execute(runs, threads, engine, processes=processes, lanes=lanes))
    return [by_number[number] for number in range(len(runs))]


def check_engine(engine: str) -> None:
    """That there is an engine of a name.

    Raises:
        ScenarioError: there is none.
    """
    if engine not in ENGINES:
        raise ScenarioError(
            f"{engine!r} is not an engine", where="engine", allowed=ENGINES, nearest=nearest(str(engine), ENGINES)
        )


def gathered(
    runs: Sequence[Run],
    threads: int | None,
    engine: str,
    on_run: Callable[[int, int], None] | None = None,
    *,
    each: Callable[[Result], None] | None = None,
    keep_on_interrupt: bool = False,
) -> tuple[list[Result], bool]:
    """Results of runs as they finished, and whether Ctrl-C ended the work before all were done.

    Args:
        runs, threads, engine: as `execute` takes them.
        on_run: called after each run with how many are done and how many there are.
        each: called with what each run gave; of that only its status is then kept.
        keep_on_interrupt: whether Ctrl-C ends the work with the runs done so far, and not with an exception.
    """
    results: list[Result] = []
    with closing(execute(runs, threads, engine)) as finished:
        try:
            for _, result in finished:
                if each:
                    each(result)
                results.append(Result(result.place, failure=result.failure) if each else result)
                if on_run:
                    on_run(len(results), len(runs))
        except KeyboardInterrupt:
            if not keep_on_interrupt:
                raise
            return results, True
    return results, False


def follow(run: Run, after_week: Callable[[int, Look], None]) -> Result:
    """One run on the compiled engine, looked at after every week.

    Args:
        run: the run.
        after_week: called with the number of the week and a view of what is there (`look["resident.trust"]`, shape
            (residents, 1)); what it raises ends the run.
    """
    from samskapa.engine.machine.blocks import run_block

    [(_, result)] = run_block([(0, run)], after_week)
    return result


def programme_of(run: Run) -> Programme:
    """The people and candidate ties of a run, kept for the runs that follow."""
    from samskapa.engine.machine.blocks import programme_of as kept_programme_of

    return kept_programme_of(run)


# -- the compiled engine -----------------------------------------------------------------------------------------------


def can_compile(run: Run, engine: str = "auto") -> bool:
    """Whether the compiled engine can do a run.

    Raises:
        ScenarioError: it cannot, and was asked for by name.
    """
    states = {variable.name for variable in RESIDENT}
    why = (
        "the drawn order of activation is the Mesa model's"
        if run.scenario.settings.activation == "drawn"
        else "a trajectory is not one of the states of residents"
        if not set(run.trajectories) <= states
        else ""
    )
    if why and engine == "compiled":
        raise ScenarioError(f"the compiled engine cannot do this run: {why}", where="engine", allowed="reference")
    return not why


def is_ready() -> bool:
    """Whether the compiled engine lies ready; it does not where numba cannot be had."""
    try:
        from samskapa.engine.machine.cache import is_compiled
    except ImportError:
        return False
    return is_compiled()


def say_on_stderr(line: str) -> None:
    """A line for whoever sits at the terminal."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def make_ready(engine: str = "auto", say: Callable[[str], None] = say_on_stderr) -> bool:
    """Compile the engine if it does not lie ready, in this thread, where Ctrl-C can end it.

    Args:
        engine: which was asked for.
        say: called with a line before it compiles.

    Returns:
        Whether it can be had here.

    Raises:
        ScenarioError: it cannot, and was asked for by name.
    """
    try:
        from samskapa.engine.machine.blocks import compile_now
    except ImportError as error:
        if engine == "compiled":
            raise ScenarioError(
                f"the compiled engine needs numba ({error})", where="engine", allowed="reference"
            ) from error
        warnings.warn(f"numba cannot be had ({error}): the Mesa model runs, some hundred times slower", stacklevel=2)
        return False
    if not is_ready():
        say("samskapa compiles its engine; this takes about a minute, and only once.")
        compile_now()
    return True


def _compiled(runs: Sequence[Run], threads: int | None, lanes: int | None) -> Generator[tuple[int, Result], None, None]:
    """Results of runs from the compiled engine, block by block."""
    from samskapa.engine.machine.blocks import MOST_LANES, blocks_of, run_compiled, run_or_fail

    if threads != 1:
        yield from run_compiled(runs, threads, lanes or MOST_LANES)
        return
    for block in blocks_of(runs, lanes or MOST_LANES):
        yield from run_or_fail(block)


# -- the Mesa model ----------------------------------------------------------------------------------------------------


def _reference(runs: Sequence[Run], processes: int | None) -> Generator[tuple[int, Result], None, None]:
    """Results of runs from the Mesa model, one at a time in each process."""
    with closing(spread(run_reference, runs, processes)) as finished:
        for number, result in finished:
            yield number, Result(runs[number].place, failure=DIED) if result is None else result


def run_reference(run: Run) -> Result:
    """One run of the Mesa model; a failure is a result with its reason."""
    from samskapa.reference.model import CoProductionModel

    result = Result(run.place)
    services = len(run.scenario.services)
    for name in run.outcomes:
        shape = (run.weeks, services) if name.endswith(BY_SERVICE) else (run.weeks,)
        result.arrays[name] = np.full(shape, np.nan)
    try:
        model = CoProductionModel(run.scenario, run.programme_seed, run.chance_seed, tell_events=run.events)
        for name in run.trajectories:
            result.arrays[OF_PERSON + name] = np.full((run.weeks, len(model.residents)), np.nan)
        for week in range(run.weeks):
            stop_if_asked()
            model.step()
            for name in run.outcomes:
                by_service = name.removesuffix(BY_SERVICE)
                value = model.today[name] if name in model.today else model.today_by_service[by_service]
                result.arrays[name][week] = value
            for name in run.trajectories:
                result.arrays[OF_PERSON + name][week] = [getattr(r, name) for r in model.residents]
        result.events = model.events or []
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a run is its result, never its neighbour's
        if isinstance(error, RunError):
            error.reproducer = command_of(run)
        result.failure = f"{type(error).__name__}: {error}"
    return result


@dataclass(frozen=True, eq=False)
class Portrait:
    """The people of one run and their ties, at the start and at the horizon; a home keeps its number.

    Attributes:
        scenario: name of the scenario.
        seed: chance seed of the run (its programme seed is the programme's).
        weeks: horizon in weeks.
        programme: services, people and candidate ties of the run.
        services: names of the services.
        trust_before, trust_after: mean trust of each resident in the own workers, share; shape (N).
        strength_before, strength_after: strengths of the candidate ties, share; shape (N, 16), as
            `programme.neighbours`.
        hero_before, hero_after: hero status, 0 none, 1 latent, 2 found, 3 active, 4 withdrawn; shape (N).
        sessions: sessions that the resident who lives there at the horizon has attended; shape (N).
    """

    scenario: str
    seed: int
    weeks: int
    programme: Programme
    services: tuple[str, ...]
    trust_before: Floats
    trust_after: Floats
    strength_before: Floats
    strength_after: Floats
    hero_before: Floats
    hero_after: Floats
    sessions: Floats


def portrait(
    scenario: Scenario, seed: int = 1, weeks: int | None = None, programme_seed: int | None = None
) -> Portrait:
    """Run a scenario once and keep its people as they were and as they became.

    Args:
        scenario: the scenario.
        seed: chance seed.
        weeks: horizon, if not the scenario's.
        programme_seed: the programme seed, if it is not the chance seed.
    """
    from samskapa.reference.model import CoProductionModel

    horizon = scenario.weeks if weeks is None else weeks
    model = CoProductionModel(scenario, seed if programme_seed is None else programme_seed, seed)
    trust, strength, hero, _ = _people(model)
    for _ in range(horizon):
        stop_if_asked()
        model.step()
    trust_after, strength_after, hero_after, sessions = _people(model)
    return Portrait(
        scenario.name,
        seed,
        horizon,
        model.programme,
        tuple(plan.name for plan in scenario.services),
        trust,
        trust_after,
        strength,
        strength_after,
        hero,
        hero_after,
        sessions,
    )


def _people(model: CoProductionModel) -> tuple[Floats, Floats, Floats, Floats]:
    """Trust, tie strengths, hero status and sessions of the residents at this moment."""
    people = model.residents
    return (
        np.array([resident.trust for resident in people]),
        np.array([resident.strength for resident in people]),
        np.array([float(resident.hero) for resident in people]),
        np.array([float(resident.sessions) for resident in people]),
    )


# -- many pieces of work on several processors: none lost in silence, and Ctrl-C stops them within a week of the model -


def stop_if_asked() -> None:
    """Called by long work now and then: ends it when whoever asked for it was interrupted.

    Raises:
        KeyboardInterrupt: in a process of `spread`, after Ctrl-C.
    """
    if _asked_to_stop is not None and _asked_to_stop.is_set():
        raise KeyboardInterrupt


def spread(
    work: Callable[[Item], Outcome], items: Sequence[Item], processes: int | None = None
) -> Generator[tuple[int, Outcome | None], None, None]:
    """What the work makes of each item, as it is finished; in this process if one is enough, or no other can be begun.

    Args:
        work: a function that a fresh process can import; what it raises is raised here.
        items: what it is called with, one by one.
        processes: how many to use; one a processor if None.

    Yields:
        The number of the item, and what it gave; None where the process died twice (out of memory, or killed).
    """
    workers = min(len(items), processes or os.cpu_count() or 1)
    try:
        stop = get_context("spawn").Event() if workers > 1 else None
    except OSError as error:
        say_on_stderr(f"no other process can be begun here ({error}): all runs are done in this one.")
        stop = None
    if stop is None:
        for number, item in enumerate(items):
            yield number, work(item)
        return
    lost: list[int] = []
    share = workers * PER_PROCESS
    for first in range(0, len(items), share):
        yield from _in_pool(work, items, range(first, min(first + share, len(items))), workers, lost)
    again: list[int] = []
    for number in lost:
        yield from _in_pool(work, items, range(number, number + 1), 1, again)
    for number in again:
        yield number, None


def _in_pool(
    work: Callable[[Item], Outcome], items: Sequence[Item], numbers: range, workers: int, lost: list[int]
) -> Iterator[tuple[int, Outcome]]:
    """The work on some items in fresh processes; numbers of items whose process died are added to `lost`."""
    context = get_context("spawn")
    stop = context.Event()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(stop,))
    waiting: dict[Future[Outcome], int] = {}
    try:
        with _without_interrupts(), _without_the_script(work.__module__):
            for number in numbers:
                try:
                    waiting[pool.submit(work, items[number])] = number
                except BrokenProcessPool:
                    lost.append(number)
        for future in as_completed(waiting):
            try:
                outcome = future.result()
            except BrokenProcessPool:
                lost.append(waiting[future])
            else:
                yield waiting[future], outcome
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(stop: Event) -> None:
    """In a new process: Ctrl-C is for the one who asked, who then asks the others to stop."""
    global _asked_to_stop
    _asked_to_stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _without_the_script(module_of_work: str) -> Iterator[None]:
    """Processes begun here do not import the script that asks: they need nothing of it.

    Python would have each of them carry the script out anew, which a script without a `__main__` guard does not stand
    and standard input cannot be read twice for; every run would fail.
    """
    if module_of_work == "__main__":
        yield
        return
    with _one_at_a_time:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes begun here never see Ctrl-C, not even before `_begin`; it reaches this one a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
