/* SPDX-License-Identifier: MIT */
/*
 * amdahl: work of which a part can be done by one worker only.  Whatever the number of workers, a run
 * takes as long as that part, so the speedup has a limit that the part alone decides.
 *
 * Source: G. Amdahl, Validity of the single processor approach, AFIPS 1967.
 */
#include "config.h"

#include <inttypes.h>

#include "base/error.h"
#include "workloads/lib/share.h"
#include "workloads/lib/steps.h"
#include "workloads/lib/sums.h"
#include "workloads/workload.h"

#define BLOCK 2000 /* steps that are not divided */

struct amdahl {
	uint64_t serial_steps, blocks; /* the rest is in blocks */
	uint64_t seed, grain, value;
	uint32_t serial; /* millionths */
	int workers;
	enum partop_policy policy;
	bool ran;
};

enum { SIZE, GRAIN, SERIAL };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "STEPS",
		.fallback = "700M", .help = "steps of the whole work",
		.min = 1, .max = UINT64_C(1) << 44,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "blocks of 2000 steps taken at a time (default: adaptive)",
		.min = 1, .max = UINT64_C(1) << 44,
	},
	[SERIAL] = {
		.name = "serial", .type = PT_OPT_TEXT, .value_name = "SHARE", .fallback = "20%",
		.help = "of the work, done by one worker before the rest begins", .min = 1,
	},
};

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct amdahl *m = state;
	uint64_t n = s->values[SIZE].u64, rest;

	if (pt_share_read(s->values[SERIAL].text, "serial", &m->serial, e))
		return -1;
	rest = n - pt_part_of(n, m->serial);
	m->blocks = rest / BLOCK;
	m->serial_steps = n - m->blocks * BLOCK;
	if (m->serial < 1000000 && m->blocks == 0) /* too little to be divided */
		m->serial = 1000000;
	m->seed = s->seed;
	m->grain = s->values[GRAIN].u64;
	m->workers = s->workers;
	m->policy = s->policy;
	return 0;
}

static void
reset(void *state)
{
	((struct amdahl *)state)->ran = false;
}

/* ---- the work ---- */

static uint64_t
run_serial(const struct amdahl *m)
{
	return pt_steps(m->seed, m->serial_steps);
}

static uint64_t
run_blocks(const struct amdahl *m, uint64_t lo, uint64_t hi)
{
	uint64_t sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += pt_steps(pt_mix(m->seed + i), BLOCK);
	return sum;
}

static int
sequential(void *state, struct pt_error *e)
{
	struct amdahl *m = state;

	m->value = run_serial(m) + run_blocks(m, 0, m->blocks);
	m->ran = true;
	return 0;
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	*(uint64_t *)acc += run_blocks(arg, lo, hi);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	static const struct partop_reducer sum = PT_SUM_REDUCER(fold);
	struct amdahl *m = state;
	struct partop_range_options o = { .grain = m->grain,
		.policy = m->policy,
		.label = "parallel part" };
	uint64_t serial = run_serial(m), rest;

	partop_reduce(w, head, 0, m->blocks, &sum, &rest, m, &o);
	m->value = serial + rest;
	m->ran = true;
	return 0;
}

/* ---- checking ---- */

static int
verify(void *state, struct pt_error *e)
{
	const struct amdahl *m = state;
	uint64_t known = pt_steps_known(m->seed, m->serial_steps);

	for (uint64_t i = 0; i < m->blocks; i++)
		known += pt_steps_known(pt_mix(m->seed + i), BLOCK);
	if (!m->ran || m->value != known)
		return pt_fail(e, PT_EXIT_FAILED, "the steps lead to %" PRIu64 ", not %" PRIu64,
			known, m->value);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct amdahl *m = state;
	double serial = m->serial / 1e6;

	pt_result_u64(r, "value", m->value);
	pt_result_u64(r, "serial_steps", m->serial_steps);
	pt_result_ratio(r, "predicted_speedup", 1 / (serial + (1 - serial) / m->workers));
	if (m->serial > 0)
		pt_result_ratio(r, "predicted_limit", 1 / serial);
}

const struct pt_workload pt_workload_amdahl = {
	.name = "amdahl",
	.summary = "work with a serial part (--serial 20%)",
	.teaches =
		"Amdahl's law: with 20% serial, 8 workers are 3.33 x as fast, and no number of them 5 x",
	.knob = "--serial 50%,0%",
	.expect = "half of it serial: 1.33 x on 2 CPUs instead of 2 x, so 1.5 x as long",
	.ratio = { 1.2, 1.8 },
	.work_unit = "steps",
	.params = params,
	.params_len = sizeof(params) / sizeof(*params),
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct amdahl),
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
};
