/* SPDX-License-Identifier: MIT */
/*
 * primes: how many there are up to n, each number tested by itself, by division by the primes up to its
 * square root.  What a test costs grows with the number, so the last of equal parts takes longest.
 *
 * A sieve counts primes faster than any number of workers that divide: the check, which is one, shows
 * how much.  Here the tests are the work, as where numbers do not come in a row.
 */
#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "workloads/workload.h"

#define MOST UINT64_C(1000000000)
#define DIVISORS 3401 /* primes up to the root of MOST, which is 31622 */

struct primes {
	uint64_t n, grain, count, naive;
	enum partop_policy policy;
	bool ran, naive_known;
	unsigned divisors;
	uint32_t divisor[DIVISORS];
};

enum { SIZE, GRAIN };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "10M",
		.help = "count the primes up to N", .min = 1, .max = MOST,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "numbers tested in one go (default: adaptive)", .min = 1, .max = MOST,
	},
};

static bool
is_prime(const struct primes *m, uint32_t x)
{
	if (x < 2)
		return false;
	for (unsigned i = 0; i < m->divisors; i++) {
		uint32_t d = m->divisor[i];

		if ((uint64_t)d * d > x)
			return true;
		if (x % d == 0)
			return false;
	}
	return true;
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return s->values[SIZE].u64 / 2 + 1; /* the check's */
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct primes *m = state;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	m->n = s->values[SIZE].u64;
	m->grain = s->values[GRAIN].u64;
	m->policy = s->policy;
	for (uint32_t x = 2; (uint64_t)x * x <= m->n; x++)
		if (is_prime(m, x))
			m->divisor[m->divisors++] = x;
	return 0;
}

static void
reset(void *state)
{
	((struct primes *)state)->ran = false;
}

/* ---- the work ---- */

static uint64_t
count(const struct primes *m, uint64_t lo, uint64_t hi)
{
	uint64_t n = 0;

	for (uint64_t x = lo; x < hi; x++)
		n += is_prime(m, (uint32_t)x);
	return n;
}

static int
sequential(void *state, struct pt_error *e)
{
	struct primes *m = state;

	m->count = count(m, 0, m->n + 1);
	m->ran = true;
	return 0;
}

static uint64_t
count_chunk(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	return count(arg, lo, hi);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct primes *m = state;
	struct partop_range_options o = { .grain = m->grain,
		.policy = m->policy,
		.label = "numbers" };

	m->count = partop_count(w, head, 0, m->n + 1, count_chunk, m, &o);
	m->ran = true;
	return 0;
}

/* ---- checking ---- */

/* Primes up to powers of ten: OEIS A006880. */
static const uint32_t known[] = { 0, 4, 25, 168, 1229, 9592, 78498, 664579, 5761455, 50847534 };

static bool
is_known(uint64_t n, uint64_t *count)
{
	uint64_t power = 1;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++, power *= 10)
		if (n == power) {
			*count = known[i];
			return true;
		}
	return false;
}

/* The sieve of Eratosthenes, of odd numbers: composite[i] is about 2 i + 1. */
static bool
sieve(uint64_t n, uint64_t *count)
{
	bool *composite = calloc(n / 2 + 1, 1);

	if (!composite)
		return false;
	*count = n >= 2;
	for (uint64_t x = 3; x <= n; x += 2) {
		if (composite[x / 2])
			continue;
		++*count;
		for (uint64_t y = x * x; y <= n; y += 2 * x)
			composite[y / 2] = true;
	}
	free(composite);
	return true;
}

static int
verify(void *state, struct pt_error *e)
{
	struct primes *m = state;

	if (!m->naive_known && !is_known(m->n, &m->naive) && !sieve(m->n, &m->naive))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the sieve of the check");
	m->naive_known = true;
	if (!m->ran || m->count != m->naive)
		return pt_fail(e, PT_EXIT_FAILED, "there are %" PRIu64 " primes, not %" PRIu64,
			m->naive, m->count);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	pt_result_u64(r, "primes", ((struct primes *)state)->count);
}

/* Of a prime about as much as there are primes up to its root; most numbers have a small divisor. */
static double
work(uint64_t size)
{
	double n = (double)size, log_n = log(n + 2);

	return n * (3 + 2 * sqrt(n) / (log_n * log_n));
}

const struct pt_workload pt_workload_primes = {
	.name = "primes",
	.summary = "counts primes by division",
	.teaches = "work that grows along the loop: the last of equal parts takes longest",
	.knob = "--policy static,steal",
	.expect =
		"the upper half takes 1.8 x as long as the lower: static takes 1.3 x as long as steal",
	.ratio = { 1.05, 1.6 },
	.work_unit = "numbers",
	.params = params,
	.params_len = sizeof(params) / sizeof(*params),
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct primes),
	.work = work,
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
};
