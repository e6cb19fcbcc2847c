/* SPDX-License-Identifier: MIT */
/* The tables.  What is met or missed is computed from the interval, never by hand. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/compare.h"

#define LEAST_ROUNDS 5
#define LEAST_REPETITIONS 11

static bool
is_enough(const struct estimate *e)
{
	return e->rounds >= LEAST_ROUNDS && e->repetitions >= LEAST_REPETITIONS;
}

static const char *
verdict(const struct figure *f, const struct estimate *e)
{
	double low = e->lo, high = e->hi;

	if (f->target == NO_TARGET)
		return "";
	if (!e->known)
		return "not measured";
	if (!is_enough(e))
		return "too few runs";
	if (f->target == AT_MOST)
		return high <= f->bound ? "met" : low > f->bound ? "missed" : "undecided";
	return low >= f->bound ? "met" : high < f->bound ? "missed" : "undecided";
}

/* ---- one contender's times ---- */

static void
name_item(const char *item, char *text, size_t bytes)
{
	char program[32];
	unsigned long long size;
	int workers;

	if (sscanf(item, "%31[^:]:%d:%llu", program, &workers, &size) != 3)
		snprintf(text, bytes, "%s | |", item);
	else if (workers == 0)
		snprintf(text, bytes, "%s %llu | serial |", program, size);
	else
		snprintf(text, bytes, "%s %llu | %d |", program, size, workers);
}

struct unit {
	const char *name;
	double per;
	bool digits; /* many small ones: a fixed number of them */
};

static struct unit
unit_of(const char *item, double value)
{
	if (strcmp(item, "rss_kb") == 0)
		return (struct unit){ "MB", 1e6 / 1024 };
	if (strcmp(item, "events") == 0)
		return (struct unit){ "events", 1 };
	if (strncmp(item, "idle:", 5) == 0 || strncmp(item, "serial-task:", 12) == 0)
		return (struct unit){ "CPU s/s", 1e9, true };
	return value >= 1e6  ? (struct unit){ "ms", 1e6 } :
		value >= 1e3 ? (struct unit){ "µs", 1e3 } :
			       (struct unit){ "ns", 1 };
}

static void
print_time(const struct comparison *c, const struct contender *k, const char *item)
{
	char operand[96], name[64];
	struct estimate e;
	struct unit u;

	snprintf(operand, sizeof operand, "%s/%s", k->name, item);
	name_item(item, name, sizeof name);
	e = figure_estimate(c, &(struct figure){ .up = { .item = operand } });
	if (!e.known) {
		printf("| %s | %s not measured%s%s | | |\n", k->name, name, k->note[0] ? ": " : "",
			k->note);
		return;
	}
	u = unit_of(item, e.value);
	printf(u.digits ? "| %s | %s %.5f %s | %.5f..%.5f | %d / %d |\n" :
			  "| %s | %s %.4g %s | %.4g..%.4g | %d / %d |\n",
		k->name, name, e.value / u.per, u.name, e.lo / u.per, e.hi / u.per, e.repetitions,
		e.rounds);
}

static int
count_disturbed(const struct comparison *c)
{
	int n = 0;

	for (int r = 0; r < c->rounds; r++)
		n += c->disturbed[r];
	return n;
}

void
report_times(const struct comparison *c)
{
	printf("\n### %s\n\n", c->title);
	if (c->text)
		printf("%s\n\n", c->text);
	printf("| runtime | program | workers | median | 95 %% | runs / processes |\n"
	       "|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < c->len; i++)
		for (size_t j = 0; !c->contender[i].absent && j < c->contender[i].items; j++)
			print_time(c, &c->contender[i], c->contender[i].item[j]);
	printf("\n%d rounds, %d of them disturbed (others used a CPU for more than 5 %%, or the host took "
	       "1 %%; left out where 5 others remain). At most, for one process: others %.2f s, "
	       "stolen %.2f s, run delay %.3f s. All processes: %.0f s.\n",
		c->rounds, count_disturbed(c), c->worst.others_s, c->worst.stolen_s,
		c->worst.delay_s, c->worst.wall_s);
	fflush(stdout);
}

/* ---- figures ---- */

static void
print_figure(FILE *to, const struct figure *f, const struct estimate *e)
{
	fprintf(to, "| %s | ", f->what);
	if (e->known)
		fprintf(to, "%.4g%s%s | %.4g..%.4g | ", e->value, *f->unit ? " " : "", f->unit,
			e->lo, e->hi);
	else
		fprintf(to, "| | ");
	if (f->target != NO_TARGET)
		fprintf(to, "%s %g%s%s ", f->target == AT_MOST ? "≤" : "≥", f->bound,
			*f->unit ? " " : "", f->unit);
	fprintf(to, "| %s |\n", verdict(f, e));
}

/* The file that BENCH_TARGETS names gets all figures that have a target. */
static void
note_target(const struct comparison *c, const struct figure *f, const struct estimate *e)
{
	const char *path = getenv("BENCH_TARGETS");
	FILE *to = path && f->target != NO_TARGET ? fopen(path, "ae") : NULL;

	if (!to)
		return;
	fprintf(to, "| %s ", c->title);
	print_figure(to, f, e);
	fclose(to);
}

void
report_figures(const struct comparison *c, const struct figure *f, size_t n)
{
	double width[64];
	int known = 0;

	printf("\n| figure | median | 95 %% | target | |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < n; i++) {
		struct estimate e = figure_estimate(c, &f[i]);

		print_figure(stdout, &f[i], &e);
		note_target(c, &f[i], &e);
		if (e.known && e.value > 0 && known < 64)
			width[known++] = (e.hi - e.lo) / 2 / e.value;
	}
	if (known)
		printf("\nMet or missed: the whole interval is on one side of the target. Half an interval "
		       "is ± %.1f %% in the middle of this table; smaller differences are not claimed.\n",
			100 * median(width, known));
	fflush(stdout);
}
