/* SPDX-License-Identifier: MIT */
/*
 * parse: adds up the numbers of a text, one in a line, and stops at a line that is none: --bad makes
 * such lines.  A plain loop stops at the first one by itself.  Workers that run side by side have to
 * be told, and have by then run lines that were not wanted: the result says how many, and how long
 * stopping took.
 *
 * Variant first always names the first bad line, as the plain loop does: what lies before one that
 * was found goes on (partop_find_first()).  Variant any cancels all at once and names whichever was
 * found first (a group, partop_fail()).
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "workloads/lib/now.h"
#include "workloads/parse/lines.h"
#include "workloads/workload.h"

#define BATCH 64 /* lines between two looks at whether there was an error */
#define BAD_MAX 64
#define NONE UINT64_MAX

/* What one worker has done. */
struct tally {
	int64_t sum;
	uint64_t lines, after;
};

struct parse {
	struct pt_lines lines;
	uint64_t grain;
	enum partop_policy policy;
	bool any;
	uint64_t bad[BAD_MAX]; /* lines, from 0 */
	size_t bad_len;
	/* of the last run */
	bool ran;
	struct tally total;
	uint64_t found; /* place of a bad line, NONE */
	uint64_t stop_ns;
	_Atomic uint64_t error_at; /* place of the bad line that was found first; NONE */
	_Atomic uint64_t error_ns; /* when */
};

enum { SIZE, GRAIN, BAD };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "100M",
		.help = "how many lines, about 6 bytes each",
		.min = 1, .max = UINT64_MAX,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "bytes at a time (default: adaptive)",
		.min = 1, .max = UINT64_MAX,
	},
	[BAD] = {
		.name = "bad", .type = PT_OPT_LIST, .value_name = "LINE",
		.help = "make line LINE a bad one; may be repeated",
	},
};

static const struct pt_variant variants[] = {
	{ "first", "names the first bad line: goes on before it, stops behind it" },
	{ "any", "stops everything at the first error that is seen" },
};
enum { FIRST, ANY };

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return pt_lines_needs_bytes(s->values[SIZE].u64);
}

/* A preview has its bad lines as far behind its beginning as the whole text, in proportion. */
static int
read_bad(struct parse *m, const struct pt_setup *s, struct pt_error *e)
{
	const uint64_t whole = s->preview_of ? s->preview_of : m->lines.n;
	const struct pt_value *v = &s->values[BAD];

	for (size_t i = 0; i < v->list_len; i++) {
		uint64_t line;

		if (pt_parse_size(v->list[i], &line) != PT_PARSE_OK || line < 1 || line > whole)
			return pt_fail(e, PT_EXIT_USAGE,
				"--bad: '%s' is not a line from 1 to %" PRIu64, v->list[i], whole);
		if (i == BAD_MAX)
			return pt_fail(e, PT_EXIT_USAGE, "--bad: more than %d lines", BAD_MAX);
		m->bad[m->bad_len++] =
			(uint64_t)((unsigned __int128)(line - 1) * m->lines.n / whole);
	}
	return 0;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct parse *m = state;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	m->lines.n = s->values[SIZE].u64;
	m->grain = s->values[GRAIN].u64;
	m->policy = s->policy;
	m->lines.seed = s->seed;
	m->any = s->variant == ANY;
	if (read_bad(m, s, e))
		return -1;
	if (pt_lines_make(&m->lines, s->threads))
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->lines.n);
	for (size_t i = 0; i < m->bad_len; i++)
		pt_lines_spoil(&m->lines, m->bad[i]);
	return 0;
}

static void
reset(void *state)
{
	struct parse *m = state;

	m->ran = false;
	m->total = (struct tally){ 0 };
	m->found = NONE;
	m->stop_ns = 0;
	atomic_store_explicit(&m->error_at, NONE, memory_order_relaxed);
	atomic_store_explicit(&m->error_ns, 0, memory_order_relaxed);
}

static int
sequential(void *state, struct pt_error *e)
{
	struct parse *m = state;
	uint64_t at = 0;
	bool bad;

	m->total.lines =
		pt_lines_add(m->lines.text, &at, m->lines.bytes, NONE, &m->total.sum, &bad);
	m->found = bad ? at : NONE;
	m->ran = true;
	return 0;
}

/* ---- side by side ---- */

struct job {
	struct parse *m;
	partop_local *tallies;
};

static bool
was_error(struct parse *m)
{
	return atomic_load_explicit(&m->error_at, memory_order_relaxed) != NONE;
}

/* The first one in time; the loop's end orders it before the result. */
static void
note_error(struct parse *m, uint64_t place)
{
	uint64_t none = NONE, now = pt_workload_now_ns();

	if (atomic_compare_exchange_strong_explicit(&m->error_at, &none, place,
		    memory_order_relaxed, memory_order_relaxed))
		atomic_store_explicit(&m->error_ns, now, memory_order_relaxed);
}

/* The first line that begins at or behind a place. */
static uint64_t
next_line(const struct parse *m, uint64_t place)
{
	if (place == 0)
		return 0;
	return (uint64_t)((char *)memchr(m->lines.text + place - 1, '\n',
				  m->lines.bytes - place + 1) -
		       m->lines.text) +
		1;
}

/* Lines that begin in [lo, hi).  Returns the place of a bad one, or NONE. */
static uint64_t
parse_part(partop_worker *w, uint64_t lo, uint64_t hi, const struct job *j)
{
	struct tally *t = partop_local_get(j->tallies, w);
	uint64_t at = next_line(j->m, lo);

	if (!t) {
		partop_fail(w, -ENOMEM);
		return NONE;
	}
	while (at < hi) {
		bool bad;
		uint64_t lines = pt_lines_add(j->m->lines.text, &at, hi, BATCH, &t->sum, &bad);

		t->lines += lines;
		if (was_error(j->m))
			t->after += lines;
		if (bad) {
			note_error(j->m, at);
			return at;
		}
	}
	return NONE;
}

static uint64_t
find_bad(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	return parse_part(w, lo, hi, arg);
}

static void
stop_at_bad(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	if (parse_part(w, lo, hi, arg) != NONE)
		partop_fail(w, -EBADMSG);
}

static void
combine(void *into, void *value, void *arg)
{
	struct tally *l = into;
	const struct tally *r = value;

	l->sum += r->sum;
	l->lines += r->lines;
	l->after += r->after;
}

/* Returns the error of the group, which is not that of the run. */
static int
parse_any(partop_worker *w, partop_task *head, struct job *j, const struct partop_range_options *o)
{
	struct partop_group group;
	int error = partop_group_begin(w, head, &group);

	if (error)
		return error;
	partop_for(w, head, 0, j->m->lines.bytes, stop_at_bad, j, o);
	error = partop_group_end(w, head, &group);
	j->m->found = atomic_load_explicit(&j->m->error_at, memory_order_relaxed);
	return error == -EBADMSG ? 0 : error;
}

static int
parse_first(partop_worker *w, partop_task *head, struct job *j,
	const struct partop_range_options *o)
{
	j->m->found = partop_find_first(w, head, 0, j->m->lines.bytes, find_bad, j, NULL, o);
	return 0;
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	static const struct partop_local_type type = { .size = sizeof(struct tally),
		.combine = combine };
	struct parse *m = state;
	struct partop_range_options o = { .grain = m->grain,
		.policy = m->policy,
		.label = "parse" };
	struct job j = { .m = m };
	int error = partop_local_open(&j.tallies, &type, NULL);

	if (!error) {
		error = m->any ? parse_any(w, head, &j, &o) : parse_first(w, head, &j, &o);
		if (m->found != NONE)
			m->stop_ns = pt_workload_now_ns() -
				atomic_load_explicit(&m->error_ns, memory_order_relaxed);
		partop_local_combine(j.tallies, &m->total);
		partop_local_close(j.tallies);
	}
	m->ran = true;
	errno = -error;
	return error ? pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "parse") : 0;
}

/* ---- checking ---- */

/* What the lines were made of, not what was read from them. */
static int64_t
sum_of_numbers(const struct parse *m)
{
	int64_t sum = 0;

	for (uint64_t i = 0; i < m->lines.n; i++)
		sum += pt_lines_number(&m->lines, i);
	return sum;
}

static bool
is_planted(const struct parse *m, uint64_t line)
{
	for (size_t i = 0; i < m->bad_len; i++)
		if (m->bad[i] == line)
			return true;
	return false;
}

static uint64_t
first_planted(const struct parse *m)
{
	uint64_t first = NONE;

	for (size_t i = 0; i < m->bad_len; i++)
		first = m->bad[i] < first ? m->bad[i] : first;
	return first;
}

static int
verify_bad(const struct parse *m, struct pt_error *e)
{
	uint64_t line = m->found == NONE ? NONE : pt_lines_line(&m->lines, m->found),
		 first = first_planted(m);

	if (line == first || (m->any && line != NONE && is_planted(m, line)))
		return 0;
	if (line == NONE)
		return pt_fail(e, PT_EXIT_FAILED, "line %" PRIu64 " is bad, and was not found",
			first + 1);
	if (!is_planted(m, line))
		return pt_fail(e, PT_EXIT_FAILED, "line %" PRIu64 " is not bad", line + 1);
	return pt_fail(e, PT_EXIT_FAILED, "the first bad line is %" PRIu64 ", not %" PRIu64,
		first + 1, line + 1);
}

static int
verify(void *state, struct pt_error *e)
{
	const struct parse *m = state;
	int64_t sum;

	if (!m->ran)
		return pt_fail(e, PT_EXIT_FAILED, "nothing was parsed");
	if (m->bad_len || m->found != NONE)
		return verify_bad(m, e);
	sum = sum_of_numbers(m);
	if (m->total.sum != sum)
		return pt_fail(e, PT_EXIT_FAILED, "the sum is %" PRId64 ", not %" PRId64, sum,
			m->total.sum);
	if (m->total.lines != m->lines.n)
		return pt_fail(e, PT_EXIT_FAILED, "there are %" PRIu64 " lines, not %" PRIu64,
			m->lines.n, m->total.lines);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct parse *m = state;
	uint64_t end = m->found;

	if (m->found == NONE) {
		pt_result_i64(r, "sum", m->total.sum);
		pt_result_u64(r, "lines", m->total.lines);
		return;
	}
	while (m->lines.text[end] != '\n')
		end++;
	pt_result_u64(r, "bad_line", pt_lines_line(&m->lines, m->found) + 1);
	pt_result_text(r, "bad_text", m->lines.text + m->found, end - m->found);
	pt_result_u64(r, "lines", m->total.lines);
	pt_result_u64(r, "lines_after_error", m->total.after);
	pt_result_decimal(r, "stop_us", m->stop_ns, 3);
}

static void
teardown(void *state)
{
	struct parse *m = state;

	pt_lines_free(&m->lines);
}

static uint64_t
input_bytes(void *state)
{
	const struct parse *m = state;

	return m->lines.bytes;
}

const struct pt_workload pt_workload_parse = {
	.name = "parse",
	.summary = "adds up the numbers in a text, and stops at the first bad line",
	.teaches =
		"errors: who stops whom, what ran in vain, and which error is named (--bad LINE)",
	.knob = "--bad 100M,1",
	.expect =
		"an error in the last line is found after all others: 1000 x as long as one in line 1, or more",
	.ratio = { 20, 1000000000 },
	.work_unit = "lines",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct parse),
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
