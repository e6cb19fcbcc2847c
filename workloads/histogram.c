/* SPDX-License-Identifier: MIT */
/*
 * histogram: how often each of up to 256 values is among many items.  Where the counts of the workers
 * lie decides: no count is written by two of them, but what travels between the cores is a cache
 * line, with all that is on it (false sharing).
 *
 *	padded		each worker has counts of its own, far from those of others
 *	interleaved	the counts of a value, one for each of eight workers, fill a cache line
 *	atomic		one table, of atomics
 *
 * The same loop counts in padded and in interleaved, and in the sequential version: it has four
 * tables, since an increment of a count must wait for the one before when both are of the same value.
 *
 * It shows on two CPUs that are cores.  A loop that only increments a number beside another worker's
 * does not show it there: the core keeps the stores to itself until it has the line.
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "base/error.h"
#include "workloads/workload.h"

#define BINS 256
#define TABLES 4
#define LINE 64
#define BESIDE (LINE / sizeof(uint64_t)) /* workers that have their counts on a line */
#define PER_DRAW 4                       /* items that a random number makes */
#define PIECE 65536                      /* random numbers worth a thread */
#define DRAWS 65536

/* The counts of a worker, by table and value. */
struct tally {
	uint64_t count[TABLES][BINS];
};

/* Those of eight workers, of a value side by side. */
struct shared_lines {
	_Alignas(LINE) uint64_t count[TABLES][BINS][BESIDE];
};

struct histogram {
	uint64_t n, grain, seed, bins;
	enum partop_policy policy;
	unsigned variant;
	int threads;
	uint8_t *items;
	struct shared_lines *lines; /* interleaved: for each eight workers */
	size_t lines_len;
	_Atomic uint64_t *shared; /* atomic */
	uint8_t value_of[DRAWS];
	/* of the last run */
	bool ran;
	uint64_t count[BINS];
	uint64_t naive[BINS]; /* what verify compares with */
	bool naive_known;
};

enum { SIZE, GRAIN, KEYS, SKEW };
enum { UNIFORM, ZIPF };

static const char *const skews[] = { [UNIFORM] = "uniform", [ZIPF] = "zipf", NULL };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "500M",
		.help = "how many items, a byte each", .min = 1, .max = UINT64_C(1) << 48,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "items at a time (default: adaptive)", .min = 1, .max = UINT64_MAX,
	},
	[KEYS] = {
		.name = "keys", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "64",
		.help = "different values; the fewer, the more often two cores want one line",
		.min = 1, .max = BINS,
	},
	[SKEW] = {
		.name = "skew", .type = PT_OPT_CHOICE, .value_name = "KIND", .fallback = "uniform",
		.help = "how often the values appear", .choices = skews,
	},
};

static const struct pt_variant variants[] = {
	{ "padded", "counts of each worker for itself, added up at the end" },
	{ "interleaved", "the workers' counts of a value side by side on a cache line" },
	{ "atomic", "one table, each count an atomic" },
};
enum { PADDED, INTERLEAVED, ATOMIC };

static uint64_t
items_bytes(uint64_t n)
{
	return (n + PER_DRAW - 1) / PER_DRAW * PER_DRAW;
}

static size_t
lines_for(int workers)
{
	return ((size_t)workers + BESIDE - 1) / BESIDE;
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return items_bytes(s->values[SIZE].u64) +
		lines_for(s->workers) * sizeof(struct shared_lines) +
		(uint64_t)s->workers * sizeof(struct tally);
}

/* The value that each 65536th of all draws makes. */
static void
deal_values(struct histogram *m, int skew)
{
	const double log_bins = log((double)m->bins + 1);

	for (uint64_t i = 0; i < DRAWS; i++) {
		uint64_t v = i * m->bins / DRAWS;

		/* The inverse of the continuous 1/x distribution, as hashagg has it. */
		if (skew == ZIPF)
			v = (uint64_t)exp(((double)i + 0.5) / DRAWS * log_bins) - 1;
		m->value_of[i] = (uint8_t)(v < m->bins ? v : m->bins - 1);
	}
}

static void
draw(uint64_t lo, uint64_t hi, void *arg)
{
	struct histogram *m = arg;

	for (uint64_t i = lo; i < hi; i++) {
		uint64_t random = pt_mix(m->seed + i);

		for (unsigned k = 0; k < PER_DRAW; k++)
			m->items[i * PER_DRAW + k] = m->value_of[(uint16_t)(random >> 16 * k)];
	}
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct histogram *m = state;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	m->n = s->values[SIZE].u64;
	m->grain = s->values[GRAIN].u64;
	m->bins = s->values[KEYS].u64;
	m->seed = s->seed;
	m->policy = s->policy;
	m->variant = s->variant;
	m->threads = s->threads;
	m->items = pt_buffer_alloc(items_bytes(m->n));
	m->lines_len = lines_for(s->workers);
	m->lines = pt_buffer_alloc(m->lines_len * sizeof(*m->lines));
	m->shared = pt_buffer_alloc(BINS * sizeof(*m->shared));
	if (!m->items || !m->lines || !m->shared)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->n);
	deal_values(m, s->values[SKEW].choice);
	pt_spread(m->threads, items_bytes(m->n) / PER_DRAW, PIECE, draw, m);
	return 0;
}

static void
reset(void *state)
{
	struct histogram *m = state;

	m->ran = false;
	memset(m->count, 0, sizeof(m->count));
	if (m->variant == INTERLEAVED)
		memset(m->lines, 0, m->lines_len * sizeof(*m->lines));
	for (unsigned b = 0; b < BINS; b++)
		atomic_store_explicit(&m->shared[b], 0, memory_order_relaxed);
}

/* ---- counting ---- */

/* Count b of table t is count[(t * BINS + b) * stride], with stride known when this is compiled. */
static inline __attribute__((always_inline)) void
count_items(uint64_t *count, size_t stride, const uint8_t *items, uint64_t n)
{
	uint64_t i = 0, eight;

	for (; i + 8 <= n; i += 8) {
		memcpy(&eight, items + i, 8);
		for (unsigned k = 0; k < 8; k++)
			count[(k % TABLES * BINS + (uint8_t)(eight >> 8 * k)) * stride]++;
	}
	for (; i < n; i++)
		count[items[i] * stride]++;
}

/* The leaf of the sequential version, and of padded. */
static void
tally(struct tally *t, const uint8_t *items, uint64_t n)
{
	count_items(&t->count[0][0], 1, items, n);
}

static void
add_up(void *into, void *value, void *arg)
{
	struct histogram *m = into;
	const struct tally *t = value;

	for (unsigned k = 0; k < TABLES; k++)
		for (unsigned b = 0; b < BINS; b++)
			m->count[b] += t->count[k][b];
}

static int
sequential(void *state, struct pt_error *e)
{
	struct histogram *m = state;
	struct tally t = { 0 };

	tally(&t, m->items, m->n);
	add_up(m, &t, NULL);
	m->ran = true;
	return 0;
}

/* ---- padded ---- */

struct job {
	const struct histogram *m;
	partop_local *tallies;
	atomic_bool no_memory; /* relaxed: read behind the join of the loop */
};

static void
count_apart(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct job *j = arg;
	struct tally *t = partop_local_get(j->tallies, w);

	if (t) {
		tally(t, j->m->items + lo, hi - lo);
		return;
	}
	atomic_store_explicit(&j->no_memory, true, memory_order_relaxed);
	partop_fail(w, ENOMEM);
}

static int
run_padded(partop_worker *w, partop_task *head, struct histogram *m,
	const struct partop_range_options *o)
{
	static const struct partop_local_type type = { sizeof(struct tally), NULL, add_up, NULL };
	struct job j = { .m = m };
	int error = partop_local_open(&j.tallies, &type, NULL);

	if (error)
		return error;
	partop_for(w, head, 0, m->n, count_apart, &j, o);
	partop_local_combine(j.tallies, m);
	partop_local_close(j.tallies);
	return atomic_load_explicit(&j.no_memory, memory_order_relaxed) ? -ENOMEM : 0;
}

/* ---- interleaved ---- */

static void
count_beside(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct histogram *m = arg;
	unsigned own = partop_worker_index(w);

	count_items(&m->lines[own / BESIDE].count[0][0][own % BESIDE], BESIDE, m->items + lo,
		hi - lo);
}

static void
add_up_lines(struct histogram *m)
{
	for (size_t g = 0; g < m->lines_len; g++)
		for (unsigned t = 0; t < TABLES; t++)
			for (unsigned b = 0; b < BINS; b++)
				for (unsigned k = 0; k < BESIDE; k++)
					m->count[b] += m->lines[g].count[t][b][k];
}

static int
run_interleaved(partop_worker *w, partop_task *head, struct histogram *m,
	const struct partop_range_options *o)
{
	partop_for(w, head, 0, m->n, count_beside, m, o);
	add_up_lines(m);
	return 0;
}

/* ---- atomic ---- */

static void
count_shared(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct histogram *m = arg;

	for (uint64_t i = lo; i < hi; i++)
		atomic_fetch_add_explicit(&m->shared[m->items[i]], 1, memory_order_relaxed);
}

static int
run_atomic(partop_worker *w, partop_task *head, struct histogram *m,
	const struct partop_range_options *o)
{
	partop_for(w, head, 0, m->n, count_shared, m, o);
	for (unsigned b = 0; b < BINS; b++)
		m->count[b] = atomic_load_explicit(&m->shared[b], memory_order_relaxed);
	return 0;
}

typedef int run_fn(partop_worker *w, partop_task *head, struct histogram *m,
	const struct partop_range_options *o);
static run_fn *const runs[] = {
	[PADDED] = run_padded,
	[INTERLEAVED] = run_interleaved,
	[ATOMIC] = run_atomic,
};

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct histogram *m = state;
	struct partop_range_options o = { .grain = m->grain,
		.policy = m->policy,
		.label = variants[m->variant].name };
	int error = runs[m->variant](w, head, m, &o);

	if (error)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "histogram: no memory for the counts");
	if (partop_cancelled(w))
		return pt_fail(e, PT_EXIT_FAILED, "histogram: cancelled");
	m->ran = true;
	return 0;
}

/* ---- checking ---- */

/* One table, one item at a time. */
static void
count_naively(struct histogram *m)
{
	for (uint64_t i = 0; i < m->n; i++)
		m->naive[m->items[i]]++;
	m->naive_known = true;
}

static int
verify(void *state, struct pt_error *e)
{
	struct histogram *m = state;

	if (!m->ran)
		return pt_fail(e, PT_EXIT_FAILED, "nothing was counted");
	if (!m->naive_known)
		count_naively(m);
	for (unsigned b = 0; b < BINS; b++)
		if (m->count[b] != m->naive[b])
			return pt_fail(e, PT_EXIT_FAILED,
				"value %u is there %" PRIu64 " times, not %" PRIu64, b, m->naive[b],
				m->count[b]);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct histogram *m = state;
	unsigned most = 0, values = 0;

	for (unsigned b = 0; b < BINS; b++) {
		values += m->count[b] > 0;
		if (m->count[b] > m->count[most])
			most = b;
	}
	pt_result_u64(r, "values", values);
	pt_result_u64(r, "most_frequent", most);
	pt_result_u64(r, "its_count", m->count[most]);
}

static void
teardown(void *state)
{
	struct histogram *m = state;

	pt_buffer_free(m->items, items_bytes(m->n));
	pt_buffer_free(m->lines, m->lines_len * sizeof(*m->lines));
	pt_buffer_free(m->shared, BINS * sizeof(*m->shared));
}

static uint64_t
input_bytes(void *state)
{
	return ((struct histogram *)state)->n;
}

const struct pt_workload pt_workload_histogram = {
	.name = "histogram",
	.summary = "counts how often each value appears",
	.teaches =
		"false sharing: counts apart against counts on one cache line (--variant, --keys)",
	.knob = "--variant atomic,padded",
	.expect = "shared atomic counts take 10 x as long as counts per worker, or more",
	.ratio = { 3, 300 },
	.work_unit = "items",
	.params = params,
	.params_len = sizeof(params) / sizeof(*params),
	.variants = variants,
	.variants_len = sizeof(variants) / sizeof(*variants),
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct histogram),
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
