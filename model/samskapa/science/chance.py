"""Keyed uniforms: every draw has a name, and nothing else can move it.

`uniform(seed, decision, week, who, whom)` is a function of its five keys alone. There is no state, no
sequence: the order of activation, the number of threads, or one resident more cannot change what another
resident draws. The generator is Philox 4x32 with ten rounds (Salmon, Moraes, Dror, Shaw 2011,
doi:10.1145/2063384.2063405), a counter-based generator of the Random123 library, held against its published
known answers.

The decisions that draw are numbered in `Decision`. A number is for ever: a new decision takes a free one.
"""

from __future__ import annotations

import enum
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from samskapa.science.compile import foundation

Word: TypeAlias = Any
"""32 bits each, in whatever holds them: an integer of Python, a compiled int64, an array of int64."""

MASK = 0xFFFF_FFFF
"""The 32 bits of a word."""
BEFORE = 0xFFFF_FFFF
"""The week of draws made before the first week: the programme and the first cohort."""
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
STEP = 2.220446049250313e-16
"""2**-52: the distance between neighbouring values of a uniform."""


@enum.unique
class Decision(enum.IntEnum):
    """What is decided by chance; the numbers are frozen, a new decision takes a free one."""

    # -- the programme and the traits people come with --
    TRUST = 1  #: a resident's initial trust in a social worker, one draw for each tie
    CONFIDENCE = 2  #: a resident's initial confidence
    PREDICTION = 3  #: what a resident expects of the service at first
    ASPIRATION = 4  #: what a resident wishes for at first
    CAPABILITY = 5  #: a resident's initial capability
    SHAME = 6  #: a resident's initial shame
    UNDERSTANDING = 7  #: a resident's initial understanding of how services work
    AVAILABILITY = 8  #: how available a resident's life leaves them
    HERO = 9  #: is a resident a possible local hero
    THRESHOLD = 10  #: a resident's threshold of participation
    ENGAGEMENT = 11  #: a social worker's initial engagement
    EXHAUSTION = 12  #: a social worker's initial exhaustion
    BELIEF = 13  #: a social worker's initial belief in residents
    SECONDARY_WORKER = 14  #: does a resident have a secondary social worker
    SECONDARY_WHO = 15  #: which colleague is a resident's secondary social worker
    REWIRING = 30  #: is a tie between residents rewired
    REWIRED_TO = 31  #: the new end of a rewired tie
    CANDIDATE_PEER = 33  #: could a meeting create this tie within a service
    COLLEAGUE = 35  #: does a tie between two social workers exist
    STANDING_WORKSHOP = 36  #: a person's standing in the order of places at the workshop
    STANDING_COURSE = 37  #: a person's standing in the order of places at the course
    INVITATION = 38  #: is a resident invited

    # -- every week: people come, meet and leave --
    RESIDENT_EXIT = 100  #: does a resident leave the service
    STAFF_EXIT = 101  #: does a social worker leave
    CONTACT = 102  #: do a resident and a social worker meet in daily work
    CONTACT_NOISE = 103  #: how that contact turned out
    STAFF_PRESENCE = 104  #: does a social worker come to the meeting
    AVAILABLE = 105  #: can a resident come this week at all
    ATTENDANCE = 106  #: does a resident come to the meeting
    ACTIVATION = 107  #: the drawn order of activation

    # -- in a meeting: what is raised, taken up and promised --
    ISSUE_COUNT = 130  #: how many issues are raised
    RAISER = 131  #: who raises an issue
    ACCEPTANCE = 132  #: is an issue accepted
    CANDOUR = 133  #: is a no said openly, with reasons
    ISSUE_SIZE = 134  #: the work an issue asks for
    STRUCTURAL = 135  #: is an issue structural
    CROSS_AGENCY = 136  #: does an issue need another agency
    CONFIDENTIALITY = 137  #: does confidentiality stand in an issue's way
    BINDING = 138  #: is a decision binding
    PREWORK = 139  #: is the room for an issue looked into beforehand
    OWNER = 140  #: which social worker owns an issue
    TOPIC = 141  #: what an issue is about

    # -- what follows from it --
    NEW_TIE = 160  #: do two who met become acquainted
    HERO_FOUND = 161  #: is a local hero found
    HERO_ACTIVE = 162  #: does a found local hero become active
    HERO_WITHDRAWN = 163  #: does a local hero withdraw
    OWN_MEETING = 164  #: do residents hold a meeting of their own after the project
    ORPHANING = 165  #: does a promise lose its owner
    TRUST_AFTER_EXIT = 166  #: trust in the successor of a social worker who left
    LOAD_NOISE = 167  #: how the load of the week departs from the plan
    MANAGER_CHANGE = 168  #: is a manager replaced


@foundation
def philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Word, Word, Word, Word]:
    """Scramble a counter of four 32-bit words under a key of two: Philox 4x32-10.

    One text for Python integers, arrays of int64 and compiled int64. A product of two words may pass 2**63
    and wrap to a negative number; its bits are right all the same, the mask after the shift restores them.

    >>> [f"{word:08x}" for word in philox(0, 0, 0, 0, 0, 0)]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    for _ in range(10):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0 = ((p1 >> 32) & MASK) ^ c1 ^ k0
        c1 = p1 & MASK
        c2 = ((p0 >> 32) & MASK) ^ c3 ^ k1
        c3 = p0 & MASK
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


@foundation
def uniform(seed: int, decision: int, week: int, who: int, whom: int = 0) -> float:
    """Draw the uniform number of one decision in one week about one agent, or a pair.

    Equation: u = (k + 1/2) 2**-52 with k the leading 26 bits of each of the first two words of
    Philox(counter = (who, whom, week, decision), key = seed).
    Domain: seed in [0, 2**63); the others in [0, 2**32), with the week `BEFORE` for before the first week.
    Result: in the open interval (0, 1), never 0 or 1; 1 - u is exact.

    >>> uniform(1, Decision.ATTENDANCE, 12, 7) == uniform(1, Decision.ATTENDANCE, 12, 7, 0)
    True
    """
    low, high = int(seed) & MASK, (int(seed) >> 32) & MASK
    x0, x1, _, _ = philox(int(who), int(whom), int(week), decision & MASK, low, high)
    u: float = (((x0 >> 6) << 26 | (x1 >> 6)) + 0.5) * STEP
    return u


def uniforms(
    seed: int, decision: int, week: int, who: npt.ArrayLike, whom: npt.ArrayLike = 0
) -> npt.NDArray[np.float64]:
    """Draw the uniform numbers of many agents, or pairs, at once: the same bits as `uniform` one by one.

    `who` and `whom` are integers or arrays of them, broadcast against each other.

    >>> float(uniforms(1, Decision.TRUST, BEFORE, [4, 5])[1]) == uniform(1, Decision.TRUST, BEFORE, 5)
    True
    """
    first, second = np.broadcast_arrays(np.asarray(who, dtype=np.int64), np.asarray(whom, dtype=np.int64))
    low, high = int(seed) & MASK, (int(seed) >> 32) & MASK
    # Flattened, and beside integers of Python: numpy warns when a single int64 wraps, never for an array.
    x0, x1, _, _ = philox(np.ravel(first), np.ravel(second), int(week), int(decision), low, high)
    u: npt.NDArray[np.float64] = (((x0 >> 6) << 26 | (x1 >> 6)) + 0.5) * STEP
    return u.reshape(first.shape)
