/* SPDX-License-Identifier: MIT */
/* The verdict, from long to short: see verdict.h. */
#include "ui/widgets/verdict.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define NOISY 0.05 /* of the CPUs, taken by others */
#define LARGE 0.20 /* of the CPUs: a cause is named */
#define SAME 0.02  /* no faster, no slower */

/* "1.27 x FASTER", "1.10 x SLOWER", "no faster" */
static void
faster(char *out, size_t size, const struct pt_model *m)
{
	const char *star = m->speedup_estimated ? "*" : "";
	double s = m->speedup;
	char n[PT_NUM];

	if (fabs(s - 1) <= SAME)
		(void)snprintf(out, size, "no faster%s", star);
	else if (s > 1)
		(void)snprintf(out, size, "%s x FASTER%s",
			pt_format_ratio(n, s,
				s >= 99.95         ? 0 :
					s >= 9.995 ? 1 :
						     2),
			star);
	else
		(void)snprintf(out, size, "%s x SLOWER%s", pt_format_ratio(n, 1 / s, 2), star);
}

static double
cpus_of(const struct pt_model *m)
{
	return m->cpus > 0 && m->cpus < m->threads ? m->cpus : m->threads;
}

/* The cause that took most, if it took a large part of the CPUs; "" none. */
static const char *
cause(double *share, const struct pt_model *m)
{
	const struct pt_cores *k = &m->cores;
	const struct {
		double cores;
		const char *name;
	} of[] = { { k->inflation_program, "inflation" }, { k->scheduling, "scheduling" },
		{ k->blocked, "blocked tasks" }, { k->idle, "idle workers" } };
	size_t at = 0;

	for (size_t i = 1; i < sizeof(of) / sizeof(of[0]); i++)
		if (of[i].cores > of[at].cores || !isfinite(of[at].cores))
			at = i;
	*share = of[at].cores / cpus_of(m);
	return *share > LARGE ? of[at].name : "";
}

static int
noisy(char *out, size_t size, const struct pt_model *m)
{
	double taken = m->cores.offcpu_others / cpus_of(m);

	if (!(taken > NOISY))
		return 0;
	return snprintf(out, size, ", but other programs took %.0f %% of the CPUs: run again",
		fmin(taken, 1) * 100);
}

/* "", or the share of what the machine can give; brevity 0 .. 2. */
static void
capacity(char *out, size_t size, const struct pt_model *m, int brevity)
{
	double share = m->capacity_share * 100;
	char n[PT_NUM];

	out[0] = 0;
	if (isfinite(share) && brevity < 2)
		(void)snprintf(out, size, ": %.0f %% of what %s%u CPU%s can give (%s x)", share,
			brevity == 0 ? "these " : "", m->cpus, m->cpus == 1 ? "" : "s",
			pt_format_ratio(n, m->capacity.compute, 2));
	else if (isfinite(share))
		(void)snprintf(out, size, ", %.0f %% of machine", share);
	else if (brevity == 0)
		(void)snprintf(out, size, ", on %u CPU%s (what they can give: --)", m->cpus,
			m->cpus == 1 ? "" : "s");
	else if (brevity == 1)
		(void)snprintf(out, size, ", on %u CPU%s", m->cpus, m->cpus == 1 ? "" : "s");
}

static void
with_speedup(char out[PT_VERDICT], const struct pt_model *m, int brevity)
{
	char head[48], tail[112] = "", more[48] = "";
	double share;
	const char *why = cause(&share, m);

	faster(head, sizeof(head), m);
	if (noisy(tail, sizeof(tail), m) == 0) {
		capacity(tail, sizeof(tail), m, brevity > 1 ? brevity - 1 : 0);
		if (why[0] && brevity == 0)
			(void)snprintf(more, sizeof(more), "; %.0f %% %s", fmin(share, 9.99) * 100,
				why);
	}
	(void)snprintf(out, PT_VERDICT, "%s%s%s%s", head, brevity < 2 ? " than sequential" : "",
		tail, more);
}

static void
without(char out[PT_VERDICT], const struct pt_model *m, int brevity)
{
	char n[PT_NUM], u[PT_NUM];

	if (m->threads == 0)
		(void)snprintf(out, PT_VERDICT, "%s", brevity < 2 ? "nothing has run yet" : "--");
	else
		(void)snprintf(out, PT_VERDICT,
			brevity < 2 ?
				"%s of %u CPUs busy, utilization %s; nothing to compare with: speedup --" :
				"%s of %u CPUs busy, %s",
			pt_format_ratio(n, m->cpus_busy, 2), m->cpus,
			isfinite(m->utilization) ? (snprintf(u, sizeof(u), "%.0f %%",
							    fmin(m->utilization, 9.99) * 100),
							   u) :
						   "--");
}

void
pt_verdict_make(char out[PT_VERDICT], const struct pt_model *m, int columns)
{
	int limit = columns < 78 ? columns : 78;

	for (int brevity = 0; brevity <= 4; brevity++) {
		if (isfinite(m->speedup) && m->speedup > 0)
			with_speedup(out, m, brevity);
		else
			without(out, m, brevity);
		if (pt_text_width(out) <= limit)
			return;
	}
}
