"""Keyed draws for a row of lanes: computed once where lanes share a chance seed, else lane by lane.

Where lanes share it, what everybody draws in a week is drawn for all together, in vector instructions.
"""

from samskapa.engine.machine.jit import inlined
from samskapa.science.chance import uniform
from samskapa.science.elementary import logit


@inlined
def fill_row(out, value):
    """Put one value everywhere."""
    for lane in range(out.shape[0]):
        out[lane] = value


@inlined
def uniform_row(out, seeds, shared, decision, week, who, whom):
    """The draw of each lane."""
    if shared:
        fill_row(out, uniform(seeds[0], decision, week, who, whom))
    else:
        for lane in range(out.shape[0]):
            out[lane] = uniform(seeds[lane], decision, week, who, whom)


@inlined
def logit_row(out, seeds, shared, decision, week, who, whom):
    """The logit of the draw of each lane."""
    if shared:
        fill_row(out, logit(uniform(seeds[0], decision, week, who, whom)))
    else:
        for lane in range(out.shape[0]):
            out[lane] = uniform(seeds[lane], decision, week, who, whom)
        for lane in range(out.shape[0]):
            out[lane] = logit(out[lane])


@inlined
def draw_for_all(out, seeds, shared, decision, week, keys):
    """What each person draws, where lanes share a chance seed; elsewhere nothing."""
    if shared:
        for n in range(len(keys)):
            out[n] = uniform(seeds[0], decision, week, keys[n])


@inlined
def any_below(out, drawn, seeds, shared, decision, week, who, limit):
    """Whether the draw of any lane is below a limit; only then are all of them in `out`.

    Where lanes share a chance seed, `drawn` is what `draw_for_all` drew for this person.
    """
    if shared:
        if drawn < limit:
            fill_row(out, drawn)
        return drawn < limit
    below = 0
    for lane in range(out.shape[0]):
        out[lane] = uniform(seeds[lane], decision, week, who)
    for lane in range(out.shape[0]):
        below |= 1 if out[lane] < limit else 0
    return below > 0
