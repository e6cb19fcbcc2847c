/* SPDX-License-Identifier: MIT */
/*
 * sum: adds an array up.  The work is reading memory, so it shows how far more workers help when
 * memory is the limit, and what a parallel reduce is.
 *
 * Integer totals are exact: 128 bits, which no array can exceed.  Floating-point numbers are added
 * in blocks, and the sums of the blocks with what was rounded off: the error does not grow with the
 * length, and hardly depends on which worker added what.  Sequential and parallel versions share the leaf.
 */
#include "config.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>

#include "base/error.h"
#include "workloads/workload.h"

#define BLOCK 2048
#define PIECE 65536	/* numbers worth a thread */
#define TOP_BIT ((uint64_t)1 << 63)

#define SUM(x) x##_portable
#define SUM_TARGET
#define LANES 2
#include "workloads/sum_leaf.h"
#ifdef PT_X86_64
#define SUM(x) x##_avx2
#define SUM_TARGET __attribute__((target("avx2")))
#define LANES 4
#include "workloads/sum_leaf.h"
#define SUM(x) x##_avx512
#define SUM_TARGET __attribute__((target("avx512f")))
#define LANES 8
#include "workloads/sum_leaf.h"
#endif

enum type { I64, F64 };

/* One of the pairs is used. */
struct total {
	__int128 exact;
	double sum, error;	/* the value is sum + error */
};

struct leaf {
	__int128 (*i64)(const void *a, size_t n);
	double (*f64)(const void *a, size_t n);
};

struct sum {
	enum type type;
	uint64_t n, grain;
	void *numbers;
	struct leaf leaf;
	struct total total;
	struct total naive;	/* what verify compares with */
	double magnitude;	/* sum of absolute values */
	bool naive_known;
};

enum { SIZE, GRAIN, TYPE };

static const char *const types[] = { [I64] = "i64", [F64] = "f64", NULL };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "200M",
		.help = "how many numbers, 8 bytes each",
		.min = 1, .max = UINT64_MAX,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "numbers added at a time (default: adaptive)",
		.min = 1, .max = UINT64_MAX,
	},
	[TYPE] = {
		.name = "type", .type = PT_OPT_CHOICE, .value_name = "TYPE", .fallback = "i64",
		.help = "type of the numbers", .choices = types,
	},
};

static struct leaf
best_leaf(void)
{
#ifdef PT_X86_64
	if (__builtin_cpu_supports("avx512f"))
		return (struct leaf){ .i64 = block_i64_avx512, .f64 = block_f64_avx512 };
	if (__builtin_cpu_supports("avx2"))
		return (struct leaf){ .i64 = block_i64_avx2, .f64 = block_f64_avx2 };
#endif
	return (struct leaf){ .i64 = block_i64_portable, .f64 = block_f64_portable };
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return pt_buffer_bytes(s->values[SIZE].u64, sizeof(int64_t));
}

struct fill {
	struct sum *m;
	uint64_t seed;
};

/* Integers of all sizes and both signs; f64 from 0 to 1. */
static void
fill(uint64_t lo, uint64_t hi, void *arg)
{
	const struct fill *f = arg;
	int64_t *i64 = f->m->numbers;
	double *f64 = f->m->numbers;

	if (f->m->type == I64)
		for (uint64_t i = lo; i < hi; i++)
			i64[i] = (int64_t)pt_mix(f->seed + i);
	else
		for (uint64_t i = lo; i < hi; i++)
			f64[i] = (double)(int64_t)(pt_mix(f->seed + i) >> 11) * 0x1p-53;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct sum *m = state;
	uint64_t bytes = needs_bytes(s);

	if (pt_buffer_check(s, s->values[SIZE].u64, bytes, e))
		return -1;
	m->type = (enum type)s->values[TYPE].choice;
	m->n = s->values[SIZE].u64;
	m->grain = s->values[GRAIN].u64;
	m->leaf = best_leaf();
	m->numbers = pt_buffer_alloc(bytes);
	if (!m->numbers)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->n);
	pt_spread(s->threads, m->n, PIECE, fill, &(struct fill){ m, s->seed });
	return 0;
}

/* ---- adding ---- */

/* Adds x and keeps what the rounding loses (O. Moeller, 1965; D. Knuth, TAOCP 4.2.2). */
static void
add_f64(struct total *t, double x)
{
	double s = t->sum + x, moved = s - t->sum;

	t->error += (t->sum - (s - moved)) + (x - moved);
	t->sum = s;
}

/* Adds the numbers [lo, hi). */
static void
add_range(const struct sum *m, struct total *t, uint64_t lo, uint64_t hi)
{
	const int64_t *i64 = m->numbers;
	const double *f64 = m->numbers;

	for (uint64_t n; lo < hi; lo += n) {
		n = hi - lo < BLOCK ? hi - lo : BLOCK;
		if (m->type == I64)
			t->exact += m->leaf.i64(i64 + lo, n);
		else
			add_f64(t, m->leaf.f64(f64 + lo, n));
	}
}

static int
sequential(void *state, struct pt_error *e)
{
	struct sum *m = state;

	m->total = (struct total){ 0 };
	add_range(m, &m->total, 0, m->n);
	return 0;
}

static void
identity(void *acc, void *arg)
{
	struct total *t = acc;

	*t = (struct total){ 0 };
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	add_range(arg, acc, lo, hi);
}

static void
combine(void *left, void *right, void *arg)
{
	struct total *l = left;
	const struct total *r = right;

	l->exact += r->exact;
	add_f64(l, r->sum);
	l->error += r->error;
}

static const struct partop_reducer reducer = {
	.size = sizeof(struct total),
	.identity = identity,
	.fold = fold,
	.combine = combine,
};

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct sum *m = state;
	struct partop_range_options o = { .grain = m->grain, .label = "sum" };
	_Alignas(64) struct total t;

	partop_reduce(w, head, 0, m->n, &reducer, &t, m, &o);
	m->total = t;
	return 0;
}

/* ---- checking ---- */

/* One number after the other, with nothing of the above; compensated (A. Neumaier, 1974). */
static void
add_naively(struct sum *m)
{
	const int64_t *i64 = m->numbers;
	const double *f64 = m->numbers;
	struct total *t = &m->naive;

	m->naive_known = true;
	if (m->type == I64)
		for (uint64_t i = 0; i < m->n; i++)
			t->exact += i64[i];
	else
		for (uint64_t i = 0; i < m->n; i++) {
			double x = f64[i], s = t->sum + x;

			t->error += fabs(t->sum) >= fabs(x) ? (t->sum - s) + x : (x - s) + t->sum;
			t->sum = s;
			m->magnitude += fabs(x);
		}
}

/* Whatever the order, adding BLOCK numbers is off by less than this part of their magnitude. */
static bool
close_enough(const struct sum *m)
{
	double off = (m->total.sum - m->naive.sum) + (m->total.error - m->naive.error);

	return fabs(off) <= BLOCK * DBL_EPSILON * m->magnitude;
}

static int
verify(void *state, struct pt_error *e)
{
	struct sum *m = state;

	if (!m->naive_known)
		add_naively(m);
	if (m->type == F64 && !close_enough(m))
		return pt_fail(e, PT_EXIT_FAILED, "the sum is %.17g, not %.17g",
			       m->naive.sum + m->naive.error, m->total.sum + m->total.error);
	if (m->type == I64 && m->total.exact != m->naive.exact)
		return pt_fail(e, PT_EXIT_FAILED, "the sum is off by %.17g",
			       (double)m->total.exact - (double)m->naive.exact);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct sum *m = state;

	if (m->type == I64)
		pt_result_decimal(r, "value", m->total.exact, 0);
	else
		pt_result_f64(r, "value", m->total.sum + m->total.error);
}

static void
teardown(void *state)
{
	struct sum *m = state;

	pt_buffer_free(m->numbers, m->n * sizeof(int64_t));
}

static uint64_t
input_bytes(void *state)
{
	const struct sum *m = state;

	return m->n * sizeof(int64_t);
}

const struct pt_workload pt_workload_sum = {
	.name = "sum",
	.summary = "adds up an array, exactly",
	.teaches = "parallel reduce, and where memory speed ends speedup",
	.work_unit = "numbers",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.state_bytes = sizeof(struct sum),
	.needs_bytes = needs_bytes,
	.setup = setup,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
	.input_bytes = input_bytes,
};
