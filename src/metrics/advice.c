/* SPDX-License-Identifier: MIT */
/*
 * What the numbers say in words.  See advice.h.
 */
#include "metrics/advice.h"

#include <stdarg.h>
#include <stdio.h>

/* In the order of importance. */
#define RULES(X) \
	X(events_lost) \
	X(tracing) \
	X(too_short) \
	X(disturbed_baseline) \
	X(oversubscribed) \
	X(preempted) \
	X(unexplained) \
	X(too_small) \
	X(blocked) \
	X(grain_too_big) \
	X(scheduling) \
	X(capacity) \
	X(read_limit) \
	X(inflation) \
	X(unbalanced) \
	X(idle) \
	X(noisy)

#define X(name) extern const struct pt_advice_rule pt_advice_##name;
RULES(X)
#undef X

static const struct pt_advice_rule *const rules[] = {
#define X(name) &pt_advice_##name,
	RULES(X)
#undef X
};

void
pt_advice_say(struct pt_advice *a, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(a->text, sizeof(a->text), fmt, args);
	va_end(args);
}

void
pt_advice_suggest(struct pt_advice *a, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(a->suggestion, sizeof(a->suggestion), fmt, args);
	va_end(args);
}

double
pt_advice_percent(double part, double of)
{
	return of > 0 ? 100 * part / of : NAN;
}

uint32_t
pt_advice_make(struct pt_advice *out, uint32_t max, const struct pt_advice_in *in)
{
	uint32_t n = 0;

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules) && n < max; i++) {
		const struct pt_advice_rule *r = rules[i];
		struct pt_advice *a = &out[n];

		*a = (struct pt_advice){ .level = r->level,
			.screen = r->screen,
			.rule = r->name,
			.number = r->number(in) };
		if (isnan(a->number))
			continue;
		pt_advice_suggest(a, "%s", r->suggestion);
		r->say(a, in);
		n++;
	}
	return n;
}
