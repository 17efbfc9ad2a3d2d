"""Phase 6: talk among peers, a row of lanes at a time."""

from samskapa.engine.compiling import inlined, kernel
from samskapa.engine.everyday import add_row, mean_trust_row
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
def prediction_row(out, prediction, hope, share, goal, influence):
    """What one will expect after what one heard (E19)."""
    for lane in range(out.shape[0]):
        out[lane] = prediction_among_peers(prediction[lane], hope[lane], share[lane], goal[lane], influence[lane])


@inlined
def trust_row(trust, known, heard, share, influence):
    """Move trust in a worker whom one knows toward what one heard (E19)."""
    for lane in range(trust.shape[0]):
        after = trust_among_peers(trust[lane], heard[lane], share[lane], influence[lane])
        trust[lane] = after if known[lane] >= 0.0 else trust[lane]


@inlined
def copy_row(out, row):
    """Copy a row."""
    for lane in range(out.shape[0]):
        out[lane] = row[lane]


@kernel
def listen(st, town, P, choice, i):
    """Hear what one's peers expect and how they trust: sums in the rows B[0] to B[6]."""
    R, B = st.R, st.B
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
            hear_row(B[0], B[1], choice, R[i, r.prediction], R[j, r.prediction], strength, P[p.confidence_bound],
                     P[p.loss_ratio])
            hear_row(B[2], B[3], choice, R[i, r.trust], R[j, r.trust], strength, P[p.confidence_bound],
                     P[p.loss_ratio])
            add_row(B[4], strength)
        if st.heroic[j]:
            hear_active_row(B[5], B[6], strength, R[j, r.active], R[j, r.prediction])


@kernel
def talk(st, town, P, switches):
    """Phase 6: residents take over from their peers.

    What others can hear, expectation and mean trust, changes only when all have listened.
    """
    R, B = st.R, st.B
    hope, trust, share, goal = B[7], B[8], B[9], B[10]
    choice, influence = switches[sw.influence], P[p.peer_influence]
    for lane in range(R.shape[2]):
        B[11, lane] = 0.0
    for i in range(R.shape[0]):
        listen(st, town, P, choice, i)
        mean_heard_row(hope, B[0], B[4] if choice == 0 else B[1], R[i, r.prediction])
        mean_heard_row(trust, B[2], B[4] if choice == 0 else B[3], R[i, r.trust])
        goal_row(goal, share, B[4], B[5], B[6])
        prediction_row(R[i, r.next_prediction], R[i, r.prediction], hope, share, goal, influence)
        trust_row(R[i, r.trust_primary], B[11], trust, share, influence)
        trust_row(R[i, r.trust_secondary], R[i, r.secondary], trust, share, influence)
        mean_trust_row(R[i, r.next_trust], R[i, r.trust_primary], R[i, r.trust_secondary], R[i, r.secondary])
    for i in range(R.shape[0]):
        copy_row(R[i, r.prediction], R[i, r.next_prediction])
        copy_row(R[i, r.trust], R[i, r.next_trust])
