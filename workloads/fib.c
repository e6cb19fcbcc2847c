/* SPDX-License-Identifier: MIT */
/*
 * fib: Fibonacci numbers by the recursion that defines them, a task for every call.  Nearly all it
 * does is spawn and sync, so it shows what these cost: T_1 against T_seq is the task overhead.
 * With --grain the calls up to that number run without tasks, and the overhead goes away.
 */
#include <inttypes.h>
#include <math.h>

#include "base/error.h"
#include "workloads/workload.h"

struct fib {
	unsigned n, grain;
	uint64_t value;
};

enum { SIZE, GRAIN };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_U64, .value_name = "N", .fallback = "38",
		.help = "compute fib(N)",
		.min = 1, .max = 60,	/* an hour on one core */
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_U64, .value_name = "N",
		.help = "no tasks from fib(N) down (default: a task for every call)",
		.min = 1, .max = 60,
	},
};

/* Of fib(n + 1) it is the golden ratio times that of fib(n). */
static double
work(uint64_t n)
{
	return exp2((double)n * 0.6942419136306174);
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct fib *f = state;

	f->n = (unsigned)s->values[SIZE].u64;
	f->grain = (unsigned)s->values[GRAIN].u64;
	return 0;
}

/* Makes every call, as the tasks do.  Compilers may inline, but must not find out that both halves
 * need calls(n - 3), and make it once: that is another algorithm.  The empty asm hides it. */
static uint64_t
calls(unsigned n)
{
	__asm__ volatile("" : "+r"(n));
	return n < 2 ? n : calls(n - 1) + calls(n - 2);
}

static int
sequential(void *state, struct pt_error *e)
{
	struct fib *f = state;

	f->value = calls(f->n);
	return 0;
}

PARTOP_TASK_1(uint64_t, fib, unsigned, n)
{
	uint64_t b;

	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	b = PARTOP_CALL(fib, n - 2);
	return b + PARTOP_SYNC(fib);
}

/* With a cut-off: one word more in a task than fib needs. */
PARTOP_TASK_2(uint64_t, fib_grain, unsigned, n, unsigned, grain)
{
	uint64_t b;

	if (n < 2 || n <= grain)
		return calls(n);
	PARTOP_SPAWN(fib_grain, n - 1, grain);
	b = PARTOP_CALL(fib_grain, n - 2, grain);
	return b + PARTOP_SYNC(fib_grain);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct fib *f = state;

	f->value = f->grain > 1 ? PARTOP_CALL(fib_grain, f->n, f->grain) : PARTOP_CALL(fib, f->n);
	return 0;
}

static int
verify(void *state, struct pt_error *e)
{
	const struct fib *f = state;
	uint64_t a = 0, b = 1;

	for (unsigned i = 0; i < f->n; i++) {
		uint64_t next = a + b;

		a = b;
		b = next;
	}
	if (f->value == a)
		return 0;
	return pt_fail(e, PT_EXIT_FAILED, "fib(%u) is %" PRIu64 ", not %" PRIu64, f->n, a,
		f->value);
}

static void
result(void *state, struct pt_result *r)
{
	const struct fib *f = state;

	pt_result_u64(r, "value", f->value);
}

const struct pt_workload pt_workload_fib = {
	.name = "fib",
	.summary = "Fibonacci numbers by plain recursion, a task per call",
	.teaches = "what a task costs, and what a grain is for",
	.knob = "--grain 1,20",
	.expect = "a task for every call takes 2 to 4 x as long as tasks that end at fib(20)",
	.ratio = { 1.3, 10 },
	.work_unit = "fib number",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.state_bytes = sizeof(struct fib),
	.work = work,
	.setup = setup,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
};
