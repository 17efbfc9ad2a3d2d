"""exp and log from exact operations alone: the same bits on every machine.

IEEE-754 fixes + - * / and the square root to the last bit; it leaves exp and log to the maker of the
library, and two makers differ. Here both are built from the fixed operations, comparisons, and exact
scaling by powers of two (`scaled` and `split`: `math.ldexp` and `math.frexp` as Python text, a few
operations on bits when compiled). So the same number comes out of plain Python and of compiled code, on any
processor, and a loop over a row of numbers becomes vector instructions. For that last reason there are no
branches, conditions are conditional expressions, and each polynomial is summed as its even and its odd
powers, two chains that a processor follows side by side.

The polynomials are minimax fits of this project (Remez exchange in 60 digits, then rounded to float64); the
tests hold every function against mpmath. Outside a function's domain the argument is clamped to it; NaN
stays NaN.
"""

from __future__ import annotations

import math

from samskapa.science.compile import foundation, primitive

LN2_HIGH = 0.693147180559663
"""ln 2 cut after 41 binary digits: a product with an exponent (11 digits) is exact."""
LN2_LOW = 2.8235290563031577e-13
"""ln 2 - LN2_HIGH."""
PER_LN2 = 1.4426950408889634
"""1 / ln 2."""
SQRT_HALF = 0.7071067811865476
"""The square root of 1/2."""
TO_INTEGER = 6755399441055744.0
"""2**52 + 2**51: added and taken away again, it rounds a float of moderate size to the nearest integer."""
SMALLEST = 2.2250738585072014e-308
"""The smallest normal float64, 2**-1022."""
LARGEST = 1.7976931348623157e308
"""The largest float64."""
PER_LOGISTIC_SD = 0.5513288954217921
"""sqrt(3) / pi: the standard logistic distribution has the standard deviation pi / sqrt(3)."""
PI = 3.141592653589793


@primitive
def scaled(x: float, k: float) -> float:
    """Multiply by a power of two, exactly.

    Equation: x 2**k.
    Domain: k integral in [-1022, 1023]; the result a normal float64 or 0; NaN stays NaN.
    Error: none.

    >>> scaled(0.75, 4.0)
    12.0
    """
    return x if math.isnan(k) else math.ldexp(x, int(k))


@primitive
def split(x: float) -> tuple[float, float]:
    """Take a number apart into a mantissa in [1/2, 1) and an exponent, exactly.

    Equation: x = mantissa 2**exponent.
    Domain: normal float64, not 0.
    Error: none.

    >>> split(12.0)
    (0.75, 4.0)
    """
    mantissa, exponent = math.frexp(x)
    return mantissa, float(exponent)


@foundation
def exp(x: float) -> float:
    """Raise e to a power.

    Equation: e**x = 2**k e**r with k = round(x / ln 2), |r| <= ln(2)/2, and e**r = 1 + r + r**2 q(r).
    Domain: [-708, 709], clamped outside.
    Error: below 1 unit in the last place.

    >>> exp(0.0), exp(1.0), exp(-1000.0) == exp(-708.0)
    (1.0, 2.718281828459045, True)
    """
    held = -708.0 if x < -708.0 else x
    held = 709.0 if held > 709.0 else held
    k = (held * PER_LN2 + TO_INTEGER) - TO_INTEGER
    high = held - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    z = r * r
    even = 2.763024842211094e-07
    even = even * z + 2.480149309873434e-05
    even = even * z + 0.001388888894363036
    even = even * z + 0.041666666666530155
    even = even * z + 0.5000000000000011
    odd = 2.5000053879568326e-08
    odd = odd * z + 2.755758639673801e-06
    odd = odd * z + 0.0001984126950655536
    odd = odd * z + 0.00833333333349447
    odd = odd * z + 0.16666666666666413
    total = 1.0 + high
    rest = high - (total - 1.0)
    return scaled(total + (rest + (z * (even + r * odd) - low)), k)


@foundation
def log(x: float) -> float:
    """Take the natural logarithm.

    Equation: ln x = k ln 2 + ln(1 + f), 1 + f in [sqrt(1/2), sqrt(2)); with s = f / (2 + f) and h = f**2 / 2,
    ln(1 + f) = 2 artanh(s) = f - (h - s (h + s**2 R(s**2))), where 2 artanh(s) = 2 s + s**3 R(s**2).
    Domain: positive normal float64, clamped outside (log(0) is log(2**-1022), about -708.4).
    Error: below 1 unit in the last place.

    >>> log(1.0), log(2.0), log(0.0) == log(2.0**-1022)
    (0.0, 0.6931471805599453, True)
    """
    held = SMALLEST if x < SMALLEST else x
    held = LARGEST if held > LARGEST else held
    mantissa, exponent = split(held)
    small = mantissa < SQRT_HALF
    k = exponent - 1.0 if small else exponent
    f = (mantissa + mantissa if small else mantissa) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = 0.14796104597094842
    even = even * w + 0.18183564862555743
    even = even * w + 0.285714287424738
    even = even * w + 0.6666666666666734
    odd = 0.15314035930557793
    odd = odd * w + 0.2222219856357437
    odd = odd * w + 0.39999999999414326
    r = even + z * odd
    half_square = 0.5 * f * f
    high = k * LN2_HIGH
    total = high + f
    rest = f - (total - high)
    return total + (rest + (k * LN2_LOW - (half_square - s * (half_square + z * r))))


@foundation
def logistic(x: float) -> float:
    """Turn a score into a share: the S-curve, written sig(x) in the equations of the model.

    Equation: 1 / (1 + e**-x).
    Domain: [-709, 708], clamped outside.
    Error: below 3 units in the last place.

    >>> logistic(0.0), logistic(1.0)
    (0.5, 0.7310585786300049)
    """
    return 1.0 / (1.0 + exp(-x))


@foundation
def logit(u: float) -> float:
    """Turn a share into a score, the inverse of `logistic`: what has the chance sig(eta) is `logit(u) < eta`.

    Equation: ln(u / (1 - u)).
    Domain: (0, 1); at 0 and 1 about -708.4 and 708.4.
    Error: below 1 unit in the last place plus 2**-53 (plus 2**-53 more where 1 - u has to be rounded).

    >>> logit(0.5), logit(0.75)
    (0.0, 1.0986122886681098)
    """
    rest = 1.0 - u
    return log(u / (SMALLEST if rest < SMALLEST else rest))


@foundation
def cloglog(u: float) -> float:
    """Turn a share into the logarithm of a hazard: one leaves, at hazard h, if `cloglog(u) < log(h)`.

    Equation: ln(-ln(1 - u)), so that u < 1 - e**-h.
    Domain: (0, 1); at 0 and 1 about -708.4 and 6.56.
    Error: below 1 unit in the last place plus 2**-52, for a u whose 1 - u is exact, as every draw's is.

    >>> round(cloglog(0.5), 15), cloglog(0.006) < log(0.006), cloglog(0.005) < log(0.006)
    (-0.366512920581664, False, True)
    """
    return log(-log(1.0 - u))


@foundation
def power(base: float, exponent: float) -> float:
    """Raise a number that is not negative to any power.

    Equation: base**exponent = e**(exponent ln base); 0 for base <= 0, whatever the exponent.
    Domain: base a normal float64; exponent ln base in [-708, 709], clamped outside.
    Error: relative error below (2 + 2 |exponent ln base|) 2**-52.

    >>> power(4.0, 0.5), power(0.0, 2.0), power(1.0, 7.0)
    (2.0, 0.0, 1.0)
    """
    return 0.0 if base <= 0.0 else exp(exponent * log(base))


@foundation
def normal_like(u: float, sd: float) -> float:
    """Turn a uniform draw into noise: the logistic law in place of the normal one, mean 0, same deviation.

    Equation: sd sqrt(3)/pi logit(u).
    Domain: u in (0, 1).
    Error: relative error below 2**-51, plus sd 2**-52.

    >>> normal_like(0.5, 0.2), round(normal_like(0.9, 1.0), 6)
    (0.0, 1.211393)
    """
    return sd * PER_LOGISTIC_SD * logit(u)


@foundation
def trait_scale(mean: float, sd: float) -> float:
    """Turn the deviation of a trait in [0, 1] into one on the scale of scores.

    Equation: sd / (mean (1 - mean)); 0 where mean is 0 or 1.
    Domain: mean in [0, 1], sd >= 0.
    Error: below 2 units in the last place.

    >>> trait_scale(0.5, 0.125), trait_scale(1.0, 0.2)
    (0.5, 0.0)
    """
    room = mean * (1.0 - mean)
    return sd / room if room > 0.0 else 0.0


@foundation
def trait_centre(mean: float, scale: float) -> float:
    """Find the score around which a trait is drawn, so that the trait has its mean.

    Equation: logit(mean) sqrt(1 + pi s**2 / 8).
    Domain: mean in [0, 1], scale >= 0.
    Error: below 4 units in the last place beside that of `logit`.

    >>> trait_centre(0.5, 2.0), trait_centre(0.75, 0.0) == logit(0.75)
    (0.0, True)
    """
    return logit(mean) * math.sqrt(1.0 + PI * scale * scale / 8.0)


@foundation
def trait_of(score: float, mean: float, centre: float, scale: float) -> float:
    """Turn the logit of a draw into a trait, with `trait_centre` and `trait_scale` known beforehand.

    Equation: sig(centre + scale sqrt(3)/pi score); mean if scale is 0.
    Domain: mean in [0, 1], scale >= 0.
    Error: that of `logistic` and of its argument.

    >>> trait_of(logit(0.9), 0.3, trait_centre(0.3, 0.5), 0.5) == trait(0.9, 0.3, 0.5 * 0.3 * 0.7)
    True
    """
    return mean if scale <= 0.0 else logistic(centre + scale * PER_LOGISTIC_SD * score)


@foundation
def trait(u: float, mean: float, sd: float) -> float:
    """Turn a uniform draw into a trait in [0, 1]: the logit-logistic law, increasing in u.

    Equation: sig(logit(mean) sqrt(1 + pi s**2 / 8) + s sqrt(3)/pi logit(u)) with s = sd / (mean (1 - mean));
    mean if sd = 0 or mean is 0 or 1.
    Domain: u in (0, 1), mean in [0, 1], sd >= 0.
    Error: the law has its mean within 0.0035 of `mean` for mean in [0.2, 0.65] and sd up to 0.25; its
    deviation falls short of a large sd (at mean 0.35: 0.050, 0.113, 0.158, 0.20 for 0.05, 0.12, 0.18, 0.25).

    >>> trait(0.5, 0.5, 0.2), trait(0.9, 0.3, 0.0), trait(0.9, 1.0, 0.2)
    (0.5, 0.3, 1.0)
    """
    scale = trait_scale(mean, sd)
    return trait_of(logit(u), mean, trait_centre(mean, scale), scale)
