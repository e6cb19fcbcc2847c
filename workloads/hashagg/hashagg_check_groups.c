/* SPDX-License-Identifier: MIT */
/* See the header. */
#include "workloads/hashagg/hashagg_check_groups.h"

#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* The sum is of the upper and of the lower halves of the values, each by itself. */
struct node {
	__int128 upper, min, max;
	unsigned __int128 lower;
	uint64_t count;
	size_t len;
	char *key;
	bool seen; /* in the answer: a group there twice hides one that is missing */
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
new_node(struct pt_agg_check *c, const struct node *like)
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

void
pt_agg_check_add(struct pt_agg_check *c, const char *key, size_t len, __int128 value)
{
	char none[] = "";
	struct node like = { .key = none, .len = len, .min = value, .max = value }, *n;
	struct node **found;

	if (len)
		like.key = (char *)(uintptr_t)key; /* only read */
	c->rows++;
	found = tfind(&like, &c->tree, compare);
	n = found ? *found : new_node(c, &like);
	if (n)
		add_value(n, value);
}

static uint64_t
rejected_rows(const struct pt_agg_check *c)
{
	uint64_t rows = 0;

	for (int i = 0; i < PT_AGG_REASONS; i++)
		rows += c->rejected[i];
	return rows;
}

void
pt_agg_check_reject(struct pt_agg_check *c, enum pt_agg_reason reason, uint64_t at)
{
	if (rejected_rows(c) == 0)
		c->first = at;
	c->rows++;
	c->rejected[reason]++;
}

void
pt_agg_check_fini(struct pt_agg_check *c)
{
	tdestroy(c->tree, free_node);
}

/* ---- comparing ---- */

int
pt_agg_check_wrong(struct pt_error *e, const char *what, uint64_t is, uint64_t should)
{
	return pt_fail(e, PT_EXIT_FAILED, "%s: %" PRIu64 ", should be %" PRIu64, what, is, should);
}

uint64_t
pt_agg_check_groups(const struct pt_agg_answer *a)
{
	uint64_t n = 0;

	for (size_t i = 0; i < a->tables_len; i++)
		n += a->tables[i].used;
	return n;
}

/* Both as the lowest 64 bits and the rest. */
static bool
same_sum(const struct node *n, const struct pt_agg_group *g)
{
	const __int128 rest = n->upper + (__int128)(n->lower >> 64);
	const __int128 got =
		(__int128)g->sum.high * ((__int128)1 << 64) + (__int128)(g->sum.low >> 64);

	return (uint64_t)n->lower == (uint64_t)g->sum.low && rest == got;
}

static int
wrong_group(const struct pt_agg_group *g, struct pt_error *e)
{
	struct pt_text name = { 0 };

	pt_text_escape(&name, g->key, g->len, 60);
	pt_fail(e, PT_EXIT_FAILED, "group '%s' is wrong", pt_text_string(&name));
	pt_text_fini(&name);
	return -1;
}

static int
compare_group(const struct pt_agg_check *c, const struct pt_agg_group *g, struct pt_error *e)
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
compare_rejected(const struct pt_agg_check *c, const struct pt_agg_rejected *r, struct pt_error *e)
{
	for (int i = 0; i < PT_AGG_REASONS; i++)
		if (r->rows[i] != c->rejected[i])
			return pt_agg_check_wrong(e, "rejected rows", r->rows[i], c->rejected[i]);
	if (rejected_rows(c) > 0 && r->at != c->first)
		return pt_agg_check_wrong(e, "the first rejected row's byte", r->at, c->first);
	return 0;
}

int
pt_agg_check_answer(const struct pt_agg_check *c, const struct pt_agg_answer *a,
	pt_agg_show_fn *show, struct pt_error *e)
{
	uint64_t there = 0;

	if (a->rows != c->rows)
		return pt_agg_check_wrong(e, "rows", a->rows, c->rows);
	if (compare_rejected(c, &a->rejected, e) != 0)
		return -1;
	if (pt_agg_check_groups(a) != c->groups)
		return pt_agg_check_wrong(e, "groups", pt_agg_check_groups(a), c->groups);
	for (size_t t = 0; t < a->tables_len; t++) {
		for (size_t i = 0; i < a->tables[t].capacity; i++) {
			struct pt_agg_group g;

			if (!show(&a->tables[t], i, &g))
				continue;
			if (compare_group(c, &g, e) != 0)
				return -1;
			there++;
		}
	}
	return there == c->groups ? 0 : pt_agg_check_wrong(e, "groups there", there, c->groups);
}
