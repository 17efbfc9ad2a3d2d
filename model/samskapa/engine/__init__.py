"""The same week as the Mesa model, compiled, for many runs at once: `state[field, agent, lane]`, lanes innermost.

Why the week is written twice: the Mesa model is the readable statement, one person at a time; the engine does the
same thing to a row of runs at a time, in arrays that never grow. The rules exist once; both call them. The phases
have the same names and order (`week.WEEK`), and the agreement test holds every bit of the two against each other.

What carries it, in `machine/`:

    machine/layout.py     where each state, parameter and draw lies; read it first
    machine/state.py      the arrays of a block of runs, and how they begin
    machine/jit.py        how text is compiled: strict arithmetic, rows as vector loops
    machine/draws.py      keyed draws for a row of lanes
    machine/names.py      how an act reads a lane: people, settings, rules and draws by their names
    machine/events.py     what happened to whom
    machine/blocks.py     many runs in blocks of lanes, spread over threads, handed back one by one
    machine/cache.py      where compiled code is kept
    machine/view.py       a running block, looked at by the names of entities

The week itself, in `week/`, beside its table of contents:

    week/constants.py     what follows from parameters alone
    week/arriving.py      phase 1: people appear, leave and are replaced
    week/everyday.py      phases 0 and 2: capacity, everyday contact
    week/gatherings.py    phase 3: anchoring, heroes, meetings and sessions
    week/attending.py     who comes to them, and what it does to those who come
    week/representing.py  workshop, course, flagship promise
    week/ledger.py        phases 4 and 5: promises made, worked on, kept, broken, judged
    week/talking.py       phase 6: talk among peers
    week/settling.py      phases 7 to 9: load, leadership, routine and habit
    week/recording.py     phase 10: outcomes
"""
