"""Phase 6: talk among peers, a row of lanes at a time."""

from samskapa.engine.arriving import any_of, measure_trust
from samskapa.engine.compiling import inlined, kernel
from samskapa.engine.everyday import add_row, measure_active
from samskapa.engine.places import p, r, rules_of, sw
from samskapa.rules.influence import hero_goal, prediction_among_peers, trust_among_peers
from samskapa.ties import TIE_PLACES

weight_degroot, weight_bounded, weight_negativity = rules_of("peer_weight")


@inlined
def peer_weight(choice, own, other, strength, bound, loss_ratio):
    """How much a peer counts, by the switch `influence`."""
    if choice == 0:
        return weight_degroot(own, other, strength, bound, loss_ratio)
    if choice == 1:
        return weight_bounded(own, other, strength, bound, loss_ratio)
    return weight_negativity(own, other, strength, bound, loss_ratio)


@inlined
def hear_row(sums, weights, choice, own, other, strength, bound, loss_ratio):
    """Add what one peer says."""
    for lane in range(sums.shape[0]):
        weight = peer_weight(choice, own[lane], other[lane], strength[lane], bound[lane], loss_ratio[lane])
        sums[lane] = sums[lane] + weight * other[lane]
        weights[lane] = weights[lane] + weight


@inlined
def hear_all_row(hopes, trusts, total, prediction, trust, strength):
    """Add what one peer says where all count by the strength of the tie (`influence.weight_degroot`)."""
    for lane in range(total.shape[0]):
        weight = weight_degroot(0.0, 0.0, strength[lane], 0.0, 0.0)
        hopes[lane] = hopes[lane] + weight * prediction[lane]
        trusts[lane] = trusts[lane] + weight * trust[lane]
        total[lane] = total[lane] + strength[lane]


@inlined
def hear_active_row(active, hopes, strength, is_active, prediction):
    """Add how far one peer is an active hero, and what that one hopes."""
    for lane in range(active.shape[0]):
        weight = strength[lane] * is_active[lane]
        active[lane] = active[lane] + weight
        hopes[lane] = hopes[lane] + weight * prediction[lane]


@inlined
def mean_heard_row(out, sums, weights, own):
    """The mean of what was heard, or one's own level where nobody spoke."""
    for lane in range(out.shape[0]):
        out[lane] = sums[lane] / weights[lane] if weights[lane] > 0.0 else own[lane]


@inlined
def goal_row(goal, share, total, active, hopes):
    """The goal that active peers set, and their share."""
    for lane in range(goal.shape[0]):
        goal[lane] = hero_goal(hopes[lane] / active[lane] if active[lane] > 0.0 else 0.0)
        share[lane] = active[lane] / total[lane] if total[lane] > 0.0 else 0.0


@inlined
def take_over_rows(prediction, first, second, known, hope, trust, share, goal, influence):
    """Move toward what one heard (E19)."""
    for lane in range(prediction.shape[0]):
        prediction[lane] = prediction_among_peers(
            prediction[lane], hope[lane], share[lane], goal[lane], influence[lane]
        )
    for lane in range(first.shape[0]):
        first[lane] = trust_among_peers(first[lane], trust[lane], share[lane], influence[lane])
    for lane in range(second.shape[0]):
        after = trust_among_peers(second[lane], trust[lane], share[lane], influence[lane])
        second[lane] = after if known[lane] >= 0.0 else second[lane]


@kernel
def talk(st, town, P, switches):
    """Phase 6: residents take over from their peers."""
    R, B = st.R, st.B
    choice = switches[sw.influence]
    measure_trust(st)
    measure_active(st)
    for j in range(R.shape[0]):
        st.people[3, j] = 1 if any_of(R[j, r.active]) else 0
    for i in range(R.shape[0]):
        for row in range(7):
            for lane in range(R.shape[2]):
                B[row, lane] = 0.0
        for place in range(TIE_PLACES):
            if not st.live[i, place]:
                continue
            j, strength = town.neighbours[i, place], st.T[i, place]
            if choice == 0:
                hear_all_row(B[0], B[2], B[4], R[j, r.prediction], R[j, r.trust], strength)
            else:
                hear_row(B[0], B[1], choice, R[i, r.prediction], R[j, r.prediction], strength,
                         P[p.confidence_bound], P[p.loss_ratio])
                hear_row(B[2], B[3], choice, R[i, r.trust], R[j, r.trust], strength, P[p.confidence_bound],
                         P[p.loss_ratio])
                add_row(B[4], strength)
            if st.people[3, j] > 0:
                hear_active_row(B[5], B[6], strength, R[j, r.active], R[j, r.prediction])
        mean_heard_row(R[i, r.heard_hope], B[0], B[4] if choice == 0 else B[1], R[i, r.prediction])
        mean_heard_row(R[i, r.heard_trust], B[2], B[4] if choice == 0 else B[3], R[i, r.trust])
        goal_row(R[i, r.heard_goal], R[i, r.heard_active], B[4], B[5], B[6])
    for i in range(R.shape[0]):
        take_over_rows(
            R[i, r.prediction], R[i, r.trust_primary], R[i, r.trust_secondary], R[i, r.secondary],
            R[i, r.heard_hope], R[i, r.heard_trust], R[i, r.heard_active], R[i, r.heard_goal], P[p.peer_influence],
        )
