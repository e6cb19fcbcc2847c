/* SPDX-License-Identifier: MIT */
/* Comparisons: the peers that take part, and the rounds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/compare.h"

#define QUICK_ROUNDS 2
#define QUICK_REPETITIONS 2
#define EXTRA_ROUNDS 4 /* at most, for those in which something else ran */

static void *
get(size_t n, size_t bytes)
{
	void *p = calloc(n, bytes);

	if (!p)
		abort();
	return p;
}

struct comparison *
comparison_new(const char *title, int rounds, int repetitions)
{
	struct comparison *c = get(1, sizeof *c);

	c->title = title;
	c->rounds = options.quick ? QUICK_ROUNDS : rounds;
	c->repetitions =
		options.quick && repetitions > QUICK_REPETITIONS ? QUICK_REPETITIONS : repetitions;
	return c;
}

static struct contender *
add(struct comparison *c, const char *name, const char *peer, const char *const *items)
{
	struct contender *k = &c->contender[c->len];

	if (c->len == CONTENDERS_MAX)
		abort();
	c->len++;
	k->name = name;
	k->peer = peer;
	while (items[k->items] && k->items < ITEMS_MAX) {
		k->item[k->items] = items[k->items];
		k->items++;
	}
	k->series = get(k->items, sizeof *k->series);
	k->absent = !process_exists(k->peer);
	return k;
}

struct contender *
comparison_add(struct comparison *c, const char *name, unsigned flags, const char *const *items)
{
	struct contender *k = add(c, name, name, items);

	k->flags = flags;
	return k;
}

struct contender *
comparison_add_as(struct comparison *c, const char *name, const char *peer, const char *detail,
	const char *const *items)
{
	struct contender *k = add(c, name, peer, items);

	k->flags = PINNED | OWN_STACK;
	k->detail = detail;
	return k;
}

void
comparison_free(struct comparison *c)
{
	for (size_t i = 0; i < c->len; i++)
		free(c->contender[i].series);
	free(c);
}

int
series_count(const struct series *s)
{
	int n = 0;

	for (int r = 0; r < ROUNDS_MAX; r++)
		n += s->len[r];
	return n;
}

const struct series *
comparison_series(const struct comparison *c, const char *operand)
{
	size_t len = strcspn(operand, "/");

	for (size_t i = 0; i < c->len; i++) {
		const struct contender *k = &c->contender[i];

		if (strncmp(k->name, operand, len) != 0 || k->name[len])
			continue;
		for (size_t j = 0; operand[len] && j < k->items; j++)
			if (strcmp(k->item[j], operand + len + 1) == 0)
				return &k->series[j];
	}
	return NULL;
}

/* ---- rounds ---- */

static bool
is_disturbed(const struct disturbance *d)
{
	return d->others_s > 0.02 + 0.05 * d->wall_s || d->stolen_s > 0.01 + 0.01 * d->wall_s;
}

static void
keep_worst(struct disturbance *worst, const struct disturbance *d)
{
	if (d->others_s > worst->others_s)
		worst->others_s = d->others_s;
	if (d->stolen_s > worst->stolen_s)
		worst->stolen_s = d->stolen_s;
	if (d->delay_s > worst->delay_s)
		worst->delay_s = d->delay_s;
	worst->wall_s += d->wall_s;
}

/* Every contender once, beginning with another one each time. */
static bool
one_round(struct comparison *c, int round)
{
	bool disturbed = false;

	for (size_t i = 0; i < c->len; i++) {
		struct contender *k = &c->contender[(i + (size_t)round) % c->len];
		struct disturbance d = { 0 };

		if (k->absent || k->note[0])
			continue;
		process_run(c, k, round, &d);
		disturbed |= is_disturbed(&d);
		keep_worst(&c->worst, &d);
	}
	return disturbed;
}

void
comparison_run(struct comparison *c)
{
	int wanted = c->rounds, clean = 0, most = wanted + (options.quick ? 0 : EXTRA_ROUNDS);

	for (c->rounds = 0; c->rounds < most && clean < wanted && c->rounds < ROUNDS_MAX;
		c->rounds++) {
		c->disturbed[c->rounds] = one_round(c, c->rounds);
		clean += !c->disturbed[c->rounds];
	}
	for (size_t i = 0; i < c->len; i++)
		if (c->contender[i].note[0]) {
			options.failed = true;
			fprintf(stderr, "%s: %s: %s\n", c->title, c->contender[i].name,
				c->contender[i].note);
		}
}
