"""The same week as the Mesa model, compiled, for many runs at once: `state[field, agent, lane]`, lanes innermost.

Why the week is written twice: the Mesa model is the readable statement, one person at a time; the engine does the
same thing to a row of runs at a time, in arrays that never grow. The rules exist once; both call them. The phases
have the same names and order (`week.WEEK`), and the agreement test holds every bit of the two against each other.

Read machine/layout.py (what lies where), then week/phases.py.
"""
