"""Many runs in blocks of lanes: grouped by what lanes must share, spread over threads, handed back one by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samskapa.engine.machine.cache import is_compiled, note_compiled, one_at_a_time
from samskapa.engine.machine.layout import SWITCH_ORDER
from samskapa.engine.machine.state import (
    State,
    Town,
    bytes_of_block,
    calendar_rows,
    needed,
    new_state,
    parameter_rows,
    switch_codes,
    town_of,
)
from samskapa.engine.machine.view import Look
from samskapa.engine.week.phases import run_weeks, start
from samskapa.science.entities import MANAGER, RESIDENT, SERVICE, TOPICS, WORKER
from samskapa.science.errors import RunError
from samskapa.science.outcomes import OUTCOMES
from samskapa.science.programme import STRUCTURE, Programme, ServicePlan, build_programme
from samskapa.science.run import BY_SERVICE, OF_PERSON, Result, Run, command_of
from samskapa.science.scenarios.scenario import Scenario
from samskapa.science.settings import Settings
from samskapa.science.week import KINDS_OF_EVENTS, QUANTITIES, Event

MOST_LANES = 64
MOST_BYTES = 512 * 2**20
MANY_OF_A_SEED = 8
"""Runs from which a block of one chance seed costs less than lanes among those of others (docs/performance.md)."""
CALENDAR = (
    "project",
    "project_start",
    "project_weeks",
    "meeting_interval",
    "own_meeting_interval",
    "level_citizen",
    "anchoring_week",
    "workshop",
    "workshop_week",
    "course",
    "course_week",
    "course_weeks",
    "flagship",
    "flagship_week",
    "budget_cut_week",
    "budget_cut_weeks",
    "manager_change_week",
    "pause_week",
    "pause_weeks",
)
KINDS = (("resident", RESIDENT), ("worker", WORKER), ("manager", MANAGER), ("service", SERVICE))
Key = tuple[object, ...]
Block = list[tuple[int, Run]]
AfterWeek = Callable[[int, Look], None]


class Form(NamedTuple):
    """What the driver of blocks runs; a list of other rules over the same state goes the same way (benchmarks).

    Attributes:
        town_of: a programme as plain arrays.
        start, run_weeks: entrances with the arguments of those in week.py.
    """

    town_of: Callable[[Programme], Town]
    start: Callable[..., Any]
    run_weeks: Callable[..., Any]


SAMSKAPA = Form(town_of, start, run_weeks)


def what_lanes_share(world: Scenario) -> Key:
    """What worlds must have in common to be lanes of one block: people, switches, calendar."""
    p = world.settings
    dated = tuple((c.week, c.parameter, c.value) for c in world.changes if c.parameter in CALENDAR)
    return (
        world.services,
        world.partners,
        world.heads,
        tuple(getattr(p, name) for name in STRUCTURE),
        tuple(getattr(p, name) for name in SWITCH_ORDER),
        tuple(getattr(p, name) for name in CALENDAR),
        dated,
        tuple(world.weeks_of_change()),
    )


def groups_of(runs: Sequence[Run]) -> Iterable[Block]:
    """Runs that may be lanes of one block: of like worlds, one programme, one horizon, and the same wishes."""
    likeness: dict[Key, int] = {}
    worlds: dict[int, int] = {}
    groups: dict[Key, Block] = {}
    for number, run in enumerate(runs):
        world = id(run.scenario)
        if world not in worlds:
            worlds[world] = likeness.setdefault(what_lanes_share(run.scenario), len(likeness))
        key = worlds[world], run.programme_seed, run.weeks, run.outcomes, run.trajectories, run.events
        groups.setdefault(key, []).append((number, run))
    return groups.values()


def blocks_of(runs: Sequence[Run], most_lanes: int = MOST_LANES) -> Iterator[Block]:
    """Group runs into blocks: those of one chance seed by themselves where they are many, the others together.

    Lanes of one chance seed share every draw. Runs stand in the order of their chance seeds and numbers; results depend
    neither on that nor on the blocks.
    """
    for group in groups_of(runs):
        lanes, others = lanes_that_fit(group[0][1], most_lanes), []
        ordered = sorted(group, key=lambda one: (one[1].chance_seed, one[0]))
        for _, found in groupby(ordered, key=lambda one: one[1].chance_seed):
            own = list(found)
            if len(own) >= MANY_OF_A_SEED:
                yield from cut_evenly(own, lanes)
            else:
                others += own
        yield from cut_evenly(others, lanes)


def cut_evenly(runs: Block, most: int) -> Iterator[Block]:
    """Pieces of at most so many runs, none much smaller than another."""
    pieces = -(-len(runs) // most)
    for piece in range(pieces):
        yield runs[len(runs) * piece // pieces : len(runs) * (piece + 1) // pieces]


def lanes_that_fit(run: Run, most_lanes: int) -> int:
    """How many lanes a block may have so that its state and results stay within memory.

    Raises:
        RunError: not even one run fits.
    """
    programme = programme_of(run)
    services = sum(1 for name in run.outcomes if name.endswith(BY_SERVICE)) * programme.services
    kept = 8 * run.weeks * (len(run.outcomes) + services + len(run.trajectories) * programme.residents)
    each = bytes_of_block(programme, 1, room_for_events(run, programme)) + kept
    limit = max(MOST_BYTES, memory_at_hand() // 4)
    if each > limit:
        raise RunError(
            f"one run needs {each / 2**20:,.0f} MiB, and {limit / 2**20:,.0f} MiB are to be had",
            scenario=run.scenario.name,
            seed=run.chance_seed,
        )
    return int(max(1, min(most_lanes, MOST_BYTES // each)))


def room_for_events(run: Run, programme: Programme) -> int:
    """How many events of a run there is room for at first; with more, it is run again with room for all."""
    return 1024 + programme.residents * run.weeks // 2 if run.events else 0


def memory_at_hand() -> int:
    """Memory of this machine in bytes, or 2 GiB where it cannot be told."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 2 * 2**30


def programme_of(run: Run) -> Programme:
    """The programme of a run, kept for the runs that follow."""
    world = run.scenario
    structure = tuple((name, getattr(world.settings, name)) for name in STRUCTURE)
    return _programme(world.services, world.partners, world.heads, structure, run.programme_seed, _Keep(world))


class _Keep:
    """Carries a scenario past a cache that must not look at it."""

    def __init__(self, world: Scenario):
        self.world = world

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keep)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4)
def _programme(services: object, partners: object, heads: int, structure: object, seed: int, keep: _Keep) -> Programme:
    world = keep.world
    return build_programme(world.services, world.settings, seed, world.partners, world.heads)


@lru_cache(maxsize=4)
def _town(form: Form, programme: Programme) -> Town:
    return form.town_of(programme)


def run_or_fail(block: Block, form: Form = SAMSKAPA) -> list[tuple[int, Result]]:
    """Run a block; what goes wrong with all of it is the result of each of its runs, and of no other."""
    try:
        return run_block(block, form=form)
    except Exception as error:  # noqa: BLE001 - a failure is a row with its reason
        return [(number, Result(run.place, failure=f"{type(error).__name__}: {error}")) for number, run in block]


def run_block(block: Block, after_week: AfterWeek | None = None, form: Form = SAMSKAPA) -> list[tuple[int, Result]]:
    """Run the lanes of a block, and hand back the result of each; whoever wants to may look in after every week."""
    first = block[0][1]
    programme = programme_of(first)
    town = _town(form, programme)
    worlds = [run.scenario for _, run in block]
    lanes, weeks = len(block), first.weeks
    plain = [name for name in first.outcomes if not name.endswith(BY_SERVICE)]
    split = [name.removesuffix(BY_SERVICE) for name in first.outcomes if name.endswith(BY_SERVICE)]
    by_service, of_people = [name + BY_SERVICE for name in split], [OF_PERSON + name for name in first.trajectories]
    states = [variable.name for variable in RESIDENT]
    out = np.full((len(plain), weeks, lanes), np.nan)
    out_by_service = np.full((len(split), weeks, programme.services, lanes), np.nan)
    out_of_people = np.full((len(first.trajectories), weeks, programme.residents, lanes), np.nan)
    broken = np.full((4, lanes), -1, dtype=np.int64)
    st = run_lanes(
        form,
        town,
        programme,
        worlds,
        block,
        weeks,
        needed([*plain, *split]),
        (_places(plain), out),
        (_places(split), out_by_service),
        (np.array([states.index(name) for name in first.trajectories], dtype=np.int64), out_of_people),
        broken,
        after_week,
    )
    failures = {int(lane): why_broken(block[lane][1], broken[:, lane]) for lane in np.flatnonzero(broken[0] >= 0)}
    for lane in failures:
        for kept in (out, out_by_service, out_of_people):
            kept[:, broken[3, lane] :, ..., lane] = np.nan
    results = []
    for lane, (number, run) in enumerate(block):
        arrays = dict(zip(plain, out[..., lane].copy(), strict=True))
        arrays |= zip(by_service, out_by_service[..., lane].copy(), strict=True)
        arrays |= zip(of_people, out_of_people[..., lane].copy(), strict=True)
        failure = failures.get(lane, "")
        events = events_of(st, lane) if run.events and not failure else []
        results.append((number, Result(run.place, arrays, events, failure)))
    return results


def _places(names: Iterable[str]) -> NDArray[np.int64]:
    order = list(OUTCOMES)
    return np.array([order.index(name) for name in names], dtype=np.int64)


Wanted = tuple[NDArray[np.int64], NDArray[np.float64]]


def run_lanes(
    form: Form,
    town: Town,
    programme: Programme,
    worlds: Sequence[Scenario],
    block: Block,
    weeks: int,
    need: NDArray[np.int64],
    plain: Wanted,
    split: Wanted,
    people: Wanted,
    broken: NDArray[np.int64],
    after_week: AfterWeek | None = None,
    room: int | None = None,
) -> State:
    """Run a block from its beginning, from one dated change to the next; again, if there was no room for its events."""
    lanes = len(worlds)
    st = new_state(programme, lanes, room_for_events(block[0][1], programme) if room is None else room)
    seeds = np.array([run.chance_seed for _, run in block], dtype=np.int64)
    calendar, switches = calendar_of(worlds[0], weeks), switch_codes(worlds[0])
    now, now_by_service = np.zeros((len(OUTCOMES), lanes)), np.zeros((len(OUTCOMES), programme.services, lanes))
    rows = parameter_rows(worlds, 0)
    form.start(st, town, rows, switches, block[0][1].programme_seed)
    fixed = switches, seeds, bool((seeds == seeds[0]).all()), calendar
    turns = [0, *(week for week in worlds[0].weeks_of_change() if week < weeks), weeks]
    for first, last in pairwise(turns):
        rows = parameter_rows(worlds, first) if first else rows
        stops = range(first + 1, last + 1) if after_week else [last]
        for begin, end in pairwise([first, *stops]):
            form.run_weeks(
                st, town, rows, *fixed, begin, end, need, now, now_by_service, *plain, *split, *people, broken
            )
            if after_week:
                after_week(end - 1, Look(st))
    if block[0][1].events and st.told.max() > len(st.log):
        broken[:] = -1
        room = int(st.told.max())
        del st
        return run_lanes(
            form, town, programme, worlds, block, weeks, need, plain, split, people, broken, after_week, room
        )
    return st


def events_of(st: State, lane: int) -> list[Event]:
    """The event log of a lane."""
    return [
        Event(
            int(week),
            KINDS_OF_EVENTS[int(kind)],
            int(service),
            int(who),
            int(whom),
            int(serial),
            TOPICS[int(topic)] if topic >= 0.0 else "",
            QUANTITIES[int(what)],
            before,
            after,
        )
        for week, kind, service, who, whom, serial, topic, what, before, after in st.log[
            : st.told[lane], :, lane
        ].tolist()
    ]


def calendar_of(world: Scenario, weeks: int) -> NDArray[np.int64]:
    """What is due in each week, kept for the blocks that follow."""
    values = tuple((name, getattr(world.settings, name)) for name in CALENDAR)
    dated = tuple((c.week, c.parameter, c.value) for c in world.changes if c.parameter in CALENDAR)
    return _calendar(values, dated, weeks, _Keep(world))


@lru_cache(maxsize=64)
def _calendar(values: object, dated: object, weeks: int, keep: _Keep) -> NDArray[np.int64]:
    return calendar_rows(keep.world, weeks)


def why_broken(run: Run, broken: NDArray[np.int64]) -> str:
    """The message of a run that left its bounds."""
    kind, field, number, week = (int(value) for value in broken)
    name, variables = KINDS[kind]
    error = RunError(
        f"{variables[field].name} left its bounds [{variables[field].low:g}, {variables[field].high:g}]",
        scenario=run.scenario.name,
        seed=run.chance_seed,
        week=week,
        agent=f"{name} {number}",
        reproducer=command_of(run),
    )
    return f"{type(error).__name__}: {error}"


def compile_now() -> None:
    """Compile the engine if it does not lie ready, in this thread, so that Ctrl-C can end it.

    A world of two people is run for a week; that meets every kernel, since what a world needs is decided inside. When
    several processes start at once, one compiles and the others wait for it.
    """
    if is_compiled():
        return
    with one_at_a_time():
        if not is_compiled():
            run_smallest()
            note_compiled()


def run_smallest() -> None:
    """Run a world of two people for a week."""
    plans = (ServicePlan("a", "smallest", residents=2, workers=1),)
    smallest = Scenario("smallest", "", "", 1, plans, Settings())
    run_block([(0, Run(smallest, 1, 1, 1, ("trust",)))])


def run_compiled(
    runs: Sequence[Run], threads: int | None = None, most_lanes: int = MOST_LANES, form: Form = SAMSKAPA
) -> Generator[tuple[int, Result], None, None]:
    """Results of runs with their numbers, as blocks finish; no more blocks wait than threads can take.

    The compiled week holds no interpreter lock, so threads share the processors; results do not depend on them.
    """
    compile_now()
    count = threads or os.cpu_count() or 1
    waiting: set[Future[list[tuple[int, Result]]]] = set()
    with ThreadPoolExecutor(count) as pool:
        try:
            for block in blocks_of(runs, most_lanes):
                waiting.add(pool.submit(run_or_fail, block, form))
                if len(waiting) > count:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield from future.result()
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from future.result()
        finally:
            for future in waiting:
                future.cancel()
