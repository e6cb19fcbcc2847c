/* SPDX-License-Identifier: MIT */
/*
 * irregular: dumplings to be made, some of which, side by side, take fifty times as long.  Equal parts
 * leave one worker with all of these; whoever is done early and takes work from others does not.
 */
#include "config.h"

#include <inttypes.h>

#include "base/error.h"
#include "workloads/lib/share.h"
#include "workloads/lib/steps.h"
#include "workloads/lib/sums.h"
#include "workloads/workload.h"

struct irregular {
	uint64_t n, light, heavy_lo, heavy_hi; /* light: steps of one that is */
	uint64_t factor, seed, grain, value;
	int workers;
	enum partop_policy policy;
	bool ran;
};

enum { SIZE, GRAIN, WORK, HEAVY, FACTOR, WHERE };
enum { LAST, MIDDLE, FIRST };

static const char
	*const places[] = { [LAST] = "last", [MIDDLE] = "middle", [FIRST] = "first", NULL };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "200k",
		.help = "how many dumplings", .min = 1, .max = UINT64_C(1) << 40,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "dumplings made in one go (default: adaptive)", .min = 1, .max = UINT64_C(1) << 40,
	},
	[WORK] = {
		.name = "work", .type = PT_OPT_SIZE, .value_name = "STEPS", .fallback = "500",
		.help = "steps that a light dumpling takes", .min = 1, .max = UINT64_C(1) << 30,
	},
	[HEAVY] = {
		.name = "heavy", .type = PT_OPT_TEXT, .value_name = "SHARE", .fallback = "12%",
		.help = "how many of the dumplings are heavy", .min = 1,
	},
	[FACTOR] = {
		.name = "factor", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "50",
		.help = "a heavy one takes as long as N light ones", .min = 1, .max = UINT64_C(1) << 20,
	},
	[WHERE] = {
		.name = "where", .type = PT_OPT_CHOICE, .value_name = "PLACE", .fallback = "last",
		.help = "where the heavy ones are", .choices = places,
	},
};

static double
work(uint64_t size)
{
	return (double)size * 3000;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct irregular *m = state;
	uint32_t share;
	uint64_t heavy;

	if (pt_share_read(s->values[HEAVY].text, "heavy", &share, e))
		return -1;
	m->n = s->values[SIZE].u64;
	m->light = s->values[WORK].u64;
	m->factor = s->values[FACTOR].u64;
	heavy = pt_part_of(m->n, share);
	m->heavy_lo = s->values[WHERE].choice == FIRST ? 0 :
		s->values[WHERE].choice == LAST        ? m->n - heavy :
							 (m->n - heavy) / 2;
	m->heavy_hi = m->heavy_lo + heavy;
	m->seed = s->seed;
	m->grain = s->values[GRAIN].u64;
	m->workers = s->workers;
	m->policy = s->policy;
	return 0;
}

static void
reset(void *state)
{
	((struct irregular *)state)->ran = false;
}

/* ---- the work ---- */

static uint64_t
steps_of(const struct irregular *m, uint64_t i)
{
	return i >= m->heavy_lo && i < m->heavy_hi ? m->light * m->factor : m->light;
}

static uint64_t
make_dumplings(const struct irregular *m, uint64_t lo, uint64_t hi)
{
	uint64_t sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += pt_steps(pt_mix(m->seed + i), steps_of(m, i));
	return sum;
}

static int
sequential(void *state, struct pt_error *e)
{
	struct irregular *m = state;

	m->value = make_dumplings(m, 0, m->n);
	m->ran = true;
	return 0;
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	*(uint64_t *)acc += make_dumplings(arg, lo, hi);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	static const struct partop_reducer sum = PT_SUM_REDUCER(fold);
	struct irregular *m = state;
	struct partop_range_options o = { .grain = m->grain,
		.policy = m->policy,
		.label = "dumplings" };

	partop_reduce(w, head, 0, m->n, &sum, &m->value, m, &o);
	m->ran = true;
	return 0;
}

/* ---- checking ---- */

static int
verify(void *state, struct pt_error *e)
{
	const struct irregular *m = state;
	uint64_t known = 0;

	for (uint64_t i = 0; i < m->n; i++)
		known += pt_steps_known(pt_mix(m->seed + i), steps_of(m, i));
	if (!m->ran || m->value != known)
		return pt_fail(e, PT_EXIT_FAILED,
			"the dumplings add up to %" PRIu64 ", not %" PRIu64, known, m->value);
	return 0;
}

/* ---- results ---- */

/* Light ones that [lo, hi) is as much as. */
static double
weight(const struct irregular *m, uint64_t lo, uint64_t hi)
{
	uint64_t from = lo > m->heavy_lo ? lo : m->heavy_lo,
		 to = hi < m->heavy_hi ? hi : m->heavy_hi;
	uint64_t heavy = from < to ? to - from : 0;

	return (double)(hi - lo - heavy) + (double)heavy * (double)m->factor;
}

/* Equal parts are done when the heaviest is. */
static double
static_speedup(const struct irregular *m)
{
	uint64_t p = (uint64_t)m->workers, least = m->n / p, longer = m->n % p, lo = 0;
	double most = 0;

	for (uint64_t k = 0; k < p; k++) {
		uint64_t hi = lo + least + (k < longer);
		double part = weight(m, lo, hi);

		most = part > most ? part : most;
		lo = hi;
	}
	return weight(m, 0, m->n) / most;
}

static void
result(void *state, struct pt_result *r)
{
	const struct irregular *m = state;

	pt_result_u64(r, "value", m->value);
	pt_result_u64(r, "heavy", m->heavy_hi - m->heavy_lo);
	pt_result_ratio(r, "predicted_static_speedup", static_speedup(m));
}

const struct pt_workload pt_workload_irregular = {
	.name = "irregular",
	.summary = "makes dumplings, some of which take far longer than others",
	.teaches = "equal parts are not equal work: --policy static against stealing",
	.knob = "--policy static,steal",
	.expect = "static 1.1 x, steal 1.9 x on 2 CPUs: static takes 1.8 x as long",
	.ratio = { 1.3, 2.3 },
	.work_unit = "dumplings",
	.params = params,
	.params_len = sizeof(params) / sizeof(*params),
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct irregular),
	.work = work,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
};
