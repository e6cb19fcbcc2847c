/* SPDX-License-Identifier: MIT */
/*
 * pipeline: a stream of numbers through four stages, with bounded links between them: --producers
 * sources, an edit, a slow stage (--slow), a sink.  The result is that of a plain loop.
 *
 * Three ways to share the stages out (run.h): any worker runs whatever has a batch, over channels;
 * or the stages are dealt to the workers, over channels or over rings without a lock or sleep.
 */
#include "config.h"

#include <inttypes.h>

#include "base/error.h"
#include "workloads/pipeline/run.h"
#include "workloads/workload.h"

struct pipeline {
	struct pt_flow flow;
	uint64_t capacity;
	/* of the last run */
	bool ran, in_parallel, open, no_memory;
	bool naive_known;
	uint64_t *naive; /* what verify compares with: a digest per batch */
};

enum { SIZE, CAPACITY, PRODUCERS, SLOW_STEPS };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "16M",
		.help = "how many numbers; 256 of them are a batch",
		.min = 1, .max = UINT64_C(1) << 56,
	},
	[CAPACITY] = {
		.name = "capacity", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "16",
		.help = "batches in each channel, at most",
		.min = 1, .max = 1 << 20,
	},
	[PRODUCERS] = {
		.name = "producers", .type = PT_OPT_U64, .value_name = "N", .fallback = "2",
		.help = "sources, each with a channel of its own",
		.min = 1, .max = PT_SOURCES_MAX,
	},
	[SLOW_STEPS] = {
		.name = "slow", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "40",
		.help = "steps of the slow stage for each number, about 1 ns each",
		.min = 0, .max = UINT64_C(1) << 32,
	},
};

static const struct pt_variant variants[] = {
	{ "any", "a worker runs whichever stage has a batch, the last first" },
	{ "staged", "each worker has its stages, and waits for the next one's" },
	{ "ring", "as staged, over lock-free rings: a worker that waits spins" },
};
enum { ANY, STAGED, RING };

static uint64_t
batches_of(uint64_t n)
{
	return n / PT_BATCH + (n % PT_BATCH != 0);
}

/* Of a source: all its links may be full, and a worker may have one at each stage in hand. */
static uint64_t
buffers_of(const struct pt_setup *s)
{
	return 3 * s->values[CAPACITY].u64 + 4 * (uint64_t)(s->workers > 0 ? s->workers : 1);
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	uint64_t digests = pt_buffer_bytes(batches_of(s->values[SIZE].u64), 2 * sizeof(uint64_t));
	uint64_t links =
		pt_links_bytes(s->values[PRODUCERS].u64, s->values[CAPACITY].u64, buffers_of(s));

	return links > UINT64_MAX - digests ? UINT64_MAX : links + digests;
}

static uint64_t
buffer_bytes(const struct pt_flow *f)
{
	return f->sources * f->own_batches * sizeof(struct pt_batch);
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct pipeline *m = state;
	struct pt_flow *f = &m->flow;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	m->capacity = s->values[CAPACITY].u64;
	f->n = s->values[SIZE].u64;
	f->seed = s->seed;
	f->slow_steps = s->values[SLOW_STEPS].u64;
	f->batches = batches_of(f->n);
	f->sources = (unsigned)s->values[PRODUCERS].u64;
	f->own_batches = buffers_of(s);
	f->is_staged = s->variant != ANY;
	f->is_ring = s->variant == RING;
	f->buffer = pt_buffer_alloc(buffer_bytes(f));
	f->digest = pt_buffer_alloc(f->batches * sizeof(uint64_t));
	m->naive = pt_buffer_alloc(f->batches * sizeof(uint64_t));
	if (!f->buffer || !f->digest || !m->naive)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, f->n);
	return 0;
}

static void
reset(void *state)
{
	struct pipeline *m = state;

	if (m->open)
		pt_flow_close(&m->flow);
	m->open = true;
	m->ran = false;
	m->no_memory = pt_flow_open(&m->flow, m->capacity) != 0;
	for (uint64_t i = 0; i < m->flow.batches; i++)
		m->flow.digest[i] = 0;
}

/* One batch after the other, each through all stages while it is in the cache. */
static int
sequential(void *state, struct pt_error *e)
{
	struct pipeline *m = state;
	struct pt_flow *f = &m->flow;
	struct pt_batch *b = f->buffer;

	for (b->number = 0; b->number < f->batches; b->number++) {
		pt_batch_make(b, f->seed, f->n);
		pt_batch_edit(b);
		pt_batch_slow(b, f->slow_steps);
		f->digest[b->number] = pt_batch_digest(b);
	}
	m->in_parallel = false;
	m->ran = true;
	return 0;
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct pipeline *m = state;

	if (m->no_memory)
		return pt_fail(e, PT_EXIT_ENVIRONMENT,
			"no memory for channels of %" PRIu64 " batches", m->capacity);
	pt_flow_run(&m->flow, w, head);
	m->in_parallel = true;
	m->ran = true;
	return 0;
}

/* ---- checking ---- */

/* Number after number through all stages, with nothing of the above. */
static uint64_t
digest_naively(const struct pt_flow *f, uint64_t number)
{
	uint64_t digest = number, left = number, end = (number + 1) * 256;

	for (uint64_t i = number * 256; i < end && i < f->n; i++) {
		uint64_t x = f->seed + i + 0x9e3779b97f4a7c15u, y;

		x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
		x = (x ^ x >> 27) * 0x94d049bb133111ebu;
		x ^= x >> 31;
		y = x ^ (left * 128 + (left >> 57));
		left = x;
		for (uint64_t k = f->slow_steps; k > 0; k--)
			y = (y >> 33) + 6364136223846793005u * y;
		digest = 0x9e3779b97f4a7c15u * (y ^ digest);
	}
	return digest;
}

static int
verify(void *state, struct pt_error *e)
{
	struct pipeline *m = state;
	struct pt_flow *f = &m->flow;

	if (!m->ran)
		return pt_fail(e, PT_EXIT_FAILED, "no batch has come through");
	for (uint64_t i = 0; i < f->batches && !m->naive_known; i++)
		m->naive[i] = digest_naively(f, i);
	m->naive_known = true;
	for (uint64_t i = 0; i < f->batches; i++)
		if (f->digest[i] != m->naive[i])
			return pt_fail(e, PT_EXIT_FAILED, "batch %" PRIu64 " has come out wrong",
				i);
	return 0;
}

/* ---- result ---- */

struct depth {
	uint64_t taken, sum, most;
};

static void
add_depth(struct depth *d, const struct pt_link *l)
{
	uint64_t most = atomic_load_explicit(&l->depth_max, memory_order_relaxed);

	d->taken += atomic_load_explicit(&l->taken, memory_order_relaxed);
	d->sum += atomic_load_explicit(&l->depth_sum, memory_order_relaxed);
	if (most > d->most)
		d->most = most;
}

static void
show_depth(struct pt_result *r, const char *mean, const char *max, const struct depth *d)
{
	pt_result_decimal(r, mean, d->taken ? (__int128)d->sum * 100 / d->taken : 0, 2);
	pt_result_u64(r, max, d->most);
}

static void
show_depths(struct pt_result *r, const struct pt_flow *f)
{
	struct depth made = { 0 }, edited = { 0 }, slowed = { 0 };

	for (unsigned s = 0; s < f->sources; s++)
		add_depth(&made, &f->source[s].out);
	add_depth(&edited, &f->edited);
	add_depth(&slowed, &f->slowed);
	show_depth(r, "depth/made/mean", "depth/made/max", &made);
	show_depth(r, "depth/edited/mean", "depth/edited/max", &edited);
	show_depth(r, "depth/slowed/mean", "depth/slowed/max", &slowed);
}

static void
result(void *state, struct pt_result *r)
{
	struct pipeline *m = state;
	struct pt_flow *f = &m->flow;
	uint64_t digest = 0;

	for (uint64_t i = 0; i < f->batches; i++)
		digest = (digest ^ f->digest[i]) * 0x9e3779b97f4a7c15u;
	pt_result_u64(r, "batches", f->batches);
	pt_result_u64(r, "digest", digest);
	if (!m->in_parallel)
		return;
	pt_result_u64(r, "capacity", m->capacity);
	show_depths(r, f);
	pt_result_u64(r, "timeouts", atomic_load_explicit(&f->timeouts, memory_order_relaxed));
}

static void
teardown(void *state)
{
	struct pipeline *m = state;
	struct pt_flow *f = &m->flow;

	if (m->open)
		pt_flow_close(f);
	pt_buffer_free(f->buffer, buffer_bytes(f));
	pt_buffer_free(f->digest, f->batches * sizeof(uint64_t));
	pt_buffer_free(m->naive, f->batches * sizeof(uint64_t));
}

const struct pt_workload pt_workload_pipeline = {
	.name = "pipeline",
	.summary = "a stream through stages, over bounded channels",
	.teaches = "back-pressure: the slowest stage sets the pace, unless any worker may run it",
	.knob = "--variant staged,any",
	.expect =
		"a worker per stage takes 1.2 x as long, or more: the fast stages wait for the slow one",
	.ratio = { 1.2, 10 },
	.work_unit = "numbers",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.state_bytes = sizeof(struct pipeline),
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
};
