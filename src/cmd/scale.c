/* SPDX-License-Identifier: MIT */
/*
 * partop scale: how far a workload scales, over workers, sizes or grains, timed in interleaved rounds.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/scale_configs.h"
#include "export/scale.h"
#include "session/capacity.h"
#include "session/show.h"
#include "session/trials.h"
#include "session/trials_output.h"

#define NARROW 0.03 /* half an interval, as a share */

static const struct pt_option rows[] = {
	{ .name = "plot",
		.type = PT_OPT_LIST,
		.value_name = "FILE",
		.min = 1,
		.help = "draw into FILE.svg, .png or .pdf, too" },
};
static const struct pt_options plot_options = PT_OPTIONS(rows);
static const struct pt_options *const tables[] = { &pt_scale_axis_options, &plot_options,
	&pt_trials_options, &pt_capacity_options, &pt_trials_output_options, &pt_text_options,
	NULL };

struct picture {
	struct pt_output to;
	enum pt_plot_format format;
};

/* What was asked for. */
struct request {
	struct pt_trial_configs configs;
	struct pt_trials_plan plan;
	struct pt_trials_output output;
	struct picture *picture;
	size_t pictures;
};

/* ---- pictures ---- */

static int
begin_picture(struct picture *p, const char *path, bool force, struct pt_error *e)
{
	if (!pt_plot_format_of(path, &p->format))
		return pt_fail(e, PT_EXIT_USAGE, "--plot: '%s' ends in none of .svg, .png, .pdf",
			path);
	if (pt_plot_picture_begin(e) < 0)
		return -1;
	return pt_output_begin(&p->to, path, force, e);
}

/* Before anything runs: what cannot be drawn or written is told. */
static int
begin_pictures(struct request *q, const struct pt_args *a, struct pt_error *e)
{
	const struct pt_value *v = pt_args_get(a, "plot");

	q->picture = pt_xcalloc(v->list_len, sizeof(*q->picture));
	for (size_t i = 0; i < v->list_len; i++) {
		if (begin_picture(&q->picture[i], v->list[i], pt_args_flag(a, "force"), e) < 0)
			return -1;
		q->pictures++;
	}
	return 0;
}

static int
write_pictures(struct request *q, const struct pt_scaling *s, struct pt_error *e)
{
	struct pt_scale_plot *plot = q->pictures > 0 ? pt_scale_plot_new(s) : NULL;
	int rc = 0;

	if (q->pictures > 0 && plot == NULL)
		rc = pt_fail(e, PT_EXIT_FAILED, "--plot: there is no point to draw");
	for (size_t i = 0; i < q->pictures && rc == 0; i++) {
		struct picture *p = &q->picture[i];

		rc = pt_plot_picture(pt_scale_plot_of(plot), p->format, p->to.file, e);
		if (rc == 0)
			rc = pt_output_end(&p->to, e);
	}
	pt_scale_plot_free(plot);
	return rc;
}

static void
drop_pictures(struct request *q)
{
	for (size_t i = 0; i < q->pictures; i++)
		pt_output_drop(&q->picture[i].to);
	free(q->picture);
}

/* ---- while it goes on ---- */

static bool
enough(const struct pt_trials *t, void *ctx)
{
	struct pt_scaling s;
	double width;

	pt_scaling_make(&s, t->measured, t->len);
	width = pt_scaling_width(&s);
	pt_scaling_fini(&s);
	return width <= NARROW; /* not if it is not known */
}

static bool
is_same_curve(const struct pt_measured *a, const struct pt_measured *b)
{
	const char *end = strrchr(a->label, ' ');
	size_t len = end != NULL ? (size_t)(end - a->label) + 1 : 0;

	return strncmp(a->label, b->label, len) == 0;
}

/* Its own baseline, or the one that it shares. */
static double
sequential_s(const struct pt_trials *t, const struct pt_measured *m)
{
	double s = pt_timings_median(&m->sequential);

	for (size_t i = 0; isnan(s) && i < t->len; i++)
		if (is_same_curve(m, &t->measured[i]))
			s = pt_timings_median(&t->measured[i].sequential);
	return s;
}

/* By medians alone: it must cost nothing between two processes. */
static void
news(const struct pt_trials *t, char *out, size_t size, void *ctx)
{
	const char *best = NULL;
	double most = 0;

	*out = 0;
	for (size_t i = 0; i < t->len; i++) {
		const struct pt_measured *m = &t->measured[i];
		double speedup = sequential_s(t, m) / pt_timings_median(&m->parallel);

		if (m->error != NULL || !(speedup > most))
			continue;
		most = speedup;
		best = m->label;
	}
	if (best != NULL)
		snprintf(out, size, "%.*s %.2f x so far", (int)pt_text_fit(best, 24), best, most);
}

/* ---- what is said ---- */

static int
show(struct request *q, const struct pt_trials *t, struct pt_error *e)
{
	static const struct pt_findings_printer printer = { pt_scale_text, pt_scale_json,
		pt_scale_csv, pt_scale_markdown };
	struct pt_scaling s;
	int rc;

	pt_scaling_make(&s, t->measured, t->len);
	rc = pt_trials_output_write(&q->output, &printer,
		&(struct pt_findings){ .s = &s,
			.interrupted = t->interrupted,
			.folder = q->plan.save },
		e);
	if (rc == 0)
		rc = write_pictures(q, &s, e);
	pt_scaling_fini(&s);
	return rc;
}

static int
report_saved(const struct pt_trials *t, const char *folder, const struct pt_look *look, FILE *f)
{
	struct pt_scaling s;

	pt_scaling_make(&s, t->measured, t->len);
	pt_scale_text(&(struct pt_findings){ .s = &s }, look, f);
	pt_scaling_fini(&s);
	return 0;
}

/* ---- the command ---- */

static void
read_plan(struct request *q, const struct pt_args *a)
{
	pt_trials_read(&q->plan, a);
	q->plan.command = "scale";
	q->plan.least = 1;
	q->plan.calibrate = !pt_args_flag(a, "no-calibrate");
	q->plan.quiet = pt_args_flag(a, "quiet");
}

static int
read_words(struct request *q, int argc, char **argv, struct pt_error *e)
{
	struct pt_trial_words w;
	int rc = pt_trial_words_read(&w, tables, argc, argv, e);

	if (rc == 0)
		rc = pt_scale_configs_make(&q->configs, &w, e);
	if (rc == 0) {
		read_plan(q, w.args);
		rc = pt_trials_output_begin(&q->output, w.args, e);
	}
	if (rc == 0)
		rc = begin_pictures(q, w.args, e);
	pt_trial_words_fini(&w);
	return rc;
}

static int
scale(struct request *q, struct pt_error *e)
{
	struct pt_trials t = { .config = q->configs.config,
		.len = q->configs.len,
		.enough = enough,
		.news = news,
		.ctx = q };
	int rc = pt_trials_run(&t, &q->plan, e);

	if (rc >= 0 && show(q, &t, e) < 0)
		rc = -1;
	pt_trials_fini(&t);
	return rc;
}

static int
scale_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct request q = { 0 };
	int rc = read_words(&q, argc, argv, e);

	if (rc == 0)
		rc = scale(&q, e);
	drop_pictures(&q);
	pt_trials_output_drop(&q.output);
	pt_trial_configs_fini(&q.configs);
	return rc;
}

const struct pt_command pt_command_scale = {
	.name = "scale",
	.usage = "WORKLOAD [OPTIONS]",
	.summary = "tell how far a workload scales, and when it is worth it",
	.notes =
		"Options of run and of the workload may have lists; each makes curves of its own:\n"
		"  partop scale quicksort --threads 1..16\n"
		"  partop scale quicksort --threads 1..64x2 --weak\n"
		"  partop scale quicksort --sizes 1K..100M --plot sizes.svg\n"
		"  partop scale sum --grains 1..1M\n"
		"A range a..b has a step: a..b+5 adds it, a..bx2 multiplies by it.\n",
	.options = tables,
	.add_options = pt_trial_words_add_all,
	.outlives_pipe = true,
	.run = scale_run,
	.report_saved = report_saved,
};
