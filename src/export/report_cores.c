/* SPDX-License-Identifier: MIT */
/* Where the cores went, in the report: see report.c. */
#include "export/report_parts.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/text.h"

#define BAR_COLUMNS 12 /* with what stands before it a line of 80 */
#define MEANING_COLUMNS 36

static void
put_bar(const struct report *r, double share, int pad)
{
	int n = share > 0 && share < 2 ? (int)(share * BAR_COLUMNS + 0.5) : 0;

	if (n > 0)
		fprintf(r->f, "%*s", pad, "");
	for (int i = 0; i < n; i++)
		fputs(r->o->utf8 ? "\xE2\x96\x88" : "#", r->f);
}

static void
put_core(const struct report *r, const char *name, double cores, const char *meaning)
{
	double share = cores / r->s->threads;
	char number[PT_NUM], percent[PT_NUM];

	fprintf(r->f, "  %-10s %7s  %6s %%  ", name, pt_format_ratio(number, cores, 2),
		pt_format_ratio(percent, 100 * share, 1));
	fprintf(r->f, "%s%s%s", pt_report_on(r, DIM), meaning, pt_report_off(r));
	put_bar(r, share, MEANING_COLUMNS - (int)strlen(meaning));
	fputc('\n', r->f);
}

/* Split into the own and other programs' doing, where that is known and large enough. */
static void
put_off_cpu(const struct report *r, const struct pt_cores *c)
{
	char own[PT_NUM], others[PT_NUM];

	put_core(r, "off-cpu", c->off_cpu, "ready, but not running");
	if (!(c->off_cpu >= 0.005) || isnan(c->offcpu_own))
		return;
	pt_format_ratio(own, c->offcpu_own, 2);
	pt_format_ratio(others, c->offcpu_others, 2);
	fprintf(r->f, "  %-10s %7s  %sof it: more workers than CPUs%s\n", "", own,
		pt_report_on(r, DIM), pt_report_off(r));
	fprintf(r->f, "  %-10s %7s  %sof it: other programs%s\n", "", others, pt_report_on(r, DIM),
		pt_report_off(r));
}

/* Split, where it is large enough, into what independent copies lose, too, and the rest. */
static void
put_inflation(const struct report *r, const struct pt_cores *c)
{
	char machine[PT_NUM], program[PT_NUM];

	if (!(c->inflation >= 0.005))
		return;
	fprintf(r->f, "  %-10s %7s  %sof it: the machine's own%s%s\n", "",
		pt_format_ratio(machine, c->inflation_machine, 2), pt_report_on(r, DIM),
		isnan(c->inflation_machine) ? ", not calibrated" : "", pt_report_off(r));
	fprintf(r->f, "  %-10s %7s  %sof it: the program's%s\n", "",
		pt_format_ratio(program, c->inflation_program, 2), pt_report_on(r, DIM),
		pt_report_off(r));
}

void
pt_report_cores(const struct report *r)
{
	const struct pt_cores *c = &r->s->cores;

	if (*r->s->cores_why)
		fprintf(r->f, "\nwhere the cores went: %s\n", r->s->cores_why);
	if (isnan(c->busy) || r->s->threads == 0)
		return;
	fprintf(r->f, "\n%swhere the %" PRIu32 " core%s went%s\n", pt_report_on(r, BOLD),
		r->s->threads, pt_report_plural(r->s->threads), pt_report_off(r));
	if (isnan(c->useful)) {
		put_core(r, "busy", c->busy, "in tasks; no baseline to split by");
	} else if (isnan(c->inflation)) {
		put_core(r, "useful", c->useful, "what the sequential version needs");
		put_core(r, "overhead", c->overhead, "scheduling and inflation together");
	} else {
		put_core(r, "useful", c->useful, "what the sequential version needs");
		put_core(r, "inflation", c->inflation, "the same work, but slower");
		put_inflation(r, c);
		put_core(r, "scheduling", c->scheduling, "what tasks cost, on one worker");
	}
	put_core(r, "blocked", c->blocked, "in tasks, but asleep: lock or disk");
	put_core(r, "idle", c->idle, "nothing to do");
	put_off_cpu(r, c);
	put_core(r, "other", c->other, "not attributed");
}
