/* SPDX-License-Identifier: MIT */
/*
 * scan: prefix sums of an array: out[i] is the sum of all numbers up to i.  Each sum needs the one
 * before it, and yet it can be done in parallel, for twice the additions: blocks are added up first,
 * then scanned from the sum of all blocks before them.
 *
 * Variant one-pass takes blocks in order and adds up only those whose predecessors are not known yet
 * (partop_scan()); two-pass is the text book's: a loop that adds all blocks up, one that scans them.
 * Sums wrap at 2^64.
 */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>

#ifdef PT_X86_64
#include <emmintrin.h>
#endif

#include "base/error.h"
#include "workloads/workload.h"

#define PIECE 65536 /* numbers worth a thread */
#define BLOCK 65536 /* of two-pass, unless --grain says another */
#define NOT_WRITTEN UINT64_C(0x5ca1ab1e0ddba11)

enum kind { INCLUSIVE, EXCLUSIVE };

struct scan {
	uint64_t n, grain;
	enum kind kind;
	enum partop_policy policy;
	bool two_pass;
	int threads;
	uint64_t *in, *out;
	uint64_t *block; /* two-pass: sums of blocks, then what is before them */
	uint64_t total;
};

enum { SIZE, GRAIN, KIND };

static const char *const kinds[] = { [INCLUSIVE] = "inclusive", [EXCLUSIVE] = "exclusive", NULL };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "100M",
		.help = "how many numbers, 8 bytes each, and as many sums",
		.min = 1, .max = UINT64_MAX,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "numbers in a block (default: adaptive)",
		.min = 1, .max = UINT64_MAX,
	},
	[KIND] = {
		.name = "kind", .type = PT_OPT_CHOICE, .value_name = "KIND", .fallback = "inclusive",
		.help = "whether a sum includes its own number", .choices = kinds,
	},
};

static const struct pt_variant variants[] = {
	{ "one-pass", "blocks in order, added up only if their beginning is not known",
		.only_steal = true },
	{ "two-pass", "all blocks added up, then all scanned" },
};
enum { ONE_PASS, TWO_PASS };

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	uint64_t n = s->values[SIZE].u64, len = s->values[GRAIN].u64 ? s->values[GRAIN].u64 : BLOCK;
	uint64_t arrays = pt_buffer_bytes(n, 2 * sizeof(uint64_t));
	uint64_t sums = s->variant == TWO_PASS ? n / len * sizeof(uint64_t) : 0;

	return arrays > UINT64_MAX - sums ? UINT64_MAX : arrays + sums;
}

struct fill {
	struct scan *m;
	uint64_t seed;
};

static void
fill(uint64_t lo, uint64_t hi, void *arg)
{
	const struct fill *f = arg;

	for (uint64_t i = lo; i < hi; i++)
		f->m->in[i] = pt_mix(f->seed + i);
}

static uint64_t
block_len(const struct scan *m)
{
	return m->grain ? m->grain : BLOCK;
}

static uint64_t
blocks(const struct scan *m)
{
	return m->n / block_len(m) + (m->n % block_len(m) != 0);
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct scan *m = state;
	uint64_t bytes;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	m->n = s->values[SIZE].u64;
	m->grain = s->values[GRAIN].u64;
	m->policy = s->policy;
	m->kind = (enum kind)s->values[KIND].choice;
	m->two_pass = s->variant == TWO_PASS;
	m->threads = s->threads;
	bytes = pt_buffer_bytes(m->n, sizeof(uint64_t));
	m->in = pt_buffer_alloc(bytes);
	m->out = pt_buffer_alloc(bytes);
	if (m->two_pass)
		m->block = calloc(blocks(m), sizeof(*m->block));
	if (!m->in || !m->out || (m->two_pass && !m->block))
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->n);
	pt_spread(s->threads, m->n, PIECE, fill, &(struct fill){ m, s->seed });
	return 0;
}

static void
wipe(uint64_t lo, uint64_t hi, void *arg)
{
	struct scan *m = arg;

	for (uint64_t i = lo; i < hi; i++)
		m->out[i] = NOT_WRITTEN;
}

static void
reset(void *state)
{
	struct scan *m = state;

	m->total = NOT_WRITTEN;
	pt_spread(m->threads, m->n, PIECE, wipe, m);
}

/* ---- kernels ---- */

/* A result is not read again soon: past the caches its line need not be read before. */
static inline void
put(uint64_t *at, uint64_t x)
{
#ifdef PT_X86_64
	_mm_stream_si64((long long *)at, (long long)x);
#else
	*at = x;
#endif
}

/* Such stores are not ordered by what tells other workers of the block. */
static inline void
put_end(void)
{
#ifdef PT_X86_64
	_mm_sfence();
#endif
}

/* Scans [lo, hi); before is the sum of all before lo.  Returns the sum up to hi. */
static uint64_t
scan_range(const struct scan *m, uint64_t before, uint64_t lo, uint64_t hi)
{
	const uint64_t *in = m->in;
	uint64_t *out = m->out, sum = before;

	if (m->kind == INCLUSIVE)
		for (uint64_t i = lo; i < hi; i++)
			put(&out[i], sum += in[i]);
	else
		for (uint64_t i = lo; i < hi; i++) {
			put(&out[i], sum);
			sum += in[i];
		}
	put_end();
	return sum;
}

/* Vectors are spelled out, so that the speed does not depend on what a compiler sees in a loop. */
typedef uint64_t lanes __attribute__((vector_size(32)));
typedef lanes lanes_at __attribute__((aligned(8), may_alias));

static uint64_t
add_range(const struct scan *m, uint64_t lo, uint64_t hi)
{
	lanes a = { 0 }, b = { 0 };
	uint64_t sum = 0;

	for (; lo + 8 <= hi; lo += 8) {
		a += *(const lanes_at *)&m->in[lo];
		b += *(const lanes_at *)&m->in[lo + 4];
	}
	for (; lo < hi; lo++)
		sum += m->in[lo];
	a += b;
	return sum + a[0] + a[1] + a[2] + a[3];
}

/* ---- one pass ---- */

static int
sequential(void *state, struct pt_error *e)
{
	struct scan *m = state;

	m->total = scan_range(m, 0, 0, m->n);
	return 0;
}

static void
identity(void *acc, void *arg)
{
	*(uint64_t *)acc = 0;
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	*(uint64_t *)acc += add_range(arg, lo, hi);
}

static void
combine(void *left, const void *right, void *arg)
{
	*(uint64_t *)left += *(const uint64_t *)right;
}

static void
scan_block(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t *sum = acc;

	*sum = scan_range(arg, *sum, lo, hi);
}

static const struct partop_scanner scanner = {
	.size = sizeof(uint64_t),
	.identity = identity,
	.fold = fold,
	.combine = combine,
	.scan = scan_block,
};

/* ---- two passes ---- */

static uint64_t
block_end(const struct scan *m, uint64_t block)
{
	return block + 1 < blocks(m) ? (block + 1) * block_len(m) : m->n;
}

static void
add_blocks(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct scan *m = arg;

	for (uint64_t b = lo; b < hi; b++)
		m->block[b] = add_range(m, b * block_len(m), block_end(m, b));
}

static void
scan_blocks(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct scan *m = arg;

	for (uint64_t b = lo; b < hi; b++)
		scan_range(m, m->block[b], b * block_len(m), block_end(m, b));
}

static void
scan_in_two_passes(partop_worker *w, partop_task *head, struct scan *m)
{
	uint64_t sum = 0;

	partop_for(w, head, 0, blocks(m), add_blocks, m,
		&(struct partop_range_options){ .policy = m->policy, .label = "add up" });
	for (uint64_t b = 0; b < blocks(m); b++) {
		uint64_t before = sum;

		sum += m->block[b];
		m->block[b] = before;
	}
	partop_for(w, head, 0, blocks(m), scan_blocks, m,
		&(struct partop_range_options){ .policy = m->policy, .label = "scan" });
	m->total = sum;
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct scan *m = state;
	struct partop_range_options o = { .grain = m->grain };

	if (m->two_pass)
		scan_in_two_passes(w, head, m);
	else
		partop_scan(w, head, 0, m->n, &scanner, &m->total, m, &o);
	return 0;
}

/* ---- checking ---- */

/* One number after the other, with nothing of the above. */
static int
verify(void *state, struct pt_error *e)
{
	const struct scan *m = state;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < m->n; i++) {
		uint64_t before = sum;

		sum += m->in[i];
		if (m->out[i] != (m->kind == INCLUSIVE ? sum : before))
			return pt_fail(e, PT_EXIT_FAILED,
				"sum %" PRIu64 " is %" PRIu64 ", not %" PRIu64, i,
				m->kind == INCLUSIVE ? sum : before, m->out[i]);
	}
	if (m->total != sum)
		return pt_fail(e, PT_EXIT_FAILED, "the sum of all is %" PRIu64 ", not %" PRIu64,
			sum, m->total);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct scan *m = state;

	pt_result_u64(r, "total", m->total);
}

static void
teardown(void *state)
{
	struct scan *m = state;

	pt_buffer_free(m->in, m->n * sizeof(uint64_t));
	pt_buffer_free(m->out, m->n * sizeof(uint64_t));
	free(m->block);
}

static uint64_t
input_bytes(void *state)
{
	const struct scan *m = state;

	return m->n * sizeof(uint64_t);
}

const struct pt_workload pt_workload_scan = {
	.name = "scan",
	.summary = "prefix sums: every number plus all before it",
	.teaches = "twice the work for parallelism: 2 workers are at most 1.5 times as fast",
	.knob = "--variant two-pass,one-pass",
	.expect = "two passes over all take 1.5 x as long as one",
	.ratio = { 1.1, 2.5 },
	.work_unit = "numbers",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct scan),
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
