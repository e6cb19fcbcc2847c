/* SPDX-License-Identifier: MIT */
/*
 * sum: adds an array up.  The work is reading memory, so it shows how far more workers help when
 * memory is the limit, and what a parallel reduce is.
 *
 * Integer totals are exact: those of 32 bits are added in 64 within a block, the rest in 128, which no
 * array can exceed.  Floating-point numbers are added in blocks, and the sums of the blocks with what was
 * rounded off: the error does not grow with the length, and hardly depends on which worker added what; a
 * bound of it is told with the sum.  Sequential and parallel versions share the leaf.
 */
#include "config.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifdef PT_X86_64
#include <immintrin.h>
#endif

#include "base/error.h"
#include "workloads/workload.h"

#define BLOCK 2048
#define PIECE 65536 /* numbers worth a thread */
#define AHEAD \
	4096 /* bytes that the leaves ask for early: 1.4 times the speed on a virtual machine */
#define TOP_BIT ((uint64_t)1 << 63)
#define TOP_BITS (TOP_BIT | (uint64_t)1 << 31)
/* Of numbers of any type in a block, one after the other, at most: by lane, of lanes, of what is left. */
#define ADDITIONS (BLOCK / 8 + 2 + 8 + 32)

enum type { U64, I64, I32, F64 };
enum map { NONE, DOUBLE, SQRT };

/* Adds n numbers up, n <= BLOCK; one of the pair is there. */
struct leaf {
	__int128 (*exact)(const void *numbers, size_t n);
	double (*real)(const void *numbers, size_t n);
};

static const size_t type_bytes[] = { [U64] = 8, [I64] = 8, [I32] = 4, [F64] = 8 };

/* One number, mapped. */
static inline double
mapped(const void *numbers, size_t i, enum type type, enum map map)
{
	double x = type == F64 ? ((const double *)numbers)[i] :
		type == U64    ? (double)((const uint64_t *)numbers)[i] :
		type == I64    ? (double)((const int64_t *)numbers)[i] :
				 ((const int32_t *)numbers)[i];

	return map == SQRT ? sqrt(fabs(x)) : map == DOUBLE ? x + x : x;
}

#define SUM(x) x##_portable
#define SUM_TARGET
#ifdef PT_X86_64
#define SUM_SQRT(x) _mm_sqrt_pd(x)
#else
#define SUM_SQRT(x) ((f64_portable){ sqrt((x)[0]), sqrt((x)[1]) })
#endif
#define LANES 2
#include "workloads/sum_leaf.h"
#ifdef PT_X86_64
#define SUM(x) x##_avx2
#define SUM_TARGET __attribute__((target("avx2")))
#define SUM_SQRT(x) _mm256_sqrt_pd(x)
#define LANES 4
#include "workloads/sum_leaf.h"
#define SUM(x) x##_avx512
#define SUM_TARGET __attribute__((target("avx512f,avx512dq")))
#define SUM_SQRT(x) _mm512_sqrt_pd(x)
/* counts + (x > y) */
#define SUM_COUNT(counts, x, y) \
	_mm512_mask_add_epi64((__m512i)(counts), \
		_mm512_cmpgt_epu64_mask((__m512i)(x), (__m512i)(y)), (__m512i)(counts), \
		_mm512_set1_epi64(1))
#define LANES 8
#include "workloads/sum_leaf.h"
#endif

/* One of the pairs is used. */
struct total {
	__int128 exact;
	double sum, error; /* the value is sum + error */
};

struct sum {
	enum type type;
	enum map map;
	uint64_t n, grain;
	enum partop_policy policy;
	uint64_t first; /* numbers[0] is number `first`: not 0 in the copy of a chunk */
	void *numbers;
	struct leaf leaf;
	struct total total;
	struct total naive; /* what verify compares with */
	double magnitude;   /* sum of absolute values */
	bool naive_known;
};

enum { SIZE, GRAIN, TYPE, MAP };

static const char
	*const types[] = { [U64] = "u64", [I64] = "i64", [I32] = "i32", [F64] = "f64", NULL };

static const char *const maps[] = { [NONE] = "none", [DOUBLE] = "double", [SQRT] = "sqrt", NULL };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "200M",
		.help = "how many numbers of 8 bytes (i32: 4)",
		.min = 1, .max = UINT64_MAX,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "numbers added at a time (default: adaptive)",
		.min = 1, .max = UINT64_MAX,
	},
	[TYPE] = {
		.name = "type", .type = PT_OPT_CHOICE, .value_name = "TYPE", .fallback = "u64",
		.help = "type of the numbers; i32 are added in 64 bits", .choices = types,
	},
	[MAP] = {
		.name = "map", .type = PT_OPT_CHOICE, .value_name = "MAP", .fallback = "none",
		.help = "adds up this of each", .choices = maps,
	},
};

static struct leaf
leaf_for(enum pt_simd most, enum type type, enum map map)
{
#ifdef PT_X86_64
	if (most >= PT_SIMD_AVX512)
		return leaves_avx512[type][map];
	if (most >= PT_SIMD_AVX2)
		return leaves_avx2[type][map];
#endif
	return leaves_portable[type][map];
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return pt_buffer_bytes(s->values[SIZE].u64, type_bytes[s->values[TYPE].choice]);
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
	uint64_t *words = f->m->numbers;
	int32_t *i32 = f->m->numbers;
	double *f64 = f->m->numbers;

	if (f->m->type == F64)
		for (uint64_t i = lo; i < hi; i++)
			f64[i] = (double)(int64_t)(pt_mix(f->seed + i) >> 11) * 0x1p-53;
	else if (f->m->type == I32)
		for (uint64_t i = lo; i < hi; i++)
			i32[i] = (int32_t)pt_mix(f->seed + i);
	else
		for (uint64_t i = lo; i < hi; i++)
			words[i] = pt_mix(f->seed + i);
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
	m->policy = s->policy;
	m->map = (enum map)s->values[MAP].choice;
	m->leaf = leaf_for(s->simd, m->type, m->map);
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
	const char *numbers = m->numbers;

	lo -= m->first;
	hi -= m->first;
	for (uint64_t n; lo < hi; lo += n) {
		const char *at = numbers + lo * type_bytes[m->type];

		n = hi - lo < BLOCK ? hi - lo : BLOCK;
		if (m->leaf.exact)
			t->exact += m->leaf.exact(at, n);
		else
			add_f64(t, m->leaf.real(at, n));
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

/* ---- copies of chunks ---- */

static void *
make_copy(uint64_t lo, uint64_t hi, void *arg)
{
	const struct sum *m = arg;
	struct sum *own = malloc(sizeof(*own));
	size_t each = type_bytes[m->type], bytes = (hi - lo) * each;

	if (!own)
		return NULL;
	*own = *m;
	own->first = lo;
	own->numbers = malloc(bytes);
	if (!own->numbers) {
		free(own);
		return NULL;
	}
	memcpy(own->numbers, (const char *)m->numbers + lo * each, bytes);
	return own;
}

static void
end_copy(void *copy, uint64_t lo, uint64_t hi, void *arg)
{
	struct sum *own = copy;

	free(own->numbers);
	free(own);
}

static const struct partop_chunk_copy copies = { make_copy, end_copy };

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct sum *m = state;
	struct partop_range_options o = { .grain = m->grain,
		.policy = m->policy,
		.label = "sum",
		.copy = &copies };
	_Alignas(64) struct total t;

	partop_reduce(w, head, 0, m->n, &reducer, &t, m, &o);
	m->total = t;
	return 0;
}

/* ---- checking ---- */

/* An integer; nothing of the above. */
static __int128
integer_of(const struct sum *m, uint64_t i)
{
	switch (m->type) {
	case U64:
		return ((const uint64_t *)m->numbers)[i];
	case I32:
		return ((const int32_t *)m->numbers)[i];
	default:
		return ((const int64_t *)m->numbers)[i];
	}
}

/* What is to be added of number i. */
static double
value_of(const struct sum *m, uint64_t i)
{
	double x = m->type == F64 ? ((const double *)m->numbers)[i] : (double)integer_of(m, i);

	return m->map == SQRT ? sqrt(fabs(x)) : m->map == DOUBLE ? 2 * x : x;
}

/* One number after the other; compensated (A. Neumaier, 1974). */
static void
add_naively(struct sum *m)
{
	struct total *t = &m->naive;

	m->naive_known = true;
	if (m->leaf.exact)
		for (uint64_t i = 0; i < m->n; i++)
			t->exact += integer_of(m, i) * (m->map == DOUBLE ? 2 : 1);
	else
		for (uint64_t i = 0; i < m->n; i++) {
			double x = value_of(m, i), s = t->sum + x;

			t->error += fabs(t->sum) >= fabs(x) ? (t->sum - s) + x : (x - s) + t->sum;
			t->sum = s;
			m->magnitude += fabs(x);
		}
}

/*
 * Adding the numbers of a block is off by at most half of DBL_EPSILON of their magnitude for each addition
 * and for what a map rounds; adding the blocks by next to nothing.  So the other half is a margin.
 */
static double
error_at_most(double magnitude)
{
	return ADDITIONS * DBL_EPSILON * magnitude;
}

static bool
close_enough(const struct sum *m)
{
	double off = (m->total.sum - m->naive.sum) + (m->total.error - m->naive.error);

	return fabs(off) <= error_at_most(m->magnitude);
}

static int
verify(void *state, struct pt_error *e)
{
	struct sum *m = state;

	if (!m->naive_known)
		add_naively(m);
	if (!m->leaf.exact && !close_enough(m))
		return pt_fail(e, PT_EXIT_FAILED, "the sum is %.17g, not %.17g",
			m->naive.sum + m->naive.error, m->total.sum + m->total.error);
	if (m->leaf.exact && m->total.exact != m->naive.exact)
		return pt_fail(e, PT_EXIT_FAILED, "the sum is off by %.17g",
			(double)m->total.exact - (double)m->naive.exact);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct sum *m = state;

	if (m->leaf.exact)
		pt_result_decimal(r, "value", m->total.exact, 0);
	else {
		double value = m->total.sum + m->total.error;

		pt_result_f64(r, "value", value);
		pt_result_f64(r, "error_at_most", error_at_most(value)); /* no number is negative */
	}
}

static void
teardown(void *state)
{
	struct sum *m = state;

	pt_buffer_free(m->numbers, m->n * type_bytes[m->type]);
}

static uint64_t
input_bytes(void *state)
{
	const struct sum *m = state;

	return m->n * type_bytes[m->type];
}

const struct pt_workload pt_workload_sum = {
	.name = "sum",
	.summary = "adds up an array, exactly",
	.teaches = "parallel reduce, and where memory speed ends speedup",
	.knob = "--threads 1,2",
	.expect =
		"the memory's speed ends speedup, but not on two virtual CPUs: two read twice as fast as one",
	.work_unit = "numbers",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.policies = PT_POLICIES_COPY,
	.streams = true,
	.simd = PT_SIMD_WIDE,
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
