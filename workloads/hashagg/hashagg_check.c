/* SPDX-License-Identifier: MIT */
/* See the header: nothing here shares code with what it checks. */
#include "workloads/hashagg/hashagg_check.h"

#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "workloads/lib/input_file.h"
#include "workloads/workload.h"

/* ---- a text that grows ---- */

struct field {
	char *s;
	size_t len, size;
};

static bool
add_byte(struct field *f, char byte)
{
	if (f->len + 1 >= f->size) {
		size_t size = 2 * f->size + 64;
		char *s = realloc(f->s, size);

		if (!s)
			return false;
		f->s = s;
		f->size = size;
	}
	f->s[f->len++] = byte;
	f->s[f->len] = '\0';
	return true;
}

/* ---- groups in a tree ---- */

/* The sum is of the upper and of the lower halves of the values, each by itself. */
struct node {
	__int128 upper, min, max;
	unsigned __int128 lower;
	uint64_t count;
	size_t len;
	char *key;
	bool seen; /* in the answer: a group there twice hides one that is missing */
};

struct check {
	const struct pt_csv_file *file;
	void *tree;
	uint64_t groups, rows, rejected[PT_AGG_REASONS];
	uint64_t first; /* where the first rejected row starts */
	struct field key, value;
	uint64_t at, row;                    /* of the byte, and where its row starts */
	size_t column, bytes;                /* of the row */
	bool quoted, closing, held, comment; /* where in the row */
	bool failed;                         /* no memory */
};

static int
compare(const void *a, const void *b)
{
	const struct node *x = a, *y = b;
	int order = memcmp(x->key, y->key, x->len < y->len ? x->len : y->len);

	return order ? order : (x->len > y->len) - (x->len < y->len);
}

static void
free_node(void *node)
{
	struct node *n = node;

	free(n->key);
	free(n);
}

static struct node *
new_node(struct check *c, const struct node *like)
{
	struct node *n = malloc(sizeof *n);
	char *key = malloc(like->len + 1);

	if (!n || !key || !tsearch(memcpy(n, like, sizeof *n), &c->tree, compare)) {
		free(n);
		free(key);
		c->failed = true;
		return NULL;
	}
	memcpy(key, like->key, like->len);
	n->key = key;
	c->groups++;
	return n;
}

static void
add_value(struct node *n, __int128 v)
{
	n->upper += v >> 64;
	n->lower += (uint64_t)v;
	n->count++;
	n->min = v < n->min ? v : n->min;
	n->max = v > n->max ? v : n->max;
}

/* The reason to reject the row; PT_AGG_REASONS: there is none, *v is its value. */
static enum pt_agg_reason
judge(struct check *c, __int128 *v)
{
	enum pt_csv_number is = PT_CSV_NO_NUMBER;

	if (c->column + 1 != c->file->columns)
		return PT_AGG_RAGGED;
	if (c->value.len && strlen(c->value.s) == c->value.len &&
		!pt_agg_check_number(c->value.s, v, &is))
		c->failed = true;
	if (is == PT_CSV_TOO_LARGE)
		return PT_AGG_TOO_LARGE;
	if (is == PT_CSV_TOO_FINE)
		return PT_AGG_TOO_FINE;
	return is == PT_CSV_NUMBER ? PT_AGG_REASONS : PT_AGG_NO_NUMBER;
}

static uint64_t
rejected_rows(const struct check *c)
{
	uint64_t rows = 0;

	for (int i = 0; i < PT_AGG_REASONS; i++)
		rows += c->rejected[i];
	return rows;
}

static void
add_row(struct check *c)
{
	char none[] = "";
	struct node like = { .key = c->key.len ? c->key.s : none, .len = c->key.len }, *n;
	struct node **found;
	__int128 v = 0;
	enum pt_agg_reason why = judge(c, &v);

	c->rows++;
	if (why != PT_AGG_REASONS) {
		if (rejected_rows(c) == 0)
			c->first = c->row;
		c->rejected[why]++;
		return;
	}
	found = tfind(&like, &c->tree, compare);
	like.min = like.max = v;
	n = found ? *found : new_node(c, &like);
	if (n)
		add_value(n, v);
}

/* ---- the file, byte by byte ---- */

static void
keep(struct check *c, char byte)
{
	if (c->column == c->file->wanted.key && !add_byte(&c->key, byte))
		c->failed = true;
	if (c->column == c->file->wanted.value && !add_byte(&c->value, byte))
		c->failed = true;
}

static void
end_row(struct check *c)
{
	if (c->bytes)
		add_row(c);
	c->column = c->bytes = c->key.len = c->value.len = 0;
	c->row = c->at + 1;
	c->comment = false;
}

static void
read_quote(struct check *c)
{
	if (c->closing)
		keep(c, '"');
	c->closing = c->quoted;
	c->quoted = !c->quoted;
	c->bytes++;
}

static void
read_plain(struct check *c, char byte)
{
	if (byte == '\n') {
		end_row(c);
	} else if (byte == '\r') {
		c->held = true;
	} else if (c->bytes == 0 && (unsigned char)byte == c->file->dialect.comment) {
		c->comment = true;
	} else if (byte == (char)c->file->dialect.separator) {
		c->column++;
		c->bytes++;
	} else {
		keep(c, byte);
		c->bytes++;
	}
}

/* A return is kept back until it is known whether a newline follows. */
static void
read_byte(struct check *c, char byte)
{
	bool was_held = c->held;

	c->held = false;
	if (was_held && byte != '\n') {
		keep(c, '\r');
		c->bytes++;
	}
	if (c->comment) {
		if (byte == '\n')
			end_row(c);
		return;
	}
	if (byte == '"' && c->file->dialect.quotes) {
		read_quote(c);
		return;
	}
	if (c->quoted)
		keep(c, byte);
	else
		read_plain(c, byte);
	c->closing = false;
}

static int
read_file(struct check *c, struct pt_error *e)
{
	const struct pt_input *in = c->file->input;
	char block[16384];

	c->at = c->row = c->file->data;
	while (c->at < in->size) {
		uint64_t left = in->size - c->at;
		size_t len = left < sizeof block ? (size_t)left : sizeof block;

		if (pt_input_read(in, block, len, c->at, e) != 0)
			return -1;
		for (size_t i = 0; i < len; i++, c->at++)
			read_byte(c, block[i]);
	}
	end_row(c);
	return c->failed ? pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to check the groups") : 0;
}

/* ---- comparing ---- */

static int
wrong(struct pt_error *e, const char *what, uint64_t is, uint64_t should)
{
	return pt_fail(e, PT_EXIT_FAILED, "%s: %" PRIu64 ", should be %" PRIu64, what, is, should);
}

static uint64_t
groups_of(const struct pt_agg_answer *a)
{
	uint64_t n = 0;

	for (size_t i = 0; i < a->tables_len; i++)
		n += a->tables[i].used;
	return n;
}

/* Both as the lowest 64 bits and the rest. */
static bool
same_sum(const struct node *n, const struct pt_agg_text_group *g)
{
	const __int128 rest = n->upper + (__int128)(n->lower >> 64);
	const __int128 got =
		(__int128)g->sum_high * ((__int128)1 << 64) + (__int128)(g->sum_low >> 64);

	return (uint64_t)n->lower == (uint64_t)g->sum_low && rest == got;
}

static int
wrong_group(const struct pt_agg_text_group *g, struct pt_error *e)
{
	struct pt_text name = { 0 };

	pt_text_escape(&name, g->key, g->len, 60);
	pt_fail(e, PT_EXIT_FAILED, "group '%s' is wrong", pt_text_string(&name));
	pt_text_fini(&name);
	return -1;
}

static int
compare_group(const struct check *c, const struct pt_agg_text_group *g, struct pt_error *e)
{
	struct node like = { .len = g->len };
	struct node **found;

	like.key = malloc(g->len + 1);
	if (!like.key)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to check the groups");
	memcpy(like.key, g->key, g->len);
	found = tfind(&like, &c->tree, compare);
	free(like.key);
	if (!found || (*found)->seen || (*found)->count != g->count || !same_sum(*found, g) ||
		(*found)->min != g->min || (*found)->max != g->max)
		return wrong_group(g, e);
	(*found)->seen = true;
	return 0;
}

static int
compare_rejected(const struct check *c, const struct pt_agg_rejected *r, struct pt_error *e)
{
	for (int i = 0; i < PT_AGG_REASONS; i++)
		if (r->rows[i] != c->rejected[i])
			return wrong(e, "rejected rows", r->rows[i], c->rejected[i]);
	if (rejected_rows(c) > 0 && r->at != c->first)
		return wrong(e, "the first rejected row's byte", r->at, c->first);
	return 0;
}

static int
compare_groups(const struct check *c, const struct pt_agg_answer *a, struct pt_error *e)
{
	uint64_t there = 0;

	if (a->rows != c->rows)
		return wrong(e, "rows", a->rows, c->rows);
	if (compare_rejected(c, &a->rejected, e) != 0)
		return -1;
	if (groups_of(a) != c->groups)
		return wrong(e, "groups", groups_of(a), c->groups);
	for (size_t t = 0; t < a->tables_len; t++) {
		const struct pt_agg_text_group *g = a->tables[t].slots;

		for (size_t i = 0; i < a->tables[t].capacity; i++) {
			if (g[i].count == 0)
				continue;
			if (compare_group(c, &g[i], e) != 0)
				return -1;
			there++;
		}
	}
	return there == c->groups ? 0 : wrong(e, "groups there", there, c->groups);
}

int
pt_agg_check_csv(const struct pt_csv_file *f, const struct pt_agg_answer *a, struct pt_error *e)
{
	struct check c = { .file = f };
	int bad = read_file(&c, e);

	if (!bad)
		bad = compare_groups(&c, a, e);
	if (bad && pt_input_changed(f->input))
		pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' was written to while it was read",
			f->input->name);
	tdestroy(c.tree, free_node);
	free(c.key.s);
	free(c.value.s);
	return bad;
}

/* Takes the group out of those that should be there: a second one of its key is wrong. */
static int
compare_number(struct pt_agg_number_group *should, uint64_t possible,
	const struct pt_agg_number_group *g, struct pt_error *e)
{
	struct pt_agg_number_group *s = g->key < possible ? &should[g->key] : NULL;

	if (!s || g->count != s->count || g->sum != s->sum || g->min != s->min || g->max != s->max)
		return pt_fail(e, PT_EXIT_FAILED, "group %" PRIu32 " is wrong", g->key);
	s->count = 0;
	return 0;
}

static int
compare_numbers(struct pt_agg_number_group *should, uint64_t possible,
	const struct pt_agg_answer *a, struct pt_error *e)
{
	uint64_t groups = 0, there = 0;

	for (uint64_t k = 0; k < possible; k++)
		groups += should[k].count != 0;
	if (groups_of(a) != groups)
		return wrong(e, "groups", groups_of(a), groups);
	for (size_t t = 0; t < a->tables_len; t++) {
		const struct pt_agg_number_group *g = a->tables[t].slots;

		for (size_t i = 0; i < a->tables[t].capacity; i++) {
			if (g[i].count == 0)
				continue;
			if (compare_number(should, possible, &g[i], e) != 0)
				return -1;
			there++;
		}
	}
	return there == groups ? 0 : wrong(e, "groups there", there, groups);
}

int
pt_agg_check_rows(const struct pt_agg_rows *r, const struct pt_agg_answer *a, struct pt_error *e)
{
	const uint64_t rejected = pt_agg_rejected_rows(&a->rejected);
	struct pt_agg_number_group *should;
	int bad;

	if (a->rows != r->rows)
		return wrong(e, "rows", a->rows, r->rows);
	if (rejected != 0)
		return wrong(e, "rejected rows", rejected, 0);
	should = pt_buffer_alloc(r->possible_keys * sizeof *should);
	if (!should)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to check the groups");
	for (uint64_t i = 0; i < r->rows; i++) {
		struct pt_agg_number_group *s = &should[r->keys[i]];

		s->min = s->count == 0 || r->values[i] < s->min ? r->values[i] : s->min;
		s->max = s->count == 0 || r->values[i] > s->max ? r->values[i] : s->max;
		s->sum += r->values[i];
		s->count++;
	}
	bad = compare_numbers(should, r->possible_keys, a, e);
	pt_buffer_free(should, r->possible_keys * sizeof *should);
	return bad;
}
