/* SPDX-License-Identifier: MIT */
/*
 * transform: filter, map and collect.  Of many orders it keeps those of some categories and makes a
 * line of text of each, "ID,TOTAL".  How many are kept before one is only known when those were seen:
 * so collecting in order needs a prefix sum, which partop_filter() does on the way.
 *
 * Variants: ordered, each line in a slot of the output, in order; unordered, a chunk takes as many
 * slots as it needs from a common counter.  alloc and reuse keep a pointer to each line, in order:
 * alloc with an allocation for each, reuse with large blocks of its worker's.  Only the loop of unordered
 * has policies: partop_filter() has an order of its own.
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "workloads/lib/digits.h"
#include "workloads/workload.h"

#define PIECE 65536	/* orders worth a thread */
#define LINE 32		/* bytes of a line, at most */
#define BLOCK_BYTES ((size_t)1 << 20)
#define HEAD 16		/* of an allocation */

struct order {
	uint64_t id;
	uint32_t cents;
	uint16_t quantity;
	uint8_t category;
};

struct slot {
	char text[LINE];
};

enum variant { ORDERED, UNORDERED, ALLOC, REUSE };

/* A line of its own, or a block of them. */
struct piece {
	struct piece *next;
	char text[];
};

/* What a worker has allocated. */
struct store {
	struct piece *pieces;
	char *free;		/* in the newest, of reuse */
	size_t left;
};

struct transform {
	uint64_t n, grain, seed;
	enum partop_policy policy;
	unsigned below;		/* categories that are kept */
	unsigned keep;
	enum variant variant;
	int threads;
	struct order *orders;
	void *out;		/* slots, or pointers to lines */
	/* of the last run */
	bool in_slots, in_order;
	uint64_t kept;
	struct store store;
	_Atomic uint64_t cursor; /* unordered: slots that are taken */
};

enum { SIZE, GRAIN, KEEP };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "20M",
		.help = "how many orders, 16 bytes each",
		.min = 1, .max = UINT64_MAX,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "orders at a time (default: adaptive)",
		.min = 1, .max = UINT64_MAX,
	},
	[KEEP] = {
		.name = "keep", .type = PT_OPT_U64, .value_name = "PERCENT", .fallback = "25",
		.help = "how many of 100 orders are kept", .max = 100,
	},
};

static const struct pt_variant variants[] = {
	[ORDERED] = { "ordered", "lines in the order of the input", .only_steal = true },
	[UNORDERED] = { "unordered", "lines in the order in which chunks end" },
	[ALLOC] = { "alloc", "an allocation for each line", .only_steal = true },
	[REUSE] = { "reuse", "lines in large blocks, each of one worker", .only_steal = true },
};

static bool
has_pointers(enum variant v)
{
	return v == ALLOC || v == REUSE;
}

/* The orders, and what is kept of them. */
static uint64_t
needs_bytes(const struct pt_setup *s)
{
	uint64_t n = s->values[SIZE].u64;
	uint64_t each = has_pointers((enum variant)s->variant) ? sizeof(char *) + LINE + HEAD : LINE;
	uint64_t orders = pt_buffer_bytes(n, sizeof(struct order));
	uint64_t lines = pt_buffer_bytes(n / 100 + 1, each * s->values[KEEP].u64);

	return lines > UINT64_MAX - orders ? UINT64_MAX : orders + lines;
}

static void
fill(uint64_t lo, uint64_t hi, void *arg)
{
	struct transform *m = arg;

	for (uint64_t i = lo; i < hi; i++) {
		uint64_t x = pt_mix(m->seed + i);

		m->orders[i] = (struct order){ .id = i, .cents = (uint32_t)(x >> 8) % 100000,
			.quantity = (uint16_t)(1 + (x >> 40) % 99), .category = (uint8_t)x };
	}
}

static size_t
out_bytes(const struct transform *m)
{
	return pt_buffer_bytes(m->n, sizeof(struct slot));
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct transform *m = state;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	m->n = s->values[SIZE].u64;
	m->grain = s->values[GRAIN].u64;
	m->keep = (unsigned)s->values[KEEP].u64;
	m->below = (m->keep * 256 + 50) / 100;
	m->policy = s->policy;
	m->seed = s->seed;
	m->variant = (enum variant)s->variant;
	m->threads = s->threads;
	m->orders = pt_buffer_alloc(pt_buffer_bytes(m->n, sizeof(struct order)));
	m->out = pt_buffer_alloc(out_bytes(m));
	if (!m->orders || !m->out)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->n);
	pt_spread(s->threads, m->n, PIECE, fill, m);
	return 0;
}

static void
free_pieces(struct piece *p)
{
	while (p) {
		struct piece *next = p->next;

		free(p);
		p = next;
	}
}

static void
wipe(uint64_t lo, uint64_t hi, void *out)
{
	memset((char *)out + lo, 0, hi - lo);
}

/* What was written, so that the next run finds its pages there and nothing of this one. */
static void
reset(void *state)
{
	struct transform *m = state;
	uint64_t used = m->kept < m->n ? m->kept + 1 : m->n;

	pt_spread(m->threads, used * sizeof(struct slot), PIECE, wipe, m->out);
	free_pieces(m->store.pieces);
	m->store = (struct store){ 0 };
	m->kept = 0;
	m->in_slots = m->in_order = true;
	atomic_store_explicit(&m->cursor, 0, memory_order_relaxed);
}

/* ---- the kernel ---- */

/* "ID,TOTAL" with two decimals, and a zero byte; returns how many bytes that is. */
static size_t
put_line(char *to, const struct order *o)
{
	uint64_t total = (uint64_t)o->cents * o->quantity;
	char *end = pt_put_digits(to, o->id);

	*end++ = ',';
	end = pt_put_digits(end, total / 100);
	*end++ = '.';
	memcpy(end, &pt_digit_pairs[total % 100 * 2], 2);
	end += 2;
	*end++ = '\0';
	return (size_t)(end - to);
}

/* Orders [lo, hi) into slots; returns how many were kept. */
static uint64_t
keep_slots(const struct transform *m, uint64_t lo, uint64_t hi, struct slot *to)
{
	uint64_t n = 0;

	for (uint64_t i = lo; i < hi; i++)
		if (m->orders[i].category < m->below)
			put_line(to[n++].text, &m->orders[i]);
	return n;
}

static int
sequential(void *state, struct pt_error *e)
{
	struct transform *m = state;

	m->in_slots = m->in_order = true;
	m->kept = keep_slots(m, 0, m->n, m->out);
	return 0;
}

/* ---- side by side ---- */

struct job {
	struct transform *m;
	partop_local *stores;
};

static uint64_t
keep_ordered(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *out, void *arg)
{
	const struct job *j = arg;

	return keep_slots(j->m, lo, hi, out);
}

static void
keep_unordered(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct job *j = arg;
	struct transform *m = j->m;
	uint64_t n = 0;

	for (uint64_t i = lo; i < hi; i++)
		n += m->orders[i].category < m->below;
	if (n)	/* only the number matters: the loop's end orders what is written */
		keep_slots(m, lo, hi, (struct slot *)m->out +
			atomic_fetch_add_explicit(&m->cursor, n, memory_order_relaxed));
}

/* Room for a line; NULL when there is none. */
static char *
room_for_line(struct store *s, size_t bytes, bool alone)
{
	if (alone || s->left < bytes) {
		size_t size = alone ? bytes : BLOCK_BYTES;
		struct piece *p = malloc(sizeof(*p) + size);

		if (!p)
			return NULL;
		p->next = s->pieces;
		s->pieces = p;
		s->free = p->text;
		s->left = size;
	}
	s->free += bytes;
	s->left -= bytes;
	return s->free - bytes;
}

static uint64_t
keep_pointers(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *out, void *arg)
{
	const struct job *j = arg;
	struct store *s = partop_local_get(j->stores, w);
	char **to = out;
	uint64_t n = 0;

	for (uint64_t i = lo; s && i < hi; i++) {
		char text[LINE];
		size_t bytes;

		if (j->m->orders[i].category >= j->m->below)
			continue;
		bytes = put_line(text, &j->m->orders[i]);
		to[n] = room_for_line(s, bytes, j->m->variant == ALLOC);
		if (!to[n])
			s = NULL;
		else
			memcpy(to[n++], text, bytes);
	}
	if (!s)
		partop_fail(w, -ENOMEM);
	return n;
}

static void
combine_stores(void *into, void *value, void *arg)
{
	struct store *l = into;
	const struct store *r = value;
	struct piece *last = r->pieces;

	while (last && last->next)
		last = last->next;
	if (last) {
		last->next = l->pieces;
		l->pieces = r->pieces;
	}
}

static int
run_pointers(partop_worker *w, partop_task *head, struct job *j, const struct partop_range_options *o)
{
	static const struct partop_local_type type = { .size = sizeof(struct store),
		.combine = combine_stores };
	struct transform *m = j->m;
	int error = partop_local_open(&j->stores, &type, NULL);

	if (error)
		return error;
	partop_filter(w, head, 0, m->n, sizeof(char *), keep_pointers, m->out, &m->kept, j, o);
	partop_local_combine(j->stores, &m->store);
	partop_local_close(j->stores);
	return 0;
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct transform *m = state;
	struct partop_range_options o = { .grain = m->grain, .policy = m->policy,
		.label = "transform" };
	struct job j = { .m = m };
	int error = 0;

	m->in_slots = !has_pointers(m->variant);
	m->in_order = m->variant != UNORDERED;
	if (m->variant == ORDERED) {
		partop_filter(w, head, 0, m->n, sizeof(struct slot), keep_ordered, m->out, &m->kept, &j, &o);
	} else if (m->variant == UNORDERED) {
		partop_for(w, head, 0, m->n, keep_unordered, &j, &o);
		m->kept = atomic_load_explicit(&m->cursor, memory_order_relaxed);
	} else {
		error = run_pointers(w, head, &j, &o);
	}
	errno = -error;
	return error ? pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "transform") : 0;
}

/* ---- checking ---- */

static const char *
line_at(const struct transform *m, uint64_t i)
{
	return m->in_slots ? ((const struct slot *)m->out)[i].text : ((char *const *)m->out)[i];
}

/* The order that a line says it is of; n if it is of none. */
static uint64_t
order_of(const struct transform *m, const char *line)
{
	char *end;
	unsigned long long id = strtoull(line, &end, 10);

	return end != line && *end == ',' && id < m->n ? id : m->n;
}

static bool
is_right(const struct transform *m, const char *line, uint64_t i)
{
	const struct order *o = &m->orders[i];
	uint64_t total = (uint64_t)o->cents * o->quantity;
	char text[64];

	snprintf(text, sizeof(text), "%" PRIu64 ",%" PRIu64 ".%02" PRIu64, i, total / 100, total % 100);
	return o->category < m->below && strcmp(line, text) == 0;
}

/* Every line is that of another order that is to be kept; seen has a bit for each order. */
static int
check_lines(const struct transform *m, unsigned char *seen, struct pt_error *e)
{
	uint64_t last = 0;

	for (uint64_t k = 0; k < m->kept; k++) {
		uint64_t i = order_of(m, line_at(m, k));

		if (i == m->n || !is_right(m, line_at(m, k), i))
			return pt_fail(e, PT_EXIT_FAILED, "line %" PRIu64 " is wrong: %.40s", k + 1,
				line_at(m, k));
		if (seen[i / 8] & 1 << i % 8)
			return pt_fail(e, PT_EXIT_FAILED, "order %" PRIu64 " is there twice", i);
		if (m->in_order && k > 0 && i < last)
			return pt_fail(e, PT_EXIT_FAILED, "line %" PRIu64 " is out of order", k + 1);
		seen[i / 8] |= (unsigned char)(1 << i % 8);
		last = i;
	}
	return 0;
}

static int
verify(void *state, struct pt_error *e)
{
	const struct transform *m = state;
	unsigned char *seen = calloc(m->n / 8 + 1, 1);
	uint64_t kept = 0;
	int rc;

	if (!seen)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "transform");
	for (uint64_t i = 0; i < m->n; i++)
		kept += m->orders[i].category < m->below;
	if (m->kept == kept)
		rc = check_lines(m, seen, e);
	else
		rc = pt_fail(e, PT_EXIT_FAILED, "%" PRIu64 " orders are to be kept, not %" PRIu64, kept,
			m->kept);
	free(seen);
	return rc;
}

static void
result(void *state, struct pt_result *r)
{
	const struct transform *m = state;

	pt_result_u64(r, "kept", m->kept);
	pt_result_u64(r, "of", m->n);
	if (m->kept)
		pt_result_text(r, "first", line_at(m, 0), strlen(line_at(m, 0)));
}

static void
teardown(void *state)
{
	struct transform *m = state;

	pt_buffer_free(m->orders, m->n * sizeof(struct order));
	pt_buffer_free(m->out, out_bytes(m));
	free_pieces(m->store.pieces);
}

static uint64_t
input_bytes(void *state)
{
	const struct transform *m = state;

	return m->n * sizeof(struct order);
}

const struct pt_workload pt_workload_transform = {
	.name = "transform",
	.summary = "filters orders, writes each as a line, collects the lines",
	.teaches = "what order costs, and what an allocation per item costs",
	.knob = "--variant alloc,reuse",
	.expect = "an allocation per line takes 2 x as long as large blocks",
	.ratio = { 1.2, 5 },
	.work_unit = "orders",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct transform),
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
