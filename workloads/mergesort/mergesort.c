/* SPDX-License-Identifier: MIT */
/*
 * mergesort: sorts records by their keys and leaves equal ones in their order.  Each half is a task;
 * merging them is n steps that one worker does alone, unless the merge is shared, too: its output is
 * cut in the middle, and a binary search says what goes before that.
 *
 * A record's value is its index at the beginning and its key is made from that, so a result needs no
 * second array to be checked: in strict order of key, then value, and each key that of its value.
 */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "workloads/mergesort/kernel.h"
#include "workloads/workload.h"

#define PIECE 65536 /* records worth a thread */
#define PARTS 16    /* leaves per worker, when there is no grain given */
#define LEAST 4096
#define MOST 262144

enum kind { RANDOM, SORTED, REVERSED, ORGAN };

struct mergesort {
	uint64_t n, grain, keys, seed;
	enum kind kind;
	bool serial_merge;
	int threads;
	struct pt_record *a, *scratch;
};

enum { SIZE, GRAIN, KEYS, INPUT_KIND };

/* clang-format off */
static const char *const kinds[] = {
	[RANDOM] = "random", [SORTED] = "sorted", [REVERSED] = "reversed", [ORGAN] = "organ", NULL,
};
/* clang-format on */

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "16M",
		.help = "how many records, 16 bytes each, and as much scratch memory",
		.min = 1, .max = UINT64_MAX,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "records sorted or merged by one task (default: by size and workers)",
		.min = 1, .max = UINT64_MAX,
	},
	[KEYS] = {
		.name = "keys", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "1M",
		.help = "different keys", .min = 1, .max = UINT64_MAX,
	},
	[INPUT_KIND] = {
		.name = "input-kind", .type = PT_OPT_CHOICE, .value_name = "KIND",
		.fallback = "random", .choices = kinds,
		.help = "order of the input (organ: up, then down)",
	},
};

enum { PARALLEL_MERGE, SERIAL_MERGE };

static const struct pt_variant variants[] = {
	[PARALLEL_MERGE] = { "parallel-merge", "a merge is cut into tasks, as the halves are" },
	[SERIAL_MERGE] = { "serial-merge",
		"each merge is made by one worker: the last one takes all" },
};

/* ---- input ---- */

static uint64_t
place(const struct mergesort *m, uint64_t i)
{
	switch (m->kind) {
	case SORTED:
		return i;
	case REVERSED:
		return m->n - 1 - i;
	case ORGAN:
		return i < m->n / 2 ? 2 * i : 2 * (m->n - 1 - i);
	default:
		return pt_mix(m->seed + i);
	}
}

static uint64_t
key_of(const struct mergesort *m, uint64_t i)
{
	uint64_t at = place(m, i);

	if (m->kind == RANDOM || m->keys >= m->n)
		return at % m->keys;
	return (uint64_t)((unsigned __int128)at * m->keys / m->n);
}

static void
fill(uint64_t lo, uint64_t hi, void *arg)
{
	struct mergesort *m = arg;

	for (uint64_t i = lo; i < hi; i++)
		m->a[i] = (struct pt_record){ key_of(m, i), i };
}

/* The scratch memory is there before the first run, as the records are. */
static void
touch(uint64_t lo, uint64_t hi, void *arg)
{
	struct mergesort *m = arg;

	memset(m->scratch + lo, 0, (hi - lo) * sizeof(*m->scratch));
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return pt_buffer_bytes(s->values[SIZE].u64, 2 * sizeof(struct pt_record));
}

static void
reset(void *state)
{
	struct mergesort *m = state;

	pt_spread(m->threads, m->n, PIECE, fill, m);
}

static uint64_t
default_grain(const struct mergesort *m, int workers)
{
	uint64_t grain = m->n / (PARTS * (uint64_t)workers);

	return grain < LEAST ? LEAST : grain > MOST ? MOST : grain;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct mergesort *m = state;
	uint64_t grain = s->values[GRAIN].u64;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	m->n = s->values[SIZE].u64;
	m->grain = grain ? grain : default_grain(m, s->workers);
	m->keys = s->values[KEYS].u64;
	m->kind = (enum kind)s->values[INPUT_KIND].choice;
	m->seed = s->seed;
	m->serial_merge = s->variant == SERIAL_MERGE;
	m->threads = s->threads;
	m->a = pt_buffer_alloc(needs_bytes(s) / 2);
	m->scratch = pt_buffer_alloc(needs_bytes(s) / 2);
	if (!m->a || !m->scratch)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->n);
	reset(m);
	pt_spread(s->threads, m->n, PIECE, touch, m);
	return 0;
}

/* ---- sorting ---- */

static int
sequential(void *state, struct pt_error *e)
{
	struct mergesort *m = state;

	pt_record_sort(m->a, m->n, m->scratch, false);
	return 0;
}

/* The places of records are handed on as indexes: a task then shows what part of the array it has. */
struct runs {
	const struct pt_record *a, *b;
	uint64_t na, nb;
	struct pt_record *out;
};

PARTOP_VOID_TASK_2(merge, struct runs, r, uint64_t, grain)
{
	struct runs rest = r;
	uint64_t k = (r.na + r.nb) / 2, i;

	if (r.na + r.nb <= grain || r.na + r.nb < 2) {
		pt_record_merge(r.a, r.na, r.b, r.nb, r.out);
		return;
	}
	i = pt_record_cut(r.a, r.na, r.b, r.nb, k);
	rest.a += i;
	rest.b += k - i;
	rest.out += k;
	rest.na -= i;
	rest.nb -= k - i;
	r.na = i;
	r.nb = k - i;
	PARTOP_SPAWN(merge, rest, grain);
	PARTOP_CALL(merge, r, grain);
	PARTOP_SYNC(merge);
}

PARTOP_VOID_TASK_4(sort, const struct mergesort *, m, uint64_t, lo, uint64_t, hi, bool, there)
{
	struct pt_record *from = there ? m->a : m->scratch, *to = there ? m->scratch : m->a;
	uint64_t middle = lo + (hi - lo) / 2;

	if (hi - lo <= m->grain || hi - lo < 2) {
		pt_record_sort(m->a + lo, hi - lo, m->scratch + lo, there);
		return;
	}
	PARTOP_SPAWN(sort, m, middle, hi, !there);
	PARTOP_CALL(sort, m, lo, middle, !there);
	PARTOP_SYNC(sort);
	if (!partop_cancelled(w))
		PARTOP_CALL(merge,
			((struct runs){ from + lo, from + middle, middle - lo, hi - middle,
				to + lo }),
			m->serial_merge ? UINT64_MAX : m->grain);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct mergesort *m = state;

	PARTOP_CALL(sort, m, 0, m->n, false);
	return 0;
}

/* ---- checking ---- */

static int
verify(void *state, struct pt_error *e)
{
	const struct mergesort *m = state;

	for (uint64_t i = 0; i < m->n; i++) {
		const struct pt_record *x = &m->a[i], *before = i > 0 ? x - 1 : NULL;

		if (x->value >= m->n || x->key != key_of(m, x->value))
			return pt_fail(e, PT_EXIT_FAILED, "record %" PRIu64 " is none of the input",
				i);
		if (before && before->key > x->key)
			return pt_fail(e, PT_EXIT_FAILED,
				"the key of record %" PRIu64 " is less than the one before it", i);
		if (before && before->key == x->key && before->value >= x->value)
			return pt_fail(e, PT_EXIT_FAILED,
				"record %" PRIu64 " has changed places with an equal one", i);
	}
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct mergesort *m = state;
	struct pt_error ignored;
	uint64_t different = m->n > 0;

	for (uint64_t i = 1; i < m->n; i++)
		different += m->a[i].key != m->a[i - 1].key;
	pt_result_bool(r, "sorted", verify(state, &ignored) == 0);
	pt_result_u64(r, "different_keys", different);
}

static void
teardown(void *state)
{
	struct mergesort *m = state;

	pt_buffer_free(m->a, m->n * sizeof(*m->a));
	pt_buffer_free(m->scratch, m->n * sizeof(*m->a));
}

static uint64_t
input_bytes(void *state)
{
	const struct mergesort *m = state;

	return m->n * sizeof(*m->a);
}

const struct pt_workload pt_workload_mergesort = {
	.name = "mergesort",
	.summary = "sorts records by merging; equal ones stay in their order",
	.teaches = "the span: one serial merge at the top limits all workers below it",
	.knob = "--variant serial-merge,parallel-merge",
	.expect =
		"serial merges take longer, but not on two virtual CPUs, where they are a tenth: 8 CPUs show it",
	.work_unit = "records",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.state_bytes = sizeof(struct mergesort),
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
