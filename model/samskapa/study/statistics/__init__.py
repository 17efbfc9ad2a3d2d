"""All statistics of the package: arrays in, arrays or small records out. Nothing else computes an interval or a share.

    means.py    means over runs with Student's interval: by programme, bent by skewness, paired, many at once
    indices.py  indices with intervals: ratios of means (Fieller), products across seeds, what seeds in common add
    spread.py   quantiles, bands, resampling, two peaks; shares with intervals (Wilson), and who is better off
    ranks.py    rank correlation, normal scores, and the quantiles of the laws that inputs are drawn from

Each function names its formula and source and shows a value worked by hand. An interval holds 95 of 100 and is cut to
where the quantity can lie: where a number would be if the same worlds were lived through again with other people and
other chance. It says nothing about parameters or equations that may be wrong. The mean over known values is
`science.summaries.mean_known`. `tests/layout/test_statistics.py` holds the rest of the package to this.
"""
