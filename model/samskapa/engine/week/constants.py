"""What follows from parameters alone, computed once for each set of them and not every week."""

from samskapa.engine.machine.jit import inlined, kernel
from samskapa.engine.machine.layout import k, p, r, s
from samskapa.engine.machine.names import rules_under
from samskapa.science.elementary import exp, log, trait_centre, trait_scale
from samskapa.science.entities import FOREVER, RESIDENT_TRAITS
from samskapa.science.rules.delivery import resident_effort, staff_effort
from samskapa.science.rules.staff import staff_exit_log_hazard

# Field, decision, place of the constants, parameters of mean and deviation.
TRAITS = tuple(
    (getattr(r, name), int(decision), getattr(k, f"{name}_mean"), getattr(p, mean), getattr(p, spread))
    for name, decision, mean, spread in RESIDENT_TRAITS
)


@inlined
def kept_a_share(level):
    """A level between 0 and 1."""
    return min(1.0, max(0.0, level))


@inlined
def draw_of_hazard(log_hazard):
    """A draw above which nobody leaves at this hazard: `cloglog` is not below it there, with room for rounding."""
    return (1.0 - exp(-exp(log_hazard))) * (1.0 + 1e-9) + 1e-12


@kernel
def prepare(st, town, P, switches, first):
    """Constants of newcomers (of the first cohort if `first`), exits and production; usual hazards of services."""
    K, rules = st.K, rules_under(switches)
    for lane in range(K.shape[1]):
        shift = P[p.first_trust_shift, lane] if first else 0.0
        prepare_trait(K, k.trust_mean, P[p.trust_start, lane] + shift, P[p.spread, lane], lane)
        for field, _, place, mean, spread in TRAITS:
            shift = P[p.first_prediction_shift, lane] if first and field == r.prediction else 0.0
            prepare_trait(K, place, P[mean, lane] + shift, P[spread, lane], lane)
        K[k.most_exits, lane] = draw_of_hazard(most_exits(P, lane))
        K[k.usual_production, lane] = rules.production(
            staff_effort(P[p.responsiveness_usual, lane]),
            resident_effort(
                P[p.attendance_usual, lane], P[p.participation_threshold, lane], P[p.participation_sharpness, lane]
            ),
            P[p.staff_share, lane],
            P[p.substitution, lane],
        )
        for u in range(st.S.shape[1]):
            st.S[s.exit_log_hazard, u, lane] = log(P[p.resident_exit, lane] * town.exit_ratio[u])


@inlined
def prepare_trait(K, place, mean, sd, lane):
    """Mean, centre and scale of a trait."""
    level = kept_a_share(mean)
    scale = trait_scale(level, sd)
    K[place, lane], K[place + 1, lane], K[place + 2, lane] = level, trait_centre(level, scale), scale


@inlined
def most_exits(P, lane):
    """The largest log hazard a worker may have: the rule (E25) is linear in exhaustion, so it lies at an end."""
    most = -FOREVER
    for left in (0.0, 1.0):
        for exhaustion in (0.0, 1.0):
            most = max(
                most,
                staff_exit_log_hazard(
                    P[p.staff_exit, lane], exhaustion, left, P[p.exit_exhaustion, lane], P[p.exit_contagion, lane]
                ),
            )
    return most
