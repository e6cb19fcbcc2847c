/* SPDX-License-Identifier: MIT */
/*
 * partop compare: which is faster.  A workload whose options have lists, or command lines behind
 * `--`, timed in interleaved rounds.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/run_args.h"
#include "cmd/trial_commands.h"
#include "cmd/trial_words.h"
#include "export/compare.h"
#include "metrics/comparison.h"
#include "session/capacity.h"
#include "session/show.h"
#include "session/trials.h"
#include "session/trials_output.h"
#include "workloads/workload.h"

#define NARROW 0.03       /* half an interval, as a share */
#define COMMAND_ROUNDS 10 /* of short commands, which cost little */
#define COMMAND_S 3

static const char *const baselines[] = { "first", "fastest", NULL };
/* clang-format off */
static const struct pt_option rows[] = {
	{ .name = "baseline", .type = PT_OPT_CHOICE, .value_name = "WHICH", .choices = baselines,
		.fallback = "first", .help = "what the others are compared with" },
	{ .name = "warmup", .type = PT_OPT_U64, .value_name = "N", .max = PT_JOB_RUNS_MAX,
		.help = "runs before those that count (default: 0, of commands 1)" },
	{ .name = "ignore-failure", .letter = 'i', .type = PT_OPT_FLAG,
		.help = "a command's exit code does not matter" },
};
/* clang-format on */
static const struct pt_options compare_options = PT_OPTIONS(rows);
static const struct pt_options *const tables[] = { &pt_trials_options, &compare_options,
	&pt_capacity_options, &pt_trials_output_options, &pt_text_options, NULL };

/* What was asked for. */
struct request {
	struct pt_trial_configs configs;
	struct pt_trials_plan plan;
	struct pt_trials_output output;
	enum pt_comparison_baseline baseline;
};

/* ---- while it goes on ---- */

static bool
enough(const struct pt_trials *t, void *ctx)
{
	struct request *q = ctx;
	struct pt_comparison c;
	double width;

	if (t->measured[0].command && t->rounds < COMMAND_ROUNDS && t->elapsed_s < COMMAND_S)
		return false;
	pt_comparison_make(&c, t->measured, t->len, q->baseline);
	width = pt_comparison_width(&c);
	pt_comparison_fini(&c);
	return width <= NARROW; /* not if it is not known */
}

/* By medians alone: it must cost nothing between two processes. */
static void
news(const struct pt_trials *t, char *out, size_t size, void *ctx)
{
	double best_s = INFINITY, second_s = INFINITY;
	const char *best = NULL;

	*out = 0;
	for (size_t i = 0; i < t->len; i++) {
		double s = pt_timings_median(&t->measured[i].parallel);

		if (t->measured[i].error == NULL && s < best_s) {
			second_s = best_s;
			best_s = s;
			best = t->measured[i].label;
		} else if (t->measured[i].error == NULL && s < second_s) {
			second_s = s;
		}
	}
	if (best != NULL && isfinite(second_s))
		snprintf(out, size, "%.*s %.1f x ahead", (int)pt_text_fit(best, 20), best,
			second_s / best_s);
}

/* ---- what is said ---- */

static int
show(struct request *q, const struct pt_trials *t, struct pt_error *e)
{
	static const struct pt_findings_printer printer = { pt_compare_text, pt_compare_json,
		pt_compare_csv, pt_compare_markdown };
	struct pt_comparison c;
	int rc;

	pt_comparison_make(&c, t->measured, t->len, q->baseline);
	rc = pt_trials_output_write(&q->output, &printer,
		&(struct pt_findings){ .c = &c,
			.interrupted = t->interrupted,
			.folder = q->plan.save },
		e);
	pt_comparison_fini(&c);
	return rc;
}

static int
report_saved(const struct pt_trials *t, const char *folder, const struct pt_look *look, FILE *f)
{
	struct pt_comparison c;

	pt_comparison_make(&c, t->measured, t->len, PT_COMPARISON_FIRST);
	pt_compare_text(&(struct pt_findings){ .c = &c }, look, f);
	pt_comparison_fini(&c);
	return 0;
}

/* ---- what is asked for ---- */

static int
check_two(const struct pt_trial_configs *c, const struct pt_workload *w, struct pt_error *e)
{
	if (c->len > 1)
		return 0;
	return pt_fail(e, PT_EXIT_USAGE,
		"compare: with what? give an option a list, as in partop compare %s %s", w->name,
		w->knob);
}

static int
add_warmup(struct pt_trial_axes *x, const struct pt_args *a, struct pt_error *e)
{
	struct pt_option_list one;

	if (!pt_args_get(a, "warmup")->given)
		return 0;
	if (pt_option_list_read(&one, &rows[1], pt_args_get(a, "warmup")->text, e) < 0)
		return -1;
	pt_trial_axes_add(x, "warmup", &one);
	pt_option_list_fini(&one);
	return 0;
}

static int
configs_of_words(struct request *q, const struct pt_trial_words *w, struct pt_error *e)
{
	struct pt_trial_axes x;
	int rc;

	if (pt_trial_axes_read(&x, w, e) < 0)
		return -1;
	rc = add_warmup(&x, w->args, e);
	if (rc == 0)
		rc = pt_trial_configs_make(&q->configs, w, &x, e);
	pt_trial_axes_fini(&x);
	return rc;
}

static void
read_plan(struct request *q, const struct pt_args *a)
{
	pt_trials_read(&q->plan, a);
	q->plan.least = 2;
	q->plan.command = "compare";
	q->plan.quiet = pt_args_flag(a, "quiet");
	q->plan.ignore_failure = pt_args_flag(a, "ignore-failure");
	q->plan.calibrate = !pt_args_flag(a, "no-calibrate");
	q->baseline = (enum pt_comparison_baseline)pt_args_choice(a, "baseline", 0);
}

/* partop compare WORKLOAD ... */
static int
read_workload(struct request *q, int argc, char **argv, struct pt_error *e)
{
	struct pt_trial_words w;
	int rc = pt_trial_words_read(&w, tables, argc, argv, e);

	if (rc == 0)
		rc = configs_of_words(q, &w, e);
	if (rc == 0) {
		read_plan(q, w.args);
		rc = check_two(&q->configs, w.workload, e);
	}
	if (rc == 0)
		rc = pt_trials_output_begin(&q->output, w.args, e);
	pt_trial_words_fini(&w);
	return rc;
}

/* Parsing moves operands behind all else, `--` included: one of them may have stood before it. */
static int
check_operands(const struct pt_args *a, const char *behind, struct pt_error *e)
{
	if (a->operands_len == 0 || a->operands[0] == behind)
		return 0;
	return pt_fail(e, PT_EXIT_USAGE,
		"compare: '%s' before --: a workload or commands, not both", a->operands[0]);
}

/* partop compare -- CMD1 -- CMD2 */
static int
read_commands(struct request *q, int argc, char **argv, struct pt_error *e)
{
	const char *behind = argv[pt_trial_commands_begin(argc, argv) + 1];
	struct pt_args *a = pt_args_new(tables, PT_OPERANDS_ANYWHERE);
	int rc = pt_args_parse(a, argc, argv, e);

	if (rc == 0)
		rc = check_operands(a, behind, e);
	if (rc == 0) {
		read_plan(q, a);
		q->plan.warmup = (uint32_t)pt_args_u64(a, "warmup", 1);
		rc = pt_trial_commands_read(&q->configs, a->operands_len, a->operands, e);
	}
	if (rc == 0 && q->plan.save != NULL && q->configs.config[0].kind == PT_TRIAL_COMMAND)
		rc = pt_fail(e, PT_EXIT_USAGE,
			"--save: commands leave no recordings; --json keeps the "
			"numbers");
	if (rc == 0)
		rc = pt_trials_output_begin(&q->output, a, e);
	pt_args_free(a);
	return rc;
}

static int
compare(struct request *q, struct pt_error *e)
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
compare_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct request q = { 0 };
	int rc = pt_trial_commands_begin(argc, argv) > 0 ? read_commands(&q, argc, argv, e) :
							   read_workload(&q, argc, argv, e);

	if (rc == 0)
		rc = compare(&q, e);
	pt_trials_output_drop(&q.output);
	pt_trial_configs_fini(&q.configs);
	return rc;
}

const struct pt_command pt_command_compare = {
	.name = "compare",
	.usage = "WORKLOAD [OPTIONS] | [OPTIONS] -- CMD -- CMD ...",
	.summary = "tell which of several configurations is faster",
	.notes = "Options of run and of the workload say what is measured, and may have lists:\n"
		 "  partop compare hashagg --variant mutex,fold --threads 1..4\n"
		 "partop list -v has such a comparison for each workload.\n"
		 "Behind -- stand whole commands, word by word, without a shell:\n"
		 "  partop compare -- sort a -- sh -c 'sort a | uniq'\n",
	.options = tables,
	.add_options = pt_trial_words_add_all,
	.outlives_pipe = true,
	.run = compare_run,
	.report_saved = report_saved,
};
