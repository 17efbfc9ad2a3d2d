"""The patterns of the field: what is reported, how it is asked of the model, and what the model answers.

    pattern.py     what a pattern must say about itself: arms, clauses, source, level, worth
    table.py       the 32 patterns, their one home
    metrics.py     one number a run from weekly outcomes
    of_people.py   one number a run from the lives of its residents
    running.py     arms on the same seeds, and their metrics
    judging.py     the verdict on a pattern: at the defaults, under every switch, without its cause
    keeping.py     verdicts on disk, one file a pattern, so that what is done need not be done again
    scoring.py     the whole scorecard, taken up where it was left
    artefacts.py   every verdict again where weeks, numbers of people, order or chance are others
    shortened.py   runs of half weeks, put together
    explained.py   what was learned from patterns that fail, or stay without their cause
    page.py        docs/patterns.md
    artefact_page.py  its part about artefacts

The rules of the game stand in docs/patterns_rules.md; they were fixed before anything was calibrated.
"""
