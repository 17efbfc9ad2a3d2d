"""The rules: every mechanism a file, every rule one pure scalar function.

A rule is a docstring of five fixed lines (the sentence, *Equation*, *Units*, *Source*, *Departs*), a worked
value, and the same equation in Python. Chance comes in as an argument; rules do not call rules; the week
composes them. Symbols are those of `docs/ODD.md`; [z]+ is max(0, z).
"""
