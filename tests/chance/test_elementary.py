"""exp, log and what is built from them: close to the truth, and the same bits compiled."""

from __future__ import annotations

import doctest
import math
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import mpmath
import numpy as np
import numpy.typing as npt
import pytest

from samskapa.science import compile as compiling
from samskapa.science import elementary
from samskapa.science.elementary import cloglog, exp, log, logistic, logit, normal_like, power, scaled, split, trait

Row = npt.NDArray[np.float64]
POINTS = 20_000
INPUTS = 300_000
SMALLEST, LARGEST = sys.float_info.min, sys.float_info.max
HIGHEST_BELOW_ONE = 1.0 - 2.0**-53


def compiled_row(function: Callable[..., float], *fixed: float) -> Callable[[Row], Row]:
    """The compiled function over a row, its other arguments fixed."""
    import numba

    compiling.register_all()
    if len(fixed) == 0:

        @numba.njit(error_model="numpy")
        def fill(values, out):  # type: ignore[no-untyped-def]
            for i in range(values.size):
                out[i] = function(values[i])

    elif len(fixed) == 1:
        (second,) = fixed

        @numba.njit(error_model="numpy")
        def fill(values, out):  # type: ignore[no-untyped-def]
            for i in range(values.size):
                out[i] = function(values[i], second)

    else:
        second, third = fixed

        @numba.njit(error_model="numpy")
        def fill(values, out):  # type: ignore[no-untyped-def]
            for i in range(values.size):
                out[i] = function(values[i], second, third)

    def row(values: Row) -> Row:
        out = np.empty_like(values)
        fill(values, out)
        return out

    row.fill = fill  # type: ignore[attr-defined]
    return row


def bits(values: Row) -> npt.NDArray[np.int64]:
    return np.ascontiguousarray(values).view(np.int64)


def worst_ulp(function: Callable[[float], float], truth: Callable[..., mpmath.mpf], points: Row) -> float:
    """The largest distance from the truth, in units in the last place of the truth."""
    worst = 0.0
    with mpmath.workdps(40):
        for x in points.tolist():
            true = truth(mpmath.mpf(x))
            unit = math.ulp(float(true))
            worst = max(worst, float(abs(mpmath.mpf(function(x)) - true) / unit))
    return worst


def exponents() -> Row:
    draw = np.random.default_rng(1)
    halves = (np.arange(-1021, 1023) + 0.5) * math.log(2.0)
    edges = [-708.0, 709.0, 0.0, 5e-324, -5e-324, 1e-300, -1e-300, 1e-17, -1e-17, 1.0, -1.0]
    return np.concatenate(
        [
            draw.uniform(-708.0, 709.0, POINTS // 2),
            draw.uniform(-2.0, 2.0, POINTS // 4),
            draw.normal(0.0, 1.0, POINTS // 4) * 10.0 ** draw.uniform(-18.0, 0.0, POINTS // 4),
            halves,
            np.nextafter(halves, np.inf),
            edges,
        ]
    )


def positives() -> Row:
    draw = np.random.default_rng(2)
    near_one = 1.0 + draw.normal(0.0, 1.0, POINTS // 8) * 10.0 ** draw.uniform(-16.0, -1.5, POINTS // 8)
    turns = np.sqrt(0.5) * np.array([0.5, 1.0, 2.0, 4.0])
    edges = [SMALLEST, LARGEST, 1.0, HIGHEST_BELOW_ONE, 1.0 + 2.0**-52, 0.5, 2.0, 2.0**-53]
    return np.concatenate(
        [
            np.exp(draw.uniform(-708.0, 709.0, POINTS // 4)),
            draw.uniform(0.0, 1.0, POINTS // 4) + 2.0**-53,
            draw.uniform(0.5, 2.0, POINTS // 4),
            draw.uniform(0.65, 0.75, POINTS // 8),
            near_one[near_one > 0.0],
            turns,
            np.nextafter(turns, 0.0),
            np.nextafter(turns, 10.0),
            edges,
        ]
    )


def shares(count: int = POINTS) -> Row:
    """Draws as `chance` makes them, spread over the middle and both ends."""
    draw = np.random.default_rng(3)
    leading = draw.integers(0, 2**52, count)
    leading[: count // 4] >>= draw.integers(0, 52, count // 4)
    leading[count // 4 : count // 2] = 2**52 - 1 - (leading[: count // 4])
    leading[-4:] = [0, 2**52 - 1, 2**51 - 1, 2**51]
    return (leading + 0.5) * 2.0**-52


def test_exp_is_within_one_unit_in_the_last_place() -> None:
    assert worst_ulp(exp, mpmath.exp, exponents()) < 0.8


def test_log_is_within_one_unit_in_the_last_place() -> None:
    assert worst_ulp(log, mpmath.log, positives()) < 0.9


def test_logistic_is_within_its_bound() -> None:
    points = np.random.default_rng(4).uniform(-40.0, 40.0, POINTS)
    assert worst_ulp(logistic, lambda x: 1 / (1 + mpmath.exp(-x)), points) < 3.0


def test_logit_cloglog_and_normal_like_are_within_their_bounds() -> None:
    with mpmath.workdps(40):
        noise = mpmath.sqrt(3) / mpmath.pi
        for u in shares().tolist():
            exact = mpmath.mpf(u)
            true = mpmath.log(exact / (1 - exact))
            assert abs(logit(u) - true) <= math.ulp(float(true)) + 2.0**-53
            double = mpmath.log(-mpmath.log(1 - exact))
            assert abs(cloglog(u) - double) <= math.ulp(float(double)) + 2.0**-52
            spread = 0.15 * noise * true
            assert abs(normal_like(u, 0.15) - spread) <= abs(spread) * 2.0**-51 + 0.15 * 2.0**-52


@pytest.mark.parametrize("exponent", [0.5, 1.0, 1.6, 2.0, -0.7, 30.0])
def test_power_is_within_its_bound(exponent: float) -> None:
    bases = np.random.default_rng(5).uniform(0.0, 3.0, 2_000) + 2.0**-30
    with mpmath.workdps(40):
        for base in bases.tolist():
            score = exponent * mpmath.log(mpmath.mpf(base))
            true = mpmath.exp(score)
            assert abs(power(base, exponent) - true) <= true * (2 + 2 * abs(score)) * 2.0**-52
    assert power(0.0, exponent) == 0.0
    assert power(-1.0, exponent) == 0.0


def test_outside_the_domain_the_argument_is_clamped() -> None:
    assert exp(-708.0) == exp(-709.0) == exp(-math.inf) > 0.0
    assert exp(709.0) == exp(710.0) == exp(math.inf) < math.inf
    assert log(SMALLEST) == log(5e-324) == log(0.0) == log(-0.0) == log(-3.0) == log(-math.inf)
    assert log(LARGEST) == log(math.inf)
    assert logistic(-1e9) == logistic(-709.0) > 0.0
    assert logistic(1e9) == 1.0
    assert logit(0.0) == -708.3964185322641
    assert -logit(0.0) == pytest.approx(logit(1.0), rel=1e-15)
    assert cloglog(0.0) == log(SMALLEST)
    assert cloglog(1.0) == log(-log(SMALLEST))


def test_no_number_stays_no_number() -> None:
    for function in (exp, log, logistic, logit, cloglog):
        assert math.isnan(function(math.nan))
        assert np.isnan(compiled_row(function)(np.full(9, math.nan))).all()
    assert math.isnan(power(math.nan, 2.0))
    assert math.isnan(trait(math.nan, 0.3, 0.1))
    assert math.isnan(trait(0.5, math.nan, 0.1))


def test_exp_and_log_never_fall() -> None:
    start = np.random.default_rng(6).uniform(-30.0, 30.0, 2_000)
    for x in start.tolist():
        assert exp(x) <= exp(math.nextafter(x, math.inf)) <= exp(x + 1e-9)
        share = abs(x) / 30.0 + SMALLEST
        assert log(share) <= log(math.nextafter(share, math.inf)) <= log(share + 1e-9)


def test_scaled_and_split_are_exact_and_undo_each_other() -> None:
    for x in [1.0, -0.3, 3.7e200, SMALLEST, LARGEST, 0.5, math.pi]:
        mantissa, exponent = split(x)
        assert 0.5 <= abs(mantissa) < 1.0
        assert (mantissa, exponent) == math.frexp(x)
        assert scaled(scaled(mantissa, exponent - 1.0), 1) == x


CASES: list[tuple[str, Callable[..., float], tuple[float, ...]]] = [
    ("exp", exp, ()),
    ("log", log, ()),
    ("logistic", logistic, ()),
    ("logit", logit, ()),
    ("cloglog", cloglog, ()),
    ("power", power, (1.7,)),
    ("normal_like", normal_like, (0.15,)),
    ("trait", trait, (0.35, 0.18)),
    ("no_spread", trait, (0.35, 0.0)),
    ("all_of_it", trait, (1.0, 0.1)),
]


@pytest.mark.parametrize(("function", "fixed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_compiled_text_has_the_same_bits(function: Callable[..., float], fixed: tuple[float, ...]) -> None:
    draw = np.random.default_rng(7)
    if function in (exp, logistic):
        spread = [draw.uniform(-720.0, 720.0, INPUTS // 3), draw.normal(0.0, 3.0, INPUTS // 3), exponents()]
    elif function in (log, power):
        wide = np.exp(draw.uniform(-300.0, 300.0, INPUTS // 3))
        spread = [wide, draw.uniform(-0.1, 2.0, INPUTS // 3), positives()]
        spread = [np.minimum(values, 1e150) for values in spread] if function is power else spread
    else:
        spread = [draw.uniform(0.0, 1.0, INPUTS // 3), shares(INPUTS // 3)]
    values = np.concatenate([*spread, [0.0, 1.0, SMALLEST]])
    values = np.concatenate([values, draw.choice(values, max(0, INPUTS - values.size))])
    plain = np.array([function(value, *fixed) for value in values.tolist()])
    assert np.array_equal(bits(plain), bits(compiled_row(function, *fixed)(values)))


@pytest.mark.parametrize("function", [exp, log, logistic, logit, cloglog], ids=lambda function: function.__name__)
def test_a_loop_over_a_row_becomes_vector_instructions(function: Callable[..., float]) -> None:
    if platform.machine().lower() not in ("x86_64", "amd64"):
        pytest.skip("the instructions are named for x86-64")
    row = compiled_row(function)
    row(np.ones(8))
    (assembly,) = row.fill.inspect_asm().values()  # type: ignore[attr-defined]
    assert len(re.findall(r"\bv?mulpd\b", assembly)) >= 8
    assert not re.findall(r"\bv?fn?m(?:add|sub)\w*", assembly), "a fused multiply-add changes the bits"


def law(mean: float, sd: float, count: int = 40_000) -> Row:
    """Evenly spread quantiles of the law of a trait, by numpy's own functions."""
    u = (np.arange(count) + 0.5) / count
    s = sd / (mean * (1.0 - mean))
    centre = np.log(mean / (1.0 - mean)) * np.sqrt(1.0 + np.pi * s * s / 8.0)
    return 1.0 / (1.0 + np.exp(-(centre + s * np.sqrt(3.0) / np.pi * np.log(u / (1.0 - u)))))


def traits(mean: float, sd: float, count: int = 40_000) -> Row:
    return compiled_row(trait, mean, sd)((np.arange(count) + 0.5) / count)


@pytest.mark.parametrize("mean", [0.2, 0.3, 0.35, 0.4, 0.5, 0.65])
@pytest.mark.parametrize("sd", [0.05, 0.12, 0.18, 0.25])
def test_a_trait_has_the_mean_asked_for(mean: float, sd: float) -> None:
    values = traits(mean, sd)
    assert abs(values.mean() - mean) < (0.0035 if (mean, sd) == (0.2, 0.25) else 0.002)
    assert values.min() > 0.0
    assert values.max() < 1.0
    assert (np.diff(values) > 0.0).all()
    assert values == pytest.approx(law(mean, sd), rel=1e-13)


@pytest.mark.parametrize(
    ("sd", "realised", "slack"), [(0.05, 0.050, 0.001), (0.12, 0.113, 0.001), (0.18, 0.158, 0.001), (0.25, 0.20, 0.005)]
)
def test_a_trait_has_the_deviation_stated(sd: float, realised: float, slack: float) -> None:
    assert traits(0.35, sd).std() == pytest.approx(realised, abs=slack)


def test_a_trait_without_spread_is_its_mean() -> None:
    for u in (0.0, 2.0**-53, 0.5, HIGHEST_BELOW_ONE, 1.0):
        assert [trait(u, mean, 0.0) for mean in (0.0, 0.3, 1.0)] == [0.0, 0.3, 1.0]
        assert [trait(u, mean, 0.2) for mean in (0.0, 1.0)] == [0.0, 1.0]
        assert all(0.0 <= trait(u, mean, 0.25) <= 1.0 for mean in (1e-12, 0.01, 0.4, 0.99, 1.0 - 1e-12))


def test_noise_has_mean_zero_and_the_deviation_asked_for() -> None:
    values = compiled_row(normal_like, 0.3)((np.arange(200_000) + 0.5) / 200_000)
    assert abs(values.mean()) < 1e-12
    assert values.std() == pytest.approx(0.3, abs=2e-5)


def test_registering_is_idempotent_threadsafe_and_leaves_functions_plain() -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: compiling.register_all(), range(32)))
    noted = {*compiling.RULES.values(), *compiling.FOUNDATIONS.values(), *compiling.PRIMITIVES.values()}
    assert noted <= compiling._registered
    assert compiling.FOUNDATIONS["samskapa.science.elementary.exp"] is exp
    assert compiling.PRIMITIVES["samskapa.science.elementary.split"] is split
    assert type(exp) is type(lambda: None)


def test_a_rule_noted_later_is_compiled_too() -> None:
    import numba

    @compiling.rule
    def doubled(x: float) -> float:
        return 2.0 * exp(x)

    (name,) = [name for name, function in compiling.RULES.items() if function is doubled]
    try:
        compiling.register_all()
        compiled = numba.njit(lambda x: doubled(x) + 1.0)
        assert compiled(0.25) == doubled(0.25) + 1.0
        assert name.endswith(".doubled")
    finally:
        del compiling.RULES[name]


def test_the_plain_text_needs_no_numba() -> None:
    text = "import sys, samskapa.science.elementary, samskapa.science.chance; sys.exit('numba' in sys.modules)"
    path = [entry for entry in sys.path if entry]
    subprocess.run([sys.executable, "-c", f"import sys; sys.path[:] = {path!r}; {text}"], check=True)


def test_the_examples_in_the_text_hold() -> None:
    assert doctest.testmod(elementary).failed == 0
