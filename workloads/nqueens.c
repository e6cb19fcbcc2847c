/* SPDX-License-Identifier: MIT */
/*
 * nqueens: in how many ways n queens can stand on a board of n by n so that none attacks another.  A
 * task per queen placed; how many ways follow from a placement cannot be seen from it, so the tree
 * is irregular.  `--grain` rows at the end are searched without tasks.
 *
 * A row is a word of columns; what is attacked from above is three more.  Mirrored boards are counted
 * once and doubled: the queen of the first row stays in its left half, and in the middle column of
 * an odd board the queen of the second row does.
 */
#include <inttypes.h>
#include <stdatomic.h>

#include "base/error.h"
#include "workloads/workload.h"

#define SIZE_MAX_N 18

struct nqueens {
	unsigned n, grain, all; /* all: the columns of a row */
	unsigned variant;
	_Atomic uint64_t shared; /* relaxed: only the number counts, and the join orders it */
	uint64_t ways;
};

enum { SIZE, GRAIN };
enum { JOIN, ATOMIC };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_U64, .value_name = "N", .fallback = "14",
		.help = "queens, and rows of the board",
		.min = 1, .max = SIZE_MAX_N,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_U64, .value_name = "ROWS", .fallback = "8",
		.help = "search the last N rows without tasks",
		.max = SIZE_MAX_N,
	},
};

static const struct pt_variant variants[] = {
	[JOIN] = { "join", "every task returns its number of ways" },
	[ATOMIC] = { "atomic", "every way found is added to one shared counter" },
};

/* About 6 times the work per row more. */
static double
work(uint64_t n)
{
	double v = 1;

	while (n-- > 0)
		v *= 6;
	return v;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct nqueens *q = state;

	q->n = (unsigned)s->values[SIZE].u64;
	q->grain = (unsigned)s->values[GRAIN].u64;
	q->all = (1u << q->n) - 1;
	q->variant = s->variant;
	return 0;
}

static void
reset(void *state)
{
	struct nqueens *q = state;

	q->ways = 0;
	atomic_store_explicit(&q->shared, 0, memory_order_relaxed);
}

/* ---- without tasks ---- */

static uint64_t
ways(unsigned all, unsigned columns, unsigned left, unsigned right)
{
	uint64_t sum = 0;

	if (columns == all)
		return 1;
	for (unsigned free = all & ~(columns | left | right); free; free &= free - 1) {
		unsigned bit = free & -free;

		sum += ways(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
	}
	return sum;
}

/* The columns of the first row whose boards are no mirror image of another column's. */
static unsigned
left_half(unsigned n)
{
	return (1u << n / 2) - 1;
}

static int
sequential(void *state, struct pt_error *e)
{
	struct nqueens *q = state;
	unsigned half = left_half(q->n);
	uint64_t sum = 0;

	for (unsigned bit = 1; bit & half; bit <<= 1)
		sum += ways(q->all, bit, bit << 1, bit >> 1);
	if (q->n % 2 == 1) {
		unsigned middle = 1u << q->n / 2;

		for (unsigned bit = 1; bit & half & ~(middle >> 1); bit <<= 1)
			sum += ways(q->all, middle | bit, (middle << 1 | bit) << 1,
				(middle >> 1 | bit) >> 1);
	}
	q->ways = q->n == 1 ? 1 : 2 * sum;
	return 0;
}

/* ---- with tasks ---- */

PARTOP_TASK_5(uint64_t, place, struct nqueens *, q, unsigned, rows, unsigned, columns, unsigned,
	left, unsigned, right)
{
	unsigned free = q->all & ~(columns | left | right), tasks = 0;
	uint64_t sum = 0;

	if (rows <= q->grain || columns == q->all)
		return ways(q->all, columns, left, right);
	for (; free; free &= free - 1, tasks++) {
		unsigned bit = free & -free;

		PARTOP_SPAWN(place, q, rows - 1, columns | bit, (left | bit) << 1,
			(right | bit) >> 1);
	}
	while (tasks-- > 0)
		sum += PARTOP_SYNC(place);
	return sum;
}

static void
ways_shared(struct nqueens *q, unsigned columns, unsigned left, unsigned right)
{
	if (columns == q->all) {
		atomic_fetch_add_explicit(&q->shared, 1, memory_order_relaxed);
		return;
	}
	for (unsigned free = q->all & ~(columns | left | right); free; free &= free - 1) {
		unsigned bit = free & -free;

		ways_shared(q, columns | bit, (left | bit) << 1, (right | bit) >> 1);
	}
}

PARTOP_TASK_5(uint64_t, place_shared, struct nqueens *, q, unsigned, rows, unsigned, columns,
	unsigned, left, unsigned, right)
{
	unsigned free = q->all & ~(columns | left | right), tasks = 0;

	if (rows <= q->grain || columns == q->all) {
		ways_shared(q, columns, left, right);
		return 0;
	}
	for (; free; free &= free - 1, tasks++) {
		unsigned bit = free & -free;

		PARTOP_SPAWN(place_shared, q, rows - 1, columns | bit, (left | bit) << 1,
			(right | bit) >> 1);
	}
	while (tasks-- > 0)
		PARTOP_SYNC(place_shared);
	return 0;
}

/* The tasks of the first row, and of the second below its middle column. */
static uint64_t
first_rows(partop_worker *w, partop_task *head, struct nqueens *q)
{
	unsigned half = left_half(q->n), middle = 1u << q->n / 2, tasks = 0;
	uint64_t sum = 0;

	for (unsigned bit = 1; bit & half; bit <<= 1, tasks++)
		PARTOP_SPAWN(place, q, q->n - 1, bit, bit << 1, bit >> 1);
	for (unsigned bit = 1; q->n % 2 == 1 && bit & half & ~(middle >> 1); bit <<= 1, tasks++)
		PARTOP_SPAWN(place, q, q->n - 2, middle | bit, (middle << 1 | bit) << 1,
			(middle >> 1 | bit) >> 1);
	while (tasks-- > 0)
		sum += PARTOP_SYNC(place);
	return sum;
}

static uint64_t
first_rows_shared(partop_worker *w, partop_task *head, struct nqueens *q)
{
	unsigned half = left_half(q->n), middle = 1u << q->n / 2, tasks = 0;

	for (unsigned bit = 1; bit & half; bit <<= 1, tasks++)
		PARTOP_SPAWN(place_shared, q, q->n - 1, bit, bit << 1, bit >> 1);
	for (unsigned bit = 1; q->n % 2 == 1 && bit & half & ~(middle >> 1); bit <<= 1, tasks++)
		PARTOP_SPAWN(place_shared, q, q->n - 2, middle | bit, (middle << 1 | bit) << 1,
			(middle >> 1 | bit) >> 1);
	while (tasks-- > 0)
		PARTOP_SYNC(place_shared);
	return atomic_load_explicit(&q->shared, memory_order_relaxed);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct nqueens *q = state;

	q->ways =
		2 * (q->variant == ATOMIC ? first_rows_shared(w, head, q) : first_rows(w, head, q));
	if (q->n == 1)
		q->ways = 1;
	return 0;
}

/* OEIS A000170. */
static int
verify(void *state, struct pt_error *e)
{
	static const uint64_t known[SIZE_MAX_N + 1] = { 1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724,
		2680, 14200, 73712, 365596, 2279184, 14772512, 95815104, 666090624 };
	const struct nqueens *q = state;

	if (q->ways == known[q->n])
		return 0;
	return pt_fail(e, PT_EXIT_FAILED, "%u queens can stand in %" PRIu64 " ways, not %" PRIu64,
		q->n, known[q->n], q->ways);
}

static void
result(void *state, struct pt_result *r)
{
	const struct nqueens *q = state;

	pt_result_u64(r, "ways", q->ways);
}

const struct pt_workload pt_workload_nqueens = {
	.name = "nqueens",
	.summary = "counts the ways in which n queens do not attack each other",
	.teaches =
		"an irregular tree; results by join against a shared counter; where tasks should end",
	.knob = "--grain 1,8",
	.expect = "tasks down to the last row take 2 x as long as tasks that end 8 rows before it",
	.ratio = { 1.2, 6 },
	.work_unit = "queens",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.state_bytes = sizeof(struct nqueens),
	.work = work,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
};
