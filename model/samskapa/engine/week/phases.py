"""The week of `samskapa.science.week`, for a block of lanes: the same phases, in the same order, by the same names."""

from samskapa.engine.machine.jit import entrance, in_place, inlined, kernel
from samskapa.engine.machine.layout import BOUNDS_OF_MANAGERS, BOUNDS_OF_SERVICES, BOUNDS_OF_WORKERS
from samskapa.engine.week.arriving import begin, turn_over
from samskapa.engine.week.constants import prepare
from samskapa.engine.week.everyday import any_outside, begin_week, meet_everyday
from samskapa.engine.week.gatherings import gather
from samskapa.engine.week.ledger import deliver, judge, measure_backlog
from samskapa.engine.week.recording import hand_out, record
from samskapa.engine.week.settling import carry, lead, settle
from samskapa.engine.week.talking import talk


@in_place
def one_week(st, town, P, switches, seeds, shared, due, week, need, now, now_by_service, broken):
    """One week; the phases are those of `samskapa.science.week.WEEK`."""
    st.date[0] = week
    begin_week(st, town, P, switches, seeds, shared, due, week)
    turn_over(st, town, P, switches, seeds, shared, week)
    meet_everyday(st, town, P, switches, seeds, shared, week)
    gather(st, town, P, switches, seeds, shared, due, week)
    deliver(st, town, P, switches, week)
    measure_backlog(st)
    judge(st, town, P, switches)
    talk(st, town, P, switches)
    carry(st, town, P, switches, seeds, shared, due, week)
    lead(st, P, switches, due)
    settle(st, town, P, switches, due)
    record(st, town, P, switches, need, now, now_by_service)
    check_bounds(st, week, broken)


@entrance
def start(st, town, P, switches, programme_seed):
    """The people and services of week 0."""
    prepare(st, town, P, switches, True)
    begin(st, town, P, programme_seed, st.M.shape[1])


@entrance
def run_weeks(
    st,
    town,
    P,
    switches,
    seeds,
    shared,
    calendar,
    first,
    last,
    need,
    now,
    now_by_service,
    wanted,
    out,
    wanted_by_service,
    out_by_service,
    wanted_of_people,
    out_of_people,
    broken,
):
    """Weeks `first` up to `last` under one set of parameters; wanted outcomes go to (place, week, ..., lane)."""
    prepare(st, town, P, switches, False)
    for week in range(first, last):
        one_week(st, town, P, switches, seeds, shared, calendar[week], week, need, now, now_by_service, broken)
        hand_out(
            st,
            week,
            now,
            now_by_service,
            wanted,
            out,
            wanted_by_service,
            out_by_service,
            wanted_of_people,
            out_of_people,
        )


@kernel
def check_bounds(st, week, broken):
    """Note the first state of each lane that has left its bounds: kind, field, number and week in `broken` (4, L).

    What changes every week for everybody was looked at when it last changed (`State.outside`).
    """
    outside, st.outside[0] = st.outside[0], 0
    for i in range(st.R.shape[1]):
        if st.touched[i]:
            outside |= any_astray(st.R, st.bounds, i)
            st.touched[i] = 0
    if outside > 0:
        note_astray(st.R, st.bounds, 0, week, broken)
    check_people(st.W, BOUNDS_OF_WORKERS, 1, week, broken)
    check_people(st.M, BOUNDS_OF_MANAGERS, 2, week, broken)
    check_people(st.S, BOUNDS_OF_SERVICES, 3, week, broken)


@kernel
def check_people(people, bounds, kind, week, broken):
    """Check one kind of people."""
    outside = 0
    for n in range(people.shape[1]):
        outside |= any_astray(people, bounds, n)
    if outside > 0:
        note_astray(people, bounds, kind, week, broken)


@inlined
def any_astray(people, bounds, n):
    """One if any state of one of these people is out of bounds in some lane, else zero."""
    outside = 0
    for field in range(len(bounds)):
        outside |= any_outside(people[field, n], bounds, field)
    return outside


@kernel
def note_astray(people, bounds, kind, week, broken):
    """Note for each lane what is out of bounds first."""
    for field in range(len(bounds)):
        low, high = bounds[field, 0], bounds[field, 1]
        for n in range(people.shape[1]):
            for lane in range(people.shape[2]):
                if broken[0, lane] < 0 and not (people[field, n, lane] >= low and people[field, n, lane] <= high):
                    broken[0, lane], broken[1, lane], broken[2, lane], broken[3, lane] = kind, field, n, week
