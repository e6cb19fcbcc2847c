/* SPDX-License-Identifier: MIT */
/*
 * The report: a run as text, after the screens and without them.
 *
 * The first lines say what ran, how long it took, and how much faster it was.  Then come where the
 * cores went, what each worker did, the results, warnings and advice.  ASCII unless more is
 * allowed; "--" for what is unknown.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "export/exporter.h"
#include "export/report_parts.h"
#include "export/runs_graph.h"
#include "metrics/source.h"
#include "metrics/speedup.h"

#define WORKERS_SHOWN 16
#define SPREAD_COLUMNS 38 /* " (69.5 ms .. 1.40 s, 3 of 1000 runs)" */

/* "1.29 s .. 1.40 s, 5 runs" of more than one; `all`: runs there were, 0: as many. */
static void
put_spread(const struct report *r, const char *before, const struct pt_series *t, uint64_t all,
	const char *after)
{
	char min[PT_NUM], max[PT_NUM];

	if (t->len < 2 && all < 2)
		return;
	if (t->len > 1)
		fprintf(r->f, "%s%s .. %s, %zu", before, pt_format_seconds(min, t->min),
			pt_format_seconds(max, t->max), t->len);
	else
		fprintf(r->f, "%s%zu", before, t->len);
	if (all > t->len)
		fprintf(r->f, " of %" PRIu64, all);
	fprintf(r->f, " runs%s", after);
}

/* Names the other pools of the program, and how to see them: none is left out silently. */
static void
put_pools(const struct report *r)
{
	const struct pt_summary *s = r->s;
	char time[PT_NUM];

	for (size_t i = 0; i < s->pools_len && s->pools_len > 1; i++) {
		const struct pt_pool_info *p = &s->pools[i];

		fprintf(r->f, "%s pool %" PRIu32 ": ", p->shown ? "shown" : "also ", p->id);
		pt_report_foreign(r, p->name);
		fprintf(r->f, ", %" PRIu32 " worker%s, %" PRIu64 " run%s, %s in tasks", p->workers,
			pt_report_plural(p->workers), p->runs, pt_report_plural((double)p->runs),
			pt_format_seconds(time, p->work_s));
		if (!p->shown)
			fprintf(r->f, " (--pool %" PRIu32 ")", p->id);
		fputc('\n', r->f);
	}
}

/* "quicksort n=100M, 8 workers on 2 CPUs: 1.31 s (1.29 s .. 1.40 s, 5 runs)" */
static void
put_headline(const struct report *r)
{
	const struct pt_summary *s = r->s;
	struct pt_text head = { 0 };
	char time[PT_NUM];
	int column;

	pt_text_add(&head, "%s, %" PRIu32 " worker%s", r->m->title[0] ? r->m->title : "run",
		s->threads, pt_report_plural(s->threads));
	if (s->cpus > 0)
		pt_text_add(&head, " on %" PRIu32 " CPU%s", s->cpus, pt_report_plural(s->cpus));
	pt_text_add(&head, ":");
	fputs(pt_report_on(r, BOLD), r->f);
	column = pt_report_words(r, 0, pt_text_string(&head));
	fputs(pt_report_off(r), r->f);
	column = pt_report_words(r, column, pt_format_seconds(time, s->median_run_s));
	put_spread(r, r->o->width > 0 && column + SPREAD_COLUMNS > r->o->width ? "\n  (" : " (",
		&s->parallel, s->runs, ")");
	fputc('\n', r->f);
	pt_text_fini(&head);
}

/* "6.42 x faster than sequential (8.41 s, 8.40 s .. 8.44 s, 3 runs)" */
static void
put_against(const struct report *r, double speedup, const char *what, const struct pt_series *t,
	bool disturbed)
{
	char number[PT_NUM], time[PT_NUM], own[PT_NUM];

	pt_format_seconds(time, t->median);
	if (isnan(speedup))
		fprintf(r->f, "no run to compare with %s (%s", what, time);
	else
		fprintf(r->f, "%s%s x %s%s%s (%s", pt_report_on(r, BOLD),
			pt_format_ratio(number, speedup, 2),
			speedup < 1 ? "the speed of " : "faster than ", what, pt_report_off(r),
			time);
	put_spread(r, ", ", t, 0, "");
	if (disturbed)
		fprintf(r->f, ";\n  disturbed: %s without what others took",
			pt_format_seconds(own, t->own_s));
	fputs(")\n", r->f);
}

static void
put_percent(const struct report *r, double share)
{
	char number[PT_NUM];

	fprintf(r->f, "%s %%", pt_format_ratio(number, 100 * share, 1));
}

/* "by round 6.31 .. 6.55 x, median 6.40 x" */
static void
put_rounds(const struct report *r)
{
	const struct pt_series *t = &r->s->rounds;
	char low[PT_NUM], high[PT_NUM], middle[PT_NUM];

	if (t->len < 2)
		return;
	fprintf(r->f, "by round %s .. %s x, median %s x\n", pt_format_ratio(low, t->min, 2),
		pt_format_ratio(high, t->max, 2), pt_format_ratio(middle, t->median, 2));
}

/* That can be busy at once. */
static uint32_t
cpus_used(const struct pt_summary *s)
{
	return s->cpus > 0 && s->cpus < s->threads ? s->cpus : s->threads;
}

/* "97.2 % of what 2 CPUs can give (1.31 x)" */
static void
put_capacity(const struct report *r)
{
	const struct pt_summary *s = r->s;
	uint32_t cpus = cpus_used(s);
	char number[PT_NUM];

	if (isnan(s->speedup))
		return;
	fputs(isnan(s->capacity_share) ? "--" : "", r->f);
	if (!isnan(s->capacity_share))
		put_percent(r, s->capacity_share);
	fprintf(r->f, " of what %" PRIu32 " CPU%s can give", cpus, pt_report_plural(cpus));
	if (isnan(s->capacity.compute))
		fputs(": not calibrated\n", r->f);
	else
		fprintf(r->f, " (%s x%s)\n", pt_format_ratio(number, s->capacity.compute, 2),
			s->capacity.disturbed ? ", measured on a busy machine" : "");
}

/* "reads 28.1 GB/s: 96.3 % of what 2 CPUs read from memory (29.2 GB/s)" */
static void
put_stream(const struct report *r)
{
	const struct pt_summary *s = r->s;
	uint32_t cpus = cpus_used(s);
	char rate[PT_NUM], limit[PT_NUM], bytes[PT_NUM];

	if (isnan(s->stream.bytes_per_s))
		return;
	fprintf(r->f, "reads %s GB/s: ", pt_format_ratio(rate, s->stream.bytes_per_s / 1e9, 1));
	fputs(isnan(s->stream.limit_share) ? "--" : "", r->f);
	if (!isnan(s->stream.limit_share))
		put_percent(r, s->stream.limit_share);
	fprintf(r->f, " of what %" PRIu32 " CPU%s read%s from memory", cpus, pt_report_plural(cpus),
		cpus == 1 ? "s" : "");
	if (s->stream.may_be_cached)
		fprintf(r->f, ": %s may be cached\n", pt_format_bytes(bytes, s->stream.bytes));
	else if (isnan(s->capacity.read_bytes_per_s))
		fputs(": not calibrated\n", r->f);
	else
		fprintf(r->f, " (%s GB/s)\n",
			pt_format_ratio(limit, s->capacity.read_bytes_per_s / 1e9, 1));
}

static void
put_speedup(const struct report *r)
{
	const struct pt_summary *s = r->s;

	if (isnan(s->sequential.median))
		fputs("no baseline was measured: how much faster is not known\n", r->f);
	else
		put_against(r, s->speedup, "sequential", &s->sequential, s->sequential_disturbed);
	put_rounds(r);
	put_capacity(r);
	if (!isnan(s->self_speedup))
		put_against(r, s->self_speedup, "one worker", &s->one_worker,
			s->one_worker_disturbed);
	if (isnan(s->efficiency))
		return;
	fputs("efficiency ", r->f);
	put_percent(r, s->efficiency);
	if (!isnan(s->karp_flatt)) {
		fputs(", serial fraction (Karp-Flatt) ", r->f);
		put_percent(r, s->karp_flatt);
	}
	fputc('\n', r->f);
}

static void
put_busy(const struct report *r)
{
	const struct pt_summary *s = r->s;
	char busy[PT_NUM], balance[PT_NUM];

	if (isnan(s->cpus_busy))
		return;
	fprintf(r->f, "%s of ", pt_format_ratio(busy, s->cpus_busy, 2));
	if (s->cpus > 0)
		fprintf(r->f, "%" PRIu32 " CPU%s busy, %" PRIu32 " worker%s", s->cpus,
			pt_report_plural(s->cpus), s->threads, pt_report_plural(s->threads));
	else
		fprintf(r->f, "%" PRIu32 " worker%s busy", s->threads,
			pt_report_plural(s->threads));
	fprintf(r->f, "%s; balance %s (busiest / mean)\n", s->pinned ? ", pinned" : "",
		pt_format_ratio(balance, s->balance, 2));
}

static void
put_identity(const struct report *r)
{
	const struct pt_summary *s = r->s;

	if (isnan(s->identity_a) || isnan(s->identity_f) || isnan(s->identity_u))
		return;
	fprintf(r->f,
		"  %s %.2f = %" PRIu32 " x utilization %.3f / (overhead %.3f x "
		"inflation %.3f)\n",
		fabs(s->cores.useful - s->speedup) < 0.005 ? "speedup" : "useful", s->cores.useful,
		s->threads, s->identity_u, s->identity_a, s->identity_f);
}

static void
put_steals(const struct report *r)
{
	const struct pt_summary *s = r->s;
	uint64_t steals = s->counter[PT_COUNTER_STOLEN];
	char count[PT_NUM], success[PT_NUM], share[PT_NUM];

	if (!(s->detail_run_s > 0))
		return;
	double rate = pt_speedup_ratio((double)steals, (double)s->counter[PT_COUNTER_TRIES]);
	double part = pt_speedup_ratio((double)steals, (double)s->tasks);

	fprintf(r->f, "\n%" PRIu64 " steal%s", steals, pt_report_plural((double)steals));
	if (!isnan(rate))
		fprintf(r->f, " (%s %% of attempts)", pt_format_share(success, rate));
	if (!isnan(part))
		fprintf(r->f, ", %s %% of %s tasks", pt_format_share(share, part),
			pt_format_count(count, (double)s->tasks));
	if (s->counter[PT_COUNTER_CANCELLED] > 0)
		fprintf(r->f, "; %" PRIu64 " tasks cancelled", s->counter[PT_COUNTER_CANCELLED]);
	fputc('\n', r->f);
}

static void
put_worker(const struct report *r, size_t i)
{
	const struct pt_worker_summary *w = &r->s->workers[i];
	const double parts[] = { w->busy_s, w->blocked_s, w->search_s, w->park_s, w->wait_s,
		w->off_cpu_s };
	char number[PT_NUM];

	fprintf(r->f, "  %4zu %4" PRIu32, i, w->cpu);
	for (size_t k = 0; k < sizeof(parts) / sizeof(*parts); k++)
		fprintf(r->f, "  %6s",
			pt_format_ratio(number, 100 * parts[k] / r->s->detail_run_s, 1));
	fprintf(r->f, " %6s", pt_format_count(number, (double)w->tasks));
	fprintf(r->f, " %6s", pt_format_count(number, (double)w->counter[PT_COUNTER_STOLEN]));
	fprintf(r->f, " %6s\n", pt_format_count(number, (double)w->stolen_from));
}

static void
put_workers(const struct report *r)
{
	const struct pt_summary *s = r->s;
	size_t shown = r->o->max_workers ? r->o->max_workers : WORKERS_SHOWN;

	if (!(s->detail_run_s > 0) || s->workers_len == 0)
		return;
	if (shown > s->workers_len)
		shown = s->workers_len;
	fprintf(r->f,
		"%sworker  CPU  busy %% blocked  search    park    join off-cpu  tasks steals   lost%s\n",
		pt_report_on(r, DIM), pt_report_off(r));
	for (size_t i = 0; i < shown; i++)
		put_worker(r, i);
	if (shown < s->workers_len)
		fprintf(r->f, "  and %zu more\n", s->workers_len - shown);
}

/* Returns the column behind it. */
static int
begin_note(const struct report *r, bool warning, const char *text)
{
	int column;

	fprintf(r->f, "%s%c ", warning ? pt_report_on(r, WARN) : "", warning ? '!' : 'i');
	column = pt_report_words(r, 2, text);
	fputs(warning ? pt_report_off(r) : "", r->f);
	return column;
}

static void
put_note(const struct report *r, bool warning, const char *text)
{
	begin_note(r, warning, text);
	fputc('\n', r->f);
}

static void
put_advice(const struct report *r, const struct pt_advice *a)
{
	struct pt_text text = { 0 };
	int column;

	pt_text_add(&text, "%s%s", a->text, *a->suggestion ? ";" : "");
	column = begin_note(r, a->level == PT_ADVICE_WARNING, pt_text_string(&text));
	pt_text_fini(&text);
	if (*a->suggestion) {
		fputs(pt_report_on(r, DIM), r->f);
		column = pt_report_words(r, column, "try:");
		(void)pt_report_words(r, column, a->suggestion);
		fputs(pt_report_off(r), r->f);
	}
	fputc('\n', r->f);
}

/* Whether an advice says the same as a warning of the runner, and its effect, too. */
static bool
advised(const struct report *r, const char *warning)
{
	size_t head = strcspn(warning, ":");

	for (uint32_t i = 0; i < r->m->advice_len && warning[head]; i++)
		if (strncmp(r->m->advice[i].text, warning, head + 1) == 0)
			return true;
	return false;
}

static void
put_notes(const struct report *r, const char *reader_warning)
{
	const struct pt_summary *s = r->s;

	if (s->state == PT_MODEL_CANCELLED)
		put_note(r, true, "cancelled: these are the runs until then");
	if (*s->error)
		put_note(r, true, s->error);
	for (size_t i = 0; i < s->warnings_len; i++)
		if (!advised(r, s->warnings[i]))
			put_note(r, true, s->warnings[i]);
	if (*reader_warning)
		put_note(r, true, reader_warning);
	for (uint32_t i = 0; i < r->m->advice_len; i++)
		put_advice(r, &r->m->advice[i]);
}

/* What bounds the speedup with any number of workers. */
static void
put_graph(const struct report *r, struct pt_source *source)
{
	struct pt_runs_graph g;
	char work[PT_NUM], span[PT_NUM], ratio[PT_NUM];

	pt_runs_graph_make(&g, source);
	if (g.runs == 0)
		return;
	fprintf(r->f, "work %s, span %s, parallelism %s: what tasks and events cost is in them\n",
		pt_format_seconds(work, g.work_s), pt_format_seconds(span, g.span_s),
		pt_format_ratio(ratio, g.parallelism, g.parallelism < 100 ? 1 : 0));
	if (g.contradictions > 0)
		fprintf(r->f, "%s! the graph of tasks has %" PRIu64 " contradictions%s\n",
			pt_report_on(r, WARN), g.contradictions, pt_report_off(r));
}

static void
put_tracing(const struct report *r)
{
	const struct pt_summary *s = r->s;
	char events[PT_NUM], ns[PT_NUM], share[PT_NUM];

	if (isnan(s->tracing.event_ns) || isnan(s->tracing.share))
		return;
	fputs("detail ", r->f);
	pt_report_foreign(r, s->detail);
	fprintf(r->f, ": %s events of about %s ns each, estimated %s %% of the work\n",
		pt_format_count(events, (double)s->tracing.events),
		pt_format_ratio(ns, s->tracing.event_ns, 1),
		pt_format_share(share, s->tracing.share));
}

static void
put_recording(const struct report *r)
{
	const struct pt_summary *s = r->s;

	fprintf(r->f, "%" PRIu64 " events, %" PRIu64 " lost", s->events, s->events_lost);
	if (s->journal_lost > 0)
		fprintf(r->f, ", %" PRIu64 " entries lost", s->journal_lost);
	if (r->o->trace) {
		fputs("; recording: ", r->f);
		pt_report_foreign(r, r->o->trace);
	}
	fputc('\n', r->f);
}

static int
write_report(struct pt_source *source, const struct pt_export_options *options, FILE *f,
	struct pt_error *e)
{
	struct report r = { .f = f,
		.o = options,
		.m = pt_source_model(source),
		.s = pt_source_summary(source) };

	put_headline(&r);
	put_speedup(&r);
	put_stream(&r);
	put_busy(&r);
	put_pools(&r);
	pt_report_cores(&r);
	put_identity(&r);
	put_steals(&r);
	put_workers(&r);
	pt_report_results(&r);
	fputc('\n', f);
	put_notes(&r, pt_source_warning(source));
	put_graph(&r, source);
	put_tracing(&r);
	put_recording(&r);
	return ferror(f) ? pt_fail_write(e, f, "the report") : 0;
}

const struct pt_exporter pt_exporter_report = {
	.name = "report",
	.extension = "txt",
	.summary = "the run as text",
	.write = write_report,
};
