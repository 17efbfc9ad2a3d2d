"""Keyed draws for a row of lanes: computed once where lanes share a chance seed, else lane by lane."""

from samskapa.chance import uniform
from samskapa.elementary import cloglog, logit
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
def cloglog_row(out, seeds, shared, decision, week, who, whom):
    """The complementary log-log of the draw of each lane."""
    if shared:
        value = cloglog(uniform(seeds[0], decision, week, who, whom))
        for lane in range(out.shape[0]):
            out[lane] = value
    else:
        for lane in range(out.shape[0]):
            out[lane] = uniform(seeds[lane], decision, week, who, whom)
        for lane in range(out.shape[0]):
            out[lane] = cloglog(out[lane])
