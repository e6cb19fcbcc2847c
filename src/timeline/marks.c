/* SPDX-License-Identifier: MIT */
/* The numbers that a program marks.  See marks.h. */
#include "timeline/marks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void
pt_marks_fini(struct pt_marks *m)
{
	free(m->mark);
	*m = (struct pt_marks){ 0 };
}

/* The first one whose label is not smaller. */
static size_t
place_of(const struct pt_marks *m, uint16_t label)
{
	size_t lo = 0, hi = m->len;

	while (lo < hi) {
		size_t middle = (lo + hi) / 2;

		if (m->mark[middle].label < label)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

/* NULL: there is no room for another label. */
static struct pt_mark *
mark_of(struct pt_marks *m, uint16_t label)
{
	size_t i = place_of(m, label);

	if (i < m->len && m->mark[i].label == label)
		return &m->mark[i];
	if (m->len == PT_MARK_LABELS)
		return NULL;
	m->mark = pt_array_room(m->mark, &m->cap, m->len + 1, sizeof(*m->mark));
	memmove(&m->mark[i + 1], &m->mark[i], (m->len - i) * sizeof(*m->mark));
	m->len++;
	m->mark[i] = (struct pt_mark){ .label = label };
	return &m->mark[i];
}

/* A column is used again for a later stretch; an earlier one than it holds is too old. */
static void
add_to_column(struct pt_mark *k, uint64_t number, uint32_t value)
{
	struct pt_mark_column *c = &k->column[number % PT_MARK_COLUMNS];

	if (c->number > number)
		return;
	if (c->number < number)
		*c = (struct pt_mark_column){ .number = number };
	c->sum += value;
	c->len++;
}

void
pt_marks_take(struct pt_marks *m, const struct pt_event *e)
{
	struct pt_mark *k = mark_of(m, e->mark.label);
	uint64_t number = e->ts / (m->period ? m->period : 1);

	if (!k) {
		m->unnamed++;
		return;
	}
	if (k->count++ == 0 || e->ts >= k->at) {
		k->at = e->ts;
		k->last = e->mark.value;
	}
	if (e->mark.value > k->most)
		k->most = e->mark.value;
	if (number > m->newest)
		m->newest = number;
	add_to_column(k, number, e->mark.value);
}

double
pt_marks_mean(const struct pt_marks *m, const struct pt_mark *k, uint64_t age)
{
	const struct pt_mark_column *c;

	if (age > m->newest || age >= PT_MARK_COLUMNS)
		return NAN;
	c = &k->column[(m->newest - age) % PT_MARK_COLUMNS];
	return c->number == m->newest - age && c->len > 0 ? (double)c->sum / (double)c->len : NAN;
}
