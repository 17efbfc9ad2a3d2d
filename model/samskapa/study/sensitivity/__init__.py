"""Sensitivity that tells noise from effect; each method owns both halves, the sample and what is made of it.

Every point is run with several seeds. An index of the *expected* outcome must not count what chance does between two
runs of one world, so products are only ever taken across different seeds, whose noise is independent: its mean is then
exactly nought (see `statistics.indices.across`). Plain estimators square the noise and report it as a total effect.
SALib draws the samples, and gives Morris's, Borgonovo's and PAWN's measures; the variance-based indices are ours,
since no library that we found leaves noise out, and equal SALib's where there is no noise.

    samples.py   samples of the unit cube, each with the design that its analysis must know
    variance.py  variance-based indices: Sobol's and FAST's
    morris.py    elementary effects
    given.py     delta and PAWN, from any sample
"""
