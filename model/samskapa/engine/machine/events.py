"""The event log of a lane: what happened to whom, in the order in which the Mesa model tells it."""

from samskapa.engine.machine.jit import inlined, kernel
from samskapa.engine.machine.layout import numbered
from samskapa.science.week import KINDS_OF_EVENTS, QUANTITIES, Event

event = numbered("event", KINDS_OF_EVENTS)
quantity = numbered("quantity", (name or "nothing" for name in QUANTITIES))
FIELDS = len(Event._fields)


@inlined
def tell(
    st, lane, kind, service, who=-1, whom=-1, serial=-1.0, topic=-1.0, what=quantity.nothing, before=0.0, after=0.0
):
    """Write an event down, if events are kept."""
    if len(st.log) > 0:
        write_down(
            st.log,
            st.told,
            float(st.date[0]),
            lane,
            float(kind),
            float(service),
            float(who),
            float(whom),
            serial,
            topic,
            float(what),
            before,
            after,
        )


@kernel
def write_down(log, told, week, lane, kind, service, who, whom, serial, topic, what, before, after):
    """Write an event down and count it; one that finds no room is counted only."""
    n = told[lane]
    told[lane] = n + 1
    if n < len(log):
        log[n, 0, lane], log[n, 1, lane], log[n, 2, lane] = week, kind, service
        log[n, 3, lane], log[n, 4, lane], log[n, 5, lane] = who, whom, serial
        log[n, 6, lane], log[n, 7, lane] = topic, what
        log[n, 8, lane], log[n, 9, lane] = before, after
