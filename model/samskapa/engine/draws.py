"""Keyed draws for a row of lanes: computed once where lanes share a chance seed, else lane by lane."""

from samskapa.chance import uniform
from samskapa.elementary import logit
from samskapa.engine.compiling import inlined


@inlined
def uniform_row(out, seeds, shared, decision, week, who, whom):
    """The draw of each lane."""
    if shared:
        value = uniform(seeds[0], decision, week, who, whom)
        for lane in range(out.shape[0]):
            out[lane] = value
    else:
        for lane in range(out.shape[0]):
            out[lane] = uniform(seeds[lane], decision, week, who, whom)


@inlined
def logit_row(out, seeds, shared, decision, week, who, whom):
    """The logit of the draw of each lane."""
    if shared:
        value = logit(uniform(seeds[0], decision, week, who, whom))
        for lane in range(out.shape[0]):
            out[lane] = value
    else:
        for lane in range(out.shape[0]):
            out[lane] = uniform(seeds[lane], decision, week, who, whom)
        for lane in range(out.shape[0]):
            out[lane] = logit(out[lane])


@inlined
def any_below(out, seeds, shared, decision, week, who, limit):
    """Whether the draw of any lane is below a limit; only then are all of them in `out`."""
    if shared:
        value = uniform(seeds[0], decision, week, who)
        if value >= limit:
            return False
        for lane in range(out.shape[0]):
            out[lane] = value
        return True
    below = 0
    for lane in range(out.shape[0]):
        out[lane] = uniform(seeds[lane], decision, week, who)
    for lane in range(out.shape[0]):
        below |= 1 if out[lane] < limit else 0
    return below > 0
