/* SPDX-License-Identifier: MIT */
/*
 * Comma separated values, for spreadsheets and data frames: a line per worker of the shown run,
 * with its times and all its counters.  What was not measured is an empty field.
 */
#include <inttypes.h>
#include <math.h>

#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "export/exporter.h"
#include "export/worker_times.h"
#include "metrics/model.h"
#include "metrics/source.h"
#include "recording/names.h"

static const char *const separators[] = { "comma", "semicolon", "tab", NULL };
static const struct pt_option rows[] = {
	{ .name = "csv-separator",
		.type = PT_OPT_CHOICE,
		.choices = separators,
		.value_name = "WHAT",
		.fallback = "comma",
		.help = "between the fields" },
};
static const struct pt_options csv_options = PT_OPTIONS(rows);

struct csv {
	FILE *f;
	char separator;
};

/* With nine digits behind a point, whatever the locale says. */
static void
put_seconds(const struct csv *c, double s)
{
	uint64_t ns = isfinite(s) && fabs(s) < 1e9 ? (uint64_t)llround(fabs(s) * 1e9) : 0;

	fputc(c->separator, c->f);
	if (isfinite(s) && fabs(s) < 1e9)
		fprintf(c->f, "%s%" PRIu64 ".%09" PRIu64, s < 0 && ns > 0 ? "-" : "",
			ns / 1000000000, ns % 1000000000);
}

static void
put_head(const struct csv *c)
{
	fprintf(c->f, "worker%ccpu%ctasks%cstolen_from", c->separator, c->separator, c->separator);
	for (unsigned k = 0; k < PT_COUNTERS_USED; k++)
		fprintf(c->f, "%c%s", c->separator, pt_counter_name(k));
	for (size_t i = 0; i < PT_WORKER_TIMES; i++)
		fprintf(c->f, "%c%s", c->separator, pt_worker_time_names[i]);
	fputc('\n', c->f);
}

static void
put_worker(const struct csv *c, const struct pt_worker_summary *w, size_t index)
{
	fprintf(c->f, "%zu%c%" PRIu32 "%c%" PRIu64 "%c%" PRIu64, index, c->separator, w->cpu,
		c->separator, w->tasks, c->separator, w->stolen_from);
	for (unsigned k = 0; k < PT_COUNTERS_USED; k++)
		fprintf(c->f, "%c%" PRIu64, c->separator, w->counter[k]);
	for (size_t i = 0; i < PT_WORKER_TIMES; i++)
		put_seconds(c, pt_worker_time(w, i));
	fputc('\n', c->f);
}

static int
write_csv(struct pt_source *source, const struct pt_export_options *options, FILE *f,
	struct pt_error *e)
{
	const struct pt_summary *s = pt_source_summary(source);
	int separator = options->args ? pt_args_choice(options->args, "csv-separator", 0) : 0;
	const struct csv c = { .f = f, .separator = ",;\t"[separator] };

	put_head(&c);
	for (size_t i = 0; s->detail_run_s > 0 && i < s->workers_len; i++)
		put_worker(&c, &s->workers[i], i);
	return ferror(f) ? pt_fail_write(e, f, "the table") : 0;
}

const struct pt_exporter pt_exporter_csv = {
	.name = "csv",
	.extension = "csv",
	.summary = "a line per worker, with its times and counters",
	.options = &csv_options,
	.write = write_csv,
};
