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

/* ---- numbers: the digits written out with 18 decimals, then read as one integer ---- */

struct digits {
	char *digits;		/* as '0'..'9', without the point */
	long n, point;		/* point: before digit number `point` */
};

/* Reads digits, point and exponent; whether that is all there is. */
static bool
read_digits(const char *s, struct digits *d)
{
	const char *exponent = s + strspn(s, "0123456789.");
	long tens = 0;
	char *end;

	d->point = -1;
	for (; s < exponent; s++) {
		if (*s != '.')
			d->digits[d->n++] = *s;
		else if (d->point >= 0)
			return false;
		else
			d->point = d->n;
	}
	if (d->point < 0)
		d->point = d->n;
	if (*exponent) {
		const char *sign = exponent + 1, *first;

		first = sign + (*sign == '-' || *sign == '+');
		if ((*exponent | 32) != 'e' || *first < '0' || *first > '9')
			return false;
		tens = strtol(sign, &end, 10);
		if (*end)
			return false;
	}
	d->point += tens > 9999 ? 9999 : tens < -9999 ? -9999 : tens;
	return d->n > 0;
}

/* Into *out with 18 decimals; as many digits as there may be fit. */
static enum pt_csv_number
to_integer(const struct digits *d, __int128 *out)
{
	const long length = d->point + PT_CSV_DECIMALS;
	long first = 0;

	*out = 0;
	while (first < d->n && d->digits[first] == '0')
		first++;
	if (first < d->n && d->point - first > 20)
		return PT_CSV_TOO_LARGE;
	for (long i = length < 0 ? 0 : length; i < d->n; i++)
		if (d->digits[i] != '0')
			return PT_CSV_TOO_FINE;
	for (long i = first; i < length && first < d->n; i++)
		*out = *out * 10 + (i < d->n ? d->digits[i] - '0' : 0);
	return PT_CSV_NUMBER;
}

/* False: no memory. */
static bool
number(const char *s, __int128 *out, enum pt_csv_number *is)
{
	size_t len;
	char *text = strdup(s + strspn(s, " \t")), *from = text;
	struct digits d = { .n = 0 };

	if (!text)
		return false;
	len = strlen(text);
	while (len && strchr(" \t", text[len - 1]))
		text[--len] = '\0';
	from += *from == '-' || *from == '+';
	d.digits = malloc(len + 1);
	if (d.digits)
		*is = read_digits(from, &d) ? to_integer(&d, out) : PT_CSV_NO_NUMBER;
	if (*text == '-')
		*out = -*out;
	free(text);
	free(d.digits);
	return d.digits != NULL;
}

/* ---- groups in a tree ---- */

/* The sum is of the upper and of the lower halves of the values, each by itself. */
struct node {
	__int128 upper, min, max;
	unsigned __int128 lower;
	uint64_t count;
	size_t len;
	char *key;
};

struct check {
	const struct pt_csv_file *file;
	void *tree;
	uint64_t groups, rows, rejected[PT_AGG_REASONS];
	uint64_t first;		/* where the first rejected row starts */
	struct field key, value;
	uint64_t at, row;	/* of the byte, and where its row starts */
	size_t column, bytes;	/* of the row */
	bool quoted, closing, held, comment;	/* where in the row */
	bool failed;		/* no memory */
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
	if (c->value.len && strlen(c->value.s) == c->value.len && !number(c->value.s, v, &is))
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
	const __int128 got = (__int128)g->sum_high * ((__int128)1 << 64) +
			     (__int128)(g->sum_low >> 64);

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
	if (found && (*found)->count == g->count && same_sum(*found, g) &&
	    (*found)->min == g->min && (*found)->max == g->max)
		return 0;
	return wrong_group(g, e);
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
	if (a->rows != c->rows)
		return wrong(e, "rows", a->rows, c->rows);
	if (compare_rejected(c, &a->rejected, e) != 0)
		return -1;
	if (groups_of(a) != c->groups)
		return wrong(e, "groups", groups_of(a), c->groups);
	for (size_t t = 0; t < a->tables_len; t++) {
		const struct pt_agg_text_group *g = a->tables[t].slots;

		for (size_t i = 0; i < a->tables[t].capacity; i++)
			if (g[i].count && compare_group(c, &g[i], e) != 0)
				return -1;
	}
	return 0;
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

static int
compare_numbers(const struct pt_agg_number_group *should, uint64_t possible,
		const struct pt_agg_answer *a, struct pt_error *e)
{
	uint64_t groups = 0;

	for (uint64_t k = 0; k < possible; k++)
		groups += should[k].count != 0;
	if (groups_of(a) != groups)
		return wrong(e, "groups", groups_of(a), groups);
	for (size_t t = 0; t < a->tables_len; t++) {
		const struct pt_agg_number_group *g = a->tables[t].slots;

		for (size_t i = 0; i < a->tables[t].capacity; i++) {
			const struct pt_agg_number_group *s = &should[g[i].key];

			if (g[i].count && (g[i].count != s->count || g[i].sum != s->sum ||
					   g[i].min != s->min || g[i].max != s->max))
				return pt_fail(e, PT_EXIT_FAILED, "group %" PRIu32 " is wrong",
					       g[i].key);
		}
	}
	return 0;
}

int
pt_agg_check_rows(const struct pt_agg_rows *r, const struct pt_agg_answer *a, struct pt_error *e)
{
	struct pt_agg_number_group *should = pt_buffer_alloc(r->possible_keys * sizeof *should);
	int bad;

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
