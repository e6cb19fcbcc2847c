/* SPDX-License-Identifier: MIT */
/*
 * Where one worker's time went.  See utilization.h.
 */
#include "timeline/utilization.h"

enum pt_delay
pt_delay_of(unsigned state)
{
	switch (state) {
	case PT_REC_WORK:
		return PT_DELAY_WORK;
	case PT_REC_SEARCH:
		return PT_DELAY_SEARCH;
	case PT_REC_WAIT:
		return PT_DELAY_WAIT;
	default:
		return PT_DELAY_OTHER;
	}
}

double
pt_interval_length(const struct pt_interval *iv)
{
	double sum = 0;

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		sum += iv->state_s[i];
	return sum;
}

static double
class_length(const struct pt_interval *iv, enum pt_delay class)
{
	double sum = 0;

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		if (pt_delay_of(i) == class)
			sum += iv->state_s[i];
	return sum;
}

/* Removes up to s seconds of a state, and the share of its class' delay that was in them. */
static double
cut(struct pt_interval *iv, unsigned state, double s)
{
	enum pt_delay class = pt_delay_of(state);
	double length = class_length(iv, class);

	if (s > iv->state_s[state])
		s = iv->state_s[state];
	if (!(s > 0))
		return 0;
	iv->delay_s[class] *= 1 - s / length;
	if (state == PT_REC_WORK)
		iv->blocked_s *= 1 - s / length;
	iv->state_s[state] -= s;
	return s;
}

void
pt_interval_fit(struct pt_interval *iv, double run_s)
{
	static const unsigned order[] = { PT_REC_OUT, PT_REC_PARK, PT_REC_SEARCH, PT_REC_PAUSED,
		PT_REC_BLOCKED, PT_REC_RUNTIME, PT_REC_WAIT, PT_REC_WORK };
	double surplus = pt_interval_length(iv) - run_s;

	if (surplus < 0)
		iv->state_s[PT_REC_OUT] -= surplus;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order) && surplus > 0; i++)
		surplus -= cut(iv, order[i], surplus);
}

/* work_s: time in tasks without run delay. */
static void
split_work(struct pt_times *t, const struct pt_interval *iv, double work_s)
{
	double blocked = iv->blocked_s;

	if (blocked < 0)
		blocked = 0;
	if (blocked > work_s)
		blocked = work_s;
	t->s[PT_SHARE_BLOCKED] = blocked;
	t->s[PT_SHARE_BUSY] = work_s - (blocked > 0 ? blocked : 0);
}

struct pt_times
pt_times_of(const struct pt_interval *iv)
{
	struct pt_times t = { 0 };
	double delay[PT_DELAYS], other, park = iv->state_s[PT_REC_PARK];

	for (unsigned i = 0; i < PT_DELAYS; i++) {
		double length = class_length(iv, i);

		delay[i] = iv->delay_s[i] > 0 ? iv->delay_s[i] : 0;
		if (delay[i] > length)
			delay[i] = length;
		t.s[PT_SHARE_OFF_CPU] += delay[i];
	}
	/* the last class holds more than one state: its delay is spread over them by length */
	other = class_length(iv, PT_DELAY_OTHER);
	if (other > 0)
		park -= delay[PT_DELAY_OTHER] * (park / other);
	split_work(&t, iv, iv->state_s[PT_REC_WORK] - delay[PT_DELAY_WORK]);
	t.s[PT_SHARE_SEARCH] = iv->state_s[PT_REC_SEARCH] - delay[PT_DELAY_SEARCH];
	t.s[PT_SHARE_WAIT] = iv->state_s[PT_REC_WAIT] - delay[PT_DELAY_WAIT];
	t.s[PT_SHARE_PARK] = park;
	t.s[PT_SHARE_OTHER] = other - delay[PT_DELAY_OTHER] - park;
	for (unsigned i = 0; i < PT_SHARES; i++)
		if (t.s[i] < 0) /* rounding */
			t.s[i] = 0;
	return t;
}

double
pt_times_idle(const struct pt_times *t)
{
	return t->s[PT_SHARE_SEARCH] + t->s[PT_SHARE_PARK] + t->s[PT_SHARE_WAIT];
}

double
pt_utilization(double busy_s, size_t workers, double run_s)
{
	double all = (double)workers * run_s;

	return all > 0 ? busy_s / all : NAN;
}
