/* SPDX-License-Identifier: MIT */
/*
 * matmul: the product of two square matrices of doubles.  n^3 multiplications on n^2 numbers: with
 * blocks that stay in the caches and tiles that stay in registers it computes and hardly waits for
 * memory, so all workers help in full.  Variant naive is the three loops of the text book; it has as
 * much to do and the same speedup per worker, but a fraction of the speed: it is compared with the
 * same sequential version as the others.
 *
 * Numbers are small integers, so all sums are exact and every version gives the same bits.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "workloads/lib/now.h"
#include "workloads/matmul/kernel.h"
#include "workloads/workload.h"

#define SIDE_MOST 65536
#define SMALLEST (-8)  /* of the numbers; the largest is 7 */
#define GRAIN_ROWS 192 /* rows and columns of a part of C: a part of A stays in the second cache */
#define NOT_WRITTEN 0.5
#define NAIVE_MOST 64 /* rows of matrices that are also checked number by number */

struct matmul {
	struct pt_matmul product;
	uint64_t grain, seed, numbers;
	unsigned variant;
	enum partop_policy policy;
	int threads;
	double took_s;
};

enum { SIZE, GRAIN };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "2400",
		.help = "rows and columns of the matrices", .min = 1, .max = SIDE_MOST,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "192",
		.help = "rows and columns of the product that one task computes",
		.min = 1, .max = SIDE_MOST,
	},
};

enum { BLOCKED, RECURSIVE, NAIVE };

static const struct pt_variant variants[] = {
	[BLOCKED] = { "blocked", "a loop over blocks of the product, each a task" },
	[RECURSIVE] = { "recursive", "the longest side is halved, until a block is small",
		.only_steal = true },
	[NAIVE] = { "naive", "three loops over the matrices as they are; rows are shared out" },
};

/* Multiplications: what grows with the third power. */
static double
work(uint64_t size)
{
	return (double)size * (double)size * (double)size / 100;
}

/* Matrices, packed ones with a panel too many, and padding. */
static uint64_t
matrix_bytes(const struct pt_setup *s)
{
	uint64_t n = s->values[SIZE].u64;

	return pt_buffer_bytes((n + 32) * n, sizeof(double));
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return pt_buffer_bytes(matrix_bytes(s), 5);
}

static void
fill(uint64_t lo, uint64_t hi, void *arg)
{
	struct matmul *m = arg;
	double *a = m->product.a, *b = m->product.b;

	for (uint64_t i = lo; i < hi; i++) {
		uint64_t x = pt_mix(m->seed + i);

		a[i] = (double)(x % 16) + SMALLEST;
		b[i] = (double)(x >> 8 & 15) + SMALLEST;
	}
}

static void
wipe(uint64_t lo, uint64_t hi, void *arg)
{
	struct matmul *m = arg;

	for (uint64_t i = lo; i < hi; i++)
		m->product.c[i] = NOT_WRITTEN;
}

static void
reset(void *state)
{
	struct matmul *m = state;

	pt_spread(m->threads, m->numbers, 65536, wipe, m);
}

static bool
allocate(struct matmul *m, uint64_t bytes)
{
	struct pt_matmul *p = &m->product;

	p->a = pt_buffer_alloc(bytes);
	p->b = pt_buffer_alloc(bytes);
	p->c = pt_buffer_alloc(bytes);
	p->packed_a = pt_buffer_alloc(bytes);
	p->packed_b = pt_buffer_alloc(bytes);
	return p->a && p->b && p->c && p->packed_a && p->packed_b;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct matmul *m = state;
	struct pt_matmul *p = &m->product;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	p->n = s->values[SIZE].u64;
	p->kernel = pt_matmul_kernel(s->simd);
	p->row_panels = (p->n + p->kernel->rows - 1) / p->kernel->rows;
	p->column_panels = (p->n + p->kernel->columns - 1) / p->kernel->columns;
	m->numbers = p->n * p->n;
	m->grain = s->values[GRAIN].u64 ? s->values[GRAIN].u64 : GRAIN_ROWS;
	m->seed = s->seed;
	m->variant = s->variant;
	m->policy = s->policy;
	m->threads = s->threads;
	if (!allocate(m, matrix_bytes(s)))
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %zu", p->n);
	pt_spread(s->threads, m->numbers, 65536, fill, m);
	reset(m);
	return 0;
}

/* ---- blocks ---- */

static struct pt_matmul_part
part_of(const struct matmul *m, const struct partop_tile *t)
{
	return (struct pt_matmul_part){ t->row_lo, t->row_hi, t->column_lo, t->column_hi, 0,
		m->product.n };
}

/* C begins as zero. */
static void
clear(const struct matmul *m, const struct pt_matmul_part *p)
{
	const struct pt_matmul *q = &m->product;
	size_t column = p->column_lo * q->kernel->columns, end = p->column_hi * q->kernel->columns;

	if (end > q->n)
		end = q->n;
	for (size_t r = p->row_lo * q->kernel->rows; r < p->row_hi * q->kernel->rows && r < q->n;
		r++)
		memset(q->c + r * q->n + column, 0, (end - column) * sizeof(*q->c));
}

/* At least one panel each. */
static uint64_t
grain_rows(const struct matmul *m)
{
	uint64_t rows = m->grain / m->product.kernel->rows;

	return rows > 0 ? rows : 1;
}

static uint64_t
grain_columns(const struct matmul *m)
{
	uint64_t columns = m->grain / m->product.kernel->columns;

	return columns > 0 ? columns : 1;
}

static void
multiply_tile(partop_worker *w, partop_task *head, const struct partop_tile *t, void *arg)
{
	const struct matmul *m = arg;
	struct pt_matmul_part p = part_of(m, t);

	clear(m, &p);
	pt_matmul_multiply(&m->product, &p);
}

static void
pack_rows(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	pt_matmul_pack_a(&((struct matmul *)arg)->product, lo, hi);
}

static void
pack_columns(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	pt_matmul_pack_b(&((struct matmul *)arg)->product, lo, hi);
}

static void
pack(partop_worker *w, partop_task *head, struct matmul *m)
{
	struct partop_range_options o = { .policy = m->policy, .label = "pack" };

	partop_for(w, head, 0, m->product.row_panels, pack_rows, m, &o);
	partop_for(w, head, 0, m->product.column_panels, pack_columns, m, &o);
}

static void
multiply_blocks(partop_worker *w, partop_task *head, struct matmul *m)
{
	struct partop_tile all = { 0, m->product.row_panels, 0, m->product.column_panels };
	struct partop_range_options o = { .grain = grain_rows(m) * grain_columns(m),
		.policy = m->policy,
		.label = "multiply" };

	partop_for_2d(w, head, &all, multiply_tile, m, &o);
}

/* ---- recursion ---- */

/* Halves of the rows or columns are tasks; halves of k add to the same numbers, one after the other. */
PARTOP_VOID_TASK_2(multiply, const struct matmul *, m, const struct pt_matmul_part *, p)
{
	uint64_t rows = grain_rows(m), columns = grain_columns(m);
	struct pt_matmul_part first = *p, second = *p;
	size_t i = p->row_hi - p->row_lo, j = p->column_hi - p->column_lo, k = p->k_hi - p->k_lo;
	bool tasks = true;

	if (i <= rows && j <= columns && k <= 2 * PT_MATMUL_DEPTH) {
		pt_matmul_multiply(&m->product, p);
		return;
	}
	if (i > rows && i * columns >= j * rows) {
		first.row_hi = second.row_lo = p->row_lo + i / 2;
	} else if (j > columns) {
		first.column_hi = second.column_lo = p->column_lo + j / 2;
	} else {
		first.k_hi = second.k_lo = p->k_lo + k / 2;
		tasks = false;
	}
	if (tasks) {
		PARTOP_SPAWN(multiply, m, &second);
		PARTOP_CALL(multiply, m, &first);
		PARTOP_SYNC(multiply);
	} else {
		PARTOP_CALL(multiply, m, &first);
		PARTOP_CALL(multiply, m, &second);
	}
}

static void
clear_rows(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct matmul *m = arg;

	clear(m,
		&(struct pt_matmul_part){ .row_lo = lo,
			.row_hi = hi,
			.column_hi = m->product.column_panels });
}

static void
multiply_halves(partop_worker *w, partop_task *head, struct matmul *m)
{
	struct pt_matmul_part all = part_of(m,
		&(struct partop_tile){ 0, m->product.row_panels, 0, m->product.column_panels });

	partop_for(w, head, 0, m->product.row_panels, clear_rows, m,
		&(struct partop_range_options){ .label = "clear" });
	PARTOP_CALL(multiply, m, &all);
}

/* ---- naive ---- */

static void
multiply_rows(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	pt_matmul_multiply_naively(&((const struct matmul *)arg)->product, lo, hi);
}

/* ---- versions ---- */

/* The same blocks, in order. */
static int
sequential(void *state, struct pt_error *e)
{
	struct matmul *m = state;
	const struct pt_matmul *p = &m->product;
	uint64_t rows = grain_rows(m), columns = grain_columns(m);
	uint64_t begin_ns = pt_workload_now_ns();

	pt_matmul_pack_a(p, 0, p->row_panels);
	pt_matmul_pack_b(p, 0, p->column_panels);
	for (uint64_t i = 0; i < p->row_panels; i += rows)
		for (uint64_t j = 0; j < p->column_panels; j += columns)
			multiply_tile(NULL, NULL,
				&(struct partop_tile){ i,
					i + rows < p->row_panels ? i + rows : p->row_panels, j,
					j + columns < p->column_panels ? j + columns :
									 p->column_panels },
				m);
	m->took_s = (double)(pt_workload_now_ns() - begin_ns) / 1e9;
	return 0;
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct matmul *m = state;
	uint64_t begin_ns = pt_workload_now_ns();

	if (m->variant == NAIVE) {
		partop_for(w, head, 0, m->product.n, multiply_rows, m,
			&(struct partop_range_options){ .policy = m->policy, .label = "rows" });
	} else {
		pack(w, head, m);
		if (m->variant == RECURSIVE)
			multiply_halves(w, head, m);
		else
			multiply_blocks(w, head, m);
	}
	m->took_s = (double)(pt_workload_now_ns() - begin_ns) / 1e9;
	return 0;
}

/* ---- checking ---- */

/* No number has another value than an integer of this size. */
static bool
is_sum(const struct matmul *m, double x)
{
	return fabs(x) <= SMALLEST * SMALLEST * (double)m->product.n && x == (double)(int64_t)x;
}

static int
check_naively(const struct matmul *m, struct pt_error *e)
{
	const struct pt_matmul *p = &m->product;
	size_t n = p->n;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			int64_t sum = 0;

			for (size_t k = 0; k < n; k++)
				sum += (int64_t)p->a[i * n + k] * (int64_t)p->b[k * n + j];
			if (p->c[i * n + j] != (double)sum)
				return pt_fail(e, PT_EXIT_FAILED,
					"row %zu, column %zu of the product is "
					"%" PRId64 ", not %g",
					i, j, sum, p->c[i * n + j]);
		}
	return 0;
}

/* y = matrix x, modulo 2^64. */
static void
times(const double *matrix, const uint64_t *x, uint64_t *y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t sum = 0;

		for (size_t k = 0; k < n; k++)
			sum += (uint64_t)(int64_t)matrix[i * n + k] * x[k];
		y[i] = sum;
	}
}

/*
 * R. Freivalds, 1979: C x is A (B x), for a random x; n^2 steps.  x is odd, so that one wrong number
 * of a row is always found; of a row with several wrong ones, all but one in 2^50 or so.
 */
static int
check_products(const struct matmul *m, uint64_t *x, struct pt_error *e)
{
	const struct pt_matmul *p = &m->product;
	size_t n = p->n;
	uint64_t *bx = x + n, *abx = x + 2 * n, *cx = x + 3 * n;

	for (size_t i = 0; i < n; i++)
		x[i] = pt_mix(~m->seed + i) | 1;
	times(p->b, x, bx, n);
	times(p->a, bx, abx, n);
	times(p->c, x, cx, n);
	for (size_t i = 0; i < n; i++)
		if (abx[i] != cx[i])
			return pt_fail(e, PT_EXIT_FAILED, "row %zu of the product is wrong", i);
	return 0;
}

static int
verify(void *state, struct pt_error *e)
{
	const struct matmul *m = state;
	size_t n = m->product.n;
	uint64_t *x;
	int error;

	for (size_t i = 0; i < n * n; i++)
		if (!is_sum(m, m->product.c[i]))
			return pt_fail(e, PT_EXIT_FAILED,
				"row %zu, column %zu of the product is %g, "
				"no sum of these integers",
				i / n, i % n, m->product.c[i]);
	if (n <= NAIVE_MOST)
		return check_naively(m, e);
	x = calloc(n, 4 * sizeof(*x));
	if (!x)
		return pt_fail(e, PT_EXIT_FAILED, "no memory to verify");
	error = check_products(m, x, e);
	free(x);
	return error;
}

static void
result(void *state, struct pt_result *r)
{
	const struct matmul *m = state;
	double n = (double)m->product.n, trace = 0;

	for (size_t i = 0; i < m->product.n; i++)
		trace += m->product.c[i * m->product.n + i];
	pt_result_i64(r, "trace", (int64_t)trace);
	if (m->took_s > 0)
		pt_result_ratio(r, "last_run_gflop_per_s", 2 * n * n * n / m->took_s / 1e9);
}

static void
teardown(void *state)
{
	struct matmul *m = state;
	struct pt_matmul *p = &m->product;
	uint64_t bytes = pt_buffer_bytes((p->n + 32) * p->n, sizeof(double));

	pt_buffer_free(p->a, bytes);
	pt_buffer_free(p->b, bytes);
	pt_buffer_free(p->c, bytes);
	pt_buffer_free(p->packed_a, bytes);
	pt_buffer_free(p->packed_b, bytes);
}

static uint64_t
input_bytes(void *state)
{
	const struct matmul *m = state;

	return 2 * m->numbers * sizeof(double);
}

const struct pt_workload pt_workload_matmul = {
	.name = "matmul",
	.summary = "multiplies two matrices, in blocks that fit the caches",
	.teaches = "work that does not wait for memory scales; blocking gains more than cores do",
	.knob = "--size 1000 --variant naive,blocked",
	.expect = "three plain loops take 10 x as long as blocks, or more",
	.ratio = { 4, 200 },
	.work_unit = "rows",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.simd = PT_SIMD_WIDE,
	.state_bytes = sizeof(struct matmul),
	.work = work,
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
	.input_bytes = input_bytes,
};
