"""Phase 6: talk among peers, a row of lanes at a time."""

from samskapa.engine.machine.jit import kernel, row
from samskapa.engine.machine.layout import p, r, sw
from samskapa.engine.machine.names import rules_under
from samskapa.engine.week.everyday import add_row, any_outside, copy_row, renew_trust
from samskapa.science.rules.influence import hero_goal, prediction_among_peers, trust_among_peers, weight_degroot
from samskapa.science.switches import SWITCHES
from samskapa.science.ties import PERMANENT, TIE_PLACES

DEGROOT = list(SWITCHES["influence"].alternatives).index("degroot")


@row
def hear_row(sums, weights, rules, own, other, strength, bound, loss_ratio):
    """Add what one peer says."""
    for lane in range(sums.shape[0]):
        weight = rules.peer_weight(own[lane], other[lane], strength[lane], bound[lane], loss_ratio[lane])
        sums[lane] = sums[lane] + weight * other[lane]
        weights[lane] = weights[lane] + weight


@row
def hear_all_row(hopes, trusts, total, prediction, trust, strength):
    """Add what one peer says where all count by the strength of the tie (`influence.weight_degroot`)."""
    for lane in range(total.shape[0]):
        weight = weight_degroot(0.0, 0.0, strength[lane], 0.0, 0.0)
        hopes[lane] = hopes[lane] + weight * prediction[lane]
        trusts[lane] = trusts[lane] + weight * trust[lane]
        total[lane] = total[lane] + strength[lane]


@row
def hear_active_row(active, hopes, strength, is_active, prediction):
    """Add how far one peer is an active hero, and what that one hopes."""
    for lane in range(active.shape[0]):
        weight = strength[lane] * is_active[lane]
        active[lane] = active[lane] + weight
        hopes[lane] = hopes[lane] + weight * prediction[lane]


@row
def mean_heard_row(out, sums, weights, own):
    """The mean of what was heard, or one's own level where nobody spoke."""
    for lane in range(out.shape[0]):
        out[lane] = sums[lane] / weights[lane] if weights[lane] > 0.0 else own[lane]


@row
def goal_row(goal, share, total, active, hopes):
    """The goal that active peers set, and their share."""
    for lane in range(goal.shape[0]):
        goal[lane] = hero_goal(hopes[lane] / active[lane] if active[lane] > 0.0 else 0.0)
        share[lane] = active[lane] / total[lane] if total[lane] > 0.0 else 0.0


@row
def prediction_row(out, prediction, hope, share, goal, influence):
    """What one will expect after what one heard (E19)."""
    for lane in range(out.shape[0]):
        out[lane] = prediction_among_peers(prediction[lane], hope[lane], share[lane], goal[lane], influence[lane])


@row
def trust_row(trust, known, heard, share, influence):
    """Move trust in a worker whom one knows toward what one heard (E19)."""
    for lane in range(trust.shape[0]):
        after = trust_among_peers(trust[lane], heard[lane], share[lane], influence[lane])
        trust[lane] = after if known[lane] >= 0.0 else trust[lane]


@kernel
def listen(st, town, P, rules, all_count, i):
    """Hear what one's peers expect and how they trust; sums in the rows B[0] to B[6]. True if any is an active hero.

    A permanent tie has strength one for ever, so that its row need not be read.
    """
    R, B, ones, found = st.R, st.B, st.B[12], False
    for n in range(5):
        for lane in range(R.shape[2]):
            B[n, lane] = 0.0
    for place in range(TIE_PLACES):
        if not st.live[i, place]:
            continue
        j, strength = town.neighbours[i, place], st.T[i, place]
        if town.kinds[i, place] == PERMANENT:
            strength = ones
        if all_count:
            hear_all_row(B[0], B[2], B[4], R[r.prediction, j], R[r.trust, j], strength)
        else:
            hear_row(
                B[0],
                B[1],
                rules,
                R[r.prediction, i],
                R[r.prediction, j],
                strength,
                P[p.confidence_bound],
                P[p.loss_ratio],
            )
            hear_row(B[2], B[3], rules, R[r.trust, i], R[r.trust, j], strength, P[p.confidence_bound], P[p.loss_ratio])
            add_row(B[4], strength)
        if st.heroic[j] == 2:
            if not found:
                for lane in range(R.shape[2]):
                    B[5, lane] = B[6, lane] = 0.0
            found = True
            hear_active_row(B[5], B[6], strength, R[r.is_active, j], R[r.prediction, j])
    return found


@kernel
def talk(st, town, P, switches):
    """Phase 6: residents take over from their peers.

    What others can hear, expectation and mean trust, changes only when all have listened.
    """
    R, B, outside = st.R, st.B, 0
    hope, trust, share, goal, known, ones = B[7], B[8], B[9], B[10], B[11], B[12]
    rules, all_count, influence = rules_under(switches), switches[sw.influence] == DEGROOT, P[p.peer_influence]
    for lane in range(R.shape[2]):
        known[lane], ones[lane] = 0.0, 1.0
    no_heroes = False
    for i in range(R.shape[1]):
        if listen(st, town, P, rules, all_count, i):
            goal_row(goal, share, B[4], B[5], B[6])
            no_heroes = False
        elif not no_heroes:
            for lane in range(R.shape[2]):
                goal[lane], share[lane] = hero_goal(0.0), 0.0
            no_heroes = True
        mean_heard_row(hope, B[0], B[4] if all_count else B[1], R[r.prediction, i])
        mean_heard_row(trust, B[2], B[4] if all_count else B[3], R[r.trust, i])
        prediction_row(R[r.next_prediction, i], R[r.prediction, i], hope, share, goal, influence)
        outside |= any_outside(R[r.next_prediction, i], st.bounds, r.prediction)
        trust_row(R[r.trust_primary, i], known, trust, share, influence)
        outside |= any_outside(R[r.trust_primary, i], st.bounds, r.trust_primary)
        if st.second[i]:
            trust_row(R[r.trust_secondary, i], R[r.secondary, i], trust, share, influence)
            outside |= any_outside(R[r.trust_secondary, i], st.bounds, r.trust_secondary)
        renew_trust(st, i, R[r.next_trust, i])
    for i in range(R.shape[1]):
        copy_row(R[r.prediction, i], R[r.next_prediction, i])
        copy_row(R[r.trust, i], R[r.next_trust, i])
    st.outside[0] |= outside
