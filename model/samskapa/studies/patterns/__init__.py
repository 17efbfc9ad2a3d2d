"""The patterns of the field: what is reported, how it is asked of the model, and what the model answers.

    pattern.py     what a pattern must say about itself: arms, clauses, source, level, worth
    table.py       the 32 patterns, their one home
    metrics.py     one number a run from weekly outcomes and from the lives of residents
    judge.py       a pattern as a study; its verdict at the defaults, under every switch, without its cause; on disk
    artefacts.py   every verdict again where weeks, numbers of people, order or chance are others
    page.py        docs/patterns.md

The rules of the game stand in docs/patterns_rules.md; they were fixed before anything was calibrated.
"""
