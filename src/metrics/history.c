/* SPDX-License-Identifier: MIT */
/*
 * The curves of a whole run.  See history.h.
 */
#include "metrics/history.h"

void
pt_history_begin(struct pt_history_maker *h, double period_s)
{
	*h = (struct pt_history_maker){ .curve.period_s = period_s };
}

/* The mean of two columns, or the one in which something ran. */
static float
joined(float a, float b)
{
	if (isnan(a))
		return b;
	return isnan(b) ? a : (a + b) / 2;
}

static void
halve(struct pt_history *c)
{
	c->len /= 2;
	c->period_s *= 2;
	for (uint32_t i = 0; i < c->len; i++) {
		c->utilization[i] = joined(c->utilization[2 * i], c->utilization[2 * i + 1]);
		c->steals_per_s[i] = (c->steals_per_s[2 * i] + c->steals_per_s[2 * i + 1]) / 2;
	}
}

static void
finish_column(struct pt_history_maker *h)
{
	struct pt_history *c = &h->curve;
	const struct pt_history_part *p = &h->column;

	c->utilization[c->len] = p->all_s > 0 ? (float)(p->busy_s / p->all_s) : NAN;
	c->steals_per_s[c->len] = (float)(p->steals / p->span_s);
	if (++c->len == PT_HISTORY)
		halve(c);
	h->column = (struct pt_history_part){ 0 };
}

static void
take(struct pt_history_part *to, struct pt_history_part *from, double share)
{
	to->span_s += from->span_s * share;
	to->all_s += from->all_s * share;
	to->busy_s += from->busy_s * share;
	to->steals += from->steals * share;
	from->span_s -= from->span_s * share;
	from->all_s -= from->all_s * share;
	from->busy_s -= from->busy_s * share;
	from->steals -= from->steals * share;
}

void
pt_history_add(struct pt_history_maker *h, const struct pt_history_part *part)
{
	struct pt_history_part rest = *part;

	/* rounding must not leave a sliver that makes a column of its own */
	while (rest.span_s > 1e-9) {
		double room = h->curve.period_s - h->column.span_s;

		if (rest.span_s < room) {
			take(&h->column, &rest, 1);
			return;
		}
		take(&h->column, &rest, room / rest.span_s);
		finish_column(h);
	}
}
