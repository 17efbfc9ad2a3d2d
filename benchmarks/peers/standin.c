/* The stand-in: the rules, draws and sums (by unit, then over units) of ours.py, lanes innermost. Numbers are -D. */
#include <stdint.h>
#include <string.h>

static double uniform(uint64_t seed, uint32_t decision, uint32_t week, uint32_t who) {
    uint32_t c0 = who, c1 = 0, c2 = week, c3 = decision, k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int i = 0; i < 10; i++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return ((double)((uint64_t)(c0 >> 6) << 26 | (c1 >> 6)) + 0.5) * 2.220446049250313e-16;
}

/* samskapa.elementary.log, operation by operation. */
static double own_log(double x) {
    uint64_t bits;
    memcpy(&bits, &x, 8);
    double exponent = (double)(int64_t)(bits >> 52) - 1022.0, mantissa;
    bits = (bits & 0x800FFFFFFFFFFFFFu) | 0x3FE0000000000000u;
    memcpy(&mantissa, &bits, 8);
    int small = mantissa < 0.7071067811865476;
    double k = small ? exponent - 1.0 : exponent, f = (small ? mantissa + mantissa : mantissa) - 1.0;
    double s = f / (2.0 + f), z = s * s, w = z * z;
    double even = ((0.14796104597094842 * w + 0.18183564862555743) * w + 0.285714287424738) * w + 0.6666666666666734;
    double odd = (0.15314035930557793 * w + 0.2222219856357437) * w + 0.39999999999414326;
    double r = even + z * odd, half = 0.5 * f * f, high = k * 0.693147180559663, total = high + f;
    double rest = f - (total - high);
    return total + (rest + (k * 2.8235290563031577e-13 - (half - s * (half + z * r))));
}

static double logit(double u) { return own_log(u / (1.0 - u)); }

enum { MET = 102, HOW = 103, COMES = 106 };
typedef double row[LANES];

void run(uint64_t seed, const int64_t *unit, const int64_t *worker, const int64_t *neighbours, const int64_t *teams,
         const double *sizes, const double *trust0, const double *engagement0, const double *rate, double *out) {
    static row trust[RESIDENTS], heard[RESIDENTS], engagement[WORKERS];
    static row backlog[UNITS], norm[UNITS], count[UNITS], sum[UNITS];
    for (int i = 0; i < RESIDENTS; i++) for (int l = 0; l < LANES; l++) trust[i][l] = trust0[i];
    for (int j = 0; j < WORKERS; j++) for (int l = 0; l < LANES; l++) engagement[j][l] = engagement0[j];
    memset(backlog, 0, sizeof backlog);
    memset(norm, 0, sizeof norm);
    for (int week = 0; week < WEEKS; week++) {
        double *o_trust = out + (0 * WEEKS + week) * LANES, *o_came = out + (1 * WEEKS + week) * LANES;
        double *o_backlog = out + (2 * WEEKS + week) * LANES, *o_engaged = out + (3 * WEEKS + week) * LANES;
        for (int i = 0; i < RESIDENTS; i++) {
            if (uniform(seed, MET, week, i) >= CONTACT) continue;
            double noise = NOISE * logit(uniform(seed, HOW, week, i)), *t = trust[i], *e = engagement[worker[i]];
            for (int l = 0; l < LANES; l++) {
                double q = e[l] + noise;
                q = q < 0.0 ? 0.0 : q;
                q = q > 1.0 ? 1.0 : q;
                t[l] = t[l] + (q < t[l] ? rate[l] * LOSS : rate[l]) * (q - t[l]);
            }
        }
        memset(count, 0, sizeof count);
        for (int i = 0; i < RESIDENTS; i++) {
            double draw = logit(uniform(seed, COMES, week, i)), *c = count[unit[i]], *t = trust[i], *n = norm[unit[i]];
            for (int l = 0; l < LANES; l++) c[l] += draw < BASE + SLOPE * t[l] + PULL * n[l] ? 1.0 : 0.0;
        }
        for (int l = 0; l < LANES; l++) o_came[l] = o_trust[l] = o_backlog[l] = o_engaged[l] = 0.0;
        for (int u = 0; u < UNITS; u++) {
            row able = {0};
            for (int j = teams[u]; j < teams[u + 1]; j++) for (int l = 0; l < LANES; l++) able[l] += engagement[j][l];
            for (int l = 0; l < LANES; l++) {
                double b = backlog[u][l] + ISSUES * count[u][l] - CAPACITY * able[l];
                backlog[u][l] = b < 0.0 ? 0.0 : b;
                norm[u][l] = norm[u][l] + HABIT * (count[u][l] / sizes[u] - norm[u][l]);
                o_came[l] += count[u][l];
                o_backlog[l] += backlog[u][l];
            }
        }
        for (int i = 0; i < RESIDENTS; i++) {
            const int64_t *n = neighbours + 6 * i;
            const double *a = trust[n[0]], *b = trust[n[1]], *c = trust[n[2]];
            const double *d = trust[n[3]], *e = trust[n[4]], *f = trust[n[5]];
            for (int l = 0; l < LANES; l++) heard[i][l] = (a[l] + b[l] + c[l] + d[l] + e[l] + f[l]) / 6.0;
        }
        memset(sum, 0, sizeof sum);
        for (int i = 0; i < RESIDENTS; i++) {
            double *s = sum[unit[i]];
            for (int l = 0; l < LANES; l++) {
                trust[i][l] = trust[i][l] + PEER * (heard[i][l] - trust[i][l]);
                s[l] += trust[i][l];
            }
        }
        for (int u = 0; u < UNITS; u++) for (int l = 0; l < LANES; l++) o_trust[l] += sum[u][l];
        for (int u = 0; u < UNITS; u++) {
            row engaged = {0};
            for (int j = teams[u]; j < teams[u + 1]; j++)
                for (int l = 0; l < LANES; l++) {
                    double goal = FLOOR + GAIN * norm[u][l] + RELIEF / (1.0 + backlog[u][l] / sizes[u]);
                    engagement[j][l] = engagement[j][l] + EASE * (goal - engagement[j][l]);
                    engaged[l] += engagement[j][l];
                }
            for (int l = 0; l < LANES; l++) o_engaged[l] += engaged[l];
        }
        for (int l = 0; l < LANES; l++) {
            o_trust[l] /= RESIDENTS;
            o_came[l] /= RESIDENTS;
            o_backlog[l] /= UNITS;
            o_engaged[l] /= WORKERS;
        }
    }
}
