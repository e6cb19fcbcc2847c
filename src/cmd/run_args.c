/* SPDX-License-Identifier: MIT */
/*
 * Reading the words of `partop run` takes two passes, because the workload decides which options
 * there are, and may stand behind them.  The first pass knows the options of all workloads and
 * finds the workload; the second has its table.
 */
#include "cmd/run_args.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/nearest.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/args.h"
#include "cmd/command.h"
#include "cmd/workload_help.h"
#include "os/cpus.h"
#include "recording/layout.h"
#include "session/capacity.h"

#define WORKLOADS_MAX 64

/* The levels, after the first. */
static const char *const simds[] = { "auto", [1 + PT_SIMD_NONE] = "none",
	[1 + PT_SIMD_SSE2] = "sse2", [1 + PT_SIMD_AVX2] = "avx2", [1 + PT_SIMD_AVX512] = "avx512",
	[1 + PT_SIMD_LEVELS] = NULL };
static const char *const pins[] = { "auto", "none", NULL };
static const char *const previews[] = { "auto", "none", NULL };
static const char *const verifies[] = { "auto", "full", "none", NULL };

/* clang-format off */
static const struct pt_option rows[] = {
	{ .name = "threads", .letter = 't', .type = PT_OPT_U64, .value_name = "N", .min = 1,
		.max = PT_RUN_THREADS_MAX, .help = "workers (default: the CPUs there are to use)" },
	{ .name = "variant", .type = PT_OPT_TEXT, .value_name = "NAME", .min = 1,
		.help = "which parallel version of the work" },
	{ .name = "policy", .type = PT_OPT_CHOICE, .value_name = "NAME",
		.choices = pt_policy_names, .fallback = "steal", .help = "how loops are shared out" },
	{ .name = "simd", .type = PT_OPT_CHOICE, .value_name = "LEVEL", .choices = simds,
		.fallback = "auto", .help = "highest vector instructions" },
	{ .name = "seed", .type = PT_OPT_U64, .value_name = "N", .fallback = "1",
		.help = "of made inputs and of victims" },
	{ .name = "runs", .type = PT_OPT_U64, .value_name = "N", .min = 1, .max = PT_JOB_RUNS_MAX,
		.help = "rounds of runs (default: at least 5, and 3 s)" },
	{ .name = "time", .type = PT_OPT_DURATION, .value_name = "TIME",
		.min = PT_SHOW_TIME_MIN_NS, .max = PT_SHOW_TIME_MAX_NS,
		.help = "go on with rounds for so long" },
	{ .name = "min-runs", .type = PT_OPT_U64, .max = PT_JOB_RUNS_MAX, .fallback = "0",
		.hidden = true },
	{ .name = "baselines", .type = PT_OPT_U64, .value_name = "N", .max = PT_JOB_BASELINES_MAX,
		.fallback = "100", .help = "rounds with the baselines, 0: none" },
	{ .name = "trial", .type = PT_OPT_TEXT, .hidden = true },
	{ .name = "order", .type = PT_OPT_CHOICE, .value_name = "HOW", .choices = pt_job_orders,
		.fallback = "rounds", .help = "how runs follow" },
	{ .name = "preview", .type = PT_OPT_CHOICE, .value_name = "HOW", .choices = previews,
		.fallback = "auto", .help = "a part first, not counted" },
	{ .name = "warmup", .type = PT_OPT_U64, .value_name = "N", .max = PT_JOB_RUNS_MAX,
		.fallback = "0", .help = "whole runs before those that count" },
	{ .name = "verify", .type = PT_OPT_CHOICE, .value_name = "WHEN", .choices = verifies,
		.fallback = "auto", .help = "check results" },
	{ .name = "pin", .type = PT_OPT_CHOICE, .value_name = "HOW", .choices = pins,
		.fallback = "auto", .help = "bind workers to CPUs" },
};
/* clang-format on */
const struct pt_options pt_measure_options = PT_OPTIONS(rows);

const struct pt_options *const pt_run_options[] = { &pt_measure_options, &pt_timeout_options,
	&pt_capacity_options, &pt_record_options, &pt_show_options, &pt_text_options, NULL };

const struct pt_workload *
pt_run_workload(const char *name, struct pt_error *e)
{
	const struct pt_workload *w = pt_workload_find(name);
	const char *names[WORKLOADS_MAX];
	char hint[256];
	size_t n = 0;

	if (w != NULL)
		return w;
	while (n < WORKLOADS_MAX && pt_workloads[n] != NULL) {
		names[n] = pt_workloads[n]->name;
		n++;
	}
	pt_nearest_hint(hint, sizeof(hint), name, names, n);
	pt_fail(e, PT_EXIT_USAGE, "unknown workload '%s'%s", name,
		hint[0] != 0 ? hint : "; partop list shows them");
	return NULL;
}

/* ---- first pass: which workload ---- */

/* Only whether an option takes a value matters. */
void
pt_run_args_add_all(struct pt_args *a)
{
	for (const struct pt_workload *const *w = pt_workloads; *w != NULL; w++) {
		for (size_t i = 0; i < (*w)->params_len; i++) {
			const struct pt_option *p = &(*w)->params[i];
			struct pt_option o = { .name = p->name,
				.letter = p->letter,
				.type = p->type == PT_OPT_FLAG ? PT_OPT_FLAG : PT_OPT_TEXT };

			if (!pt_args_has(a, o.name))
				pt_args_add(a, &o, 1);
		}
	}
}

static int
check_operands(const struct pt_args *a, const char *command, struct pt_error *e)
{
	if (a->operands_len == 0)
		return pt_fail(e, PT_EXIT_USAGE, "%s: which workload? partop list shows them",
			command);
	if (a->operands_len > 1)
		return pt_fail(e, PT_EXIT_USAGE, "%s: '%s' is one word too many", command,
			a->operands[1]);
	return 0;
}

static int
refuse_option(const struct pt_workload *w, const char *name, struct pt_error *e)
{
	struct pt_text has = { 0 };

	for (size_t i = 0; i < w->params_len; i++)
		pt_text_add(&has, "%s--%s", i > 0 ? ", " : "", w->params[i].name);
	pt_fail(e, PT_EXIT_USAGE, "%s has no option --%s; its own are: %s", w->name, name,
		has.len > 0 ? pt_text_string(&has) : "none");
	pt_text_fini(&has);
	return -1;
}

static bool
has_param(const struct pt_workload *w, const char *name)
{
	for (size_t i = 0; i < w->params_len; i++) {
		if (strcmp(w->params[i].name, name) == 0)
			return true;
	}
	return false;
}

static int
refuse_foreign_options(const struct pt_args *a, size_t own, const struct pt_workload *w,
	struct pt_error *e)
{
	for (size_t i = own; i < a->len; i++) {
		if (a->values[i].given && !has_param(w, a->table[i].name))
			return refuse_option(w, a->table[i].name, e);
	}
	return 0;
}

const struct pt_workload *
pt_run_find(struct pt_args *a, int argc, char **argv, struct pt_error *e)
{
	const struct pt_workload *w = NULL;
	const size_t own = a->len;

	pt_run_args_add_all(a);
	if (pt_args_parse(a, argc, argv, e) == 0 && check_operands(a, argv[0], e) == 0) {
		w = pt_run_workload(a->operands[0], e);
		if (w != NULL && refuse_foreign_options(a, own, w, e) < 0)
			w = NULL;
	}
	pt_args_free(a);
	return w;
}

/* ---- second pass: the values ---- */

static int
read_variant(struct pt_run_args *r, const char *name, struct pt_error *e)
{
	const struct pt_workload *w = r->job.workload;
	struct pt_text has = { 0 };

	if (name == NULL)
		return 0;
	for (size_t i = 0; i < w->variants_len; i++) {
		if (strcmp(w->variants[i].name, name) == 0) {
			r->job.variant = (unsigned)i;
			pt_text_fini(&has);
			return 0;
		}
		pt_text_add(&has, "%s%s", i > 0 ? ", " : "", w->variants[i].name);
	}
	if (has.len == 0)
		pt_fail(e, PT_EXIT_USAGE, "--variant: %s has only one version", w->name);
	else
		pt_fail(e, PT_EXIT_USAGE, "--variant: %s has no '%s'; it has: %s", w->name, name,
			pt_text_string(&has));
	pt_text_fini(&has);
	return -1;
}

/* One that it cannot have would be shown, and not be there. */
static int
read_policy(struct pt_run_args *r, struct pt_error *e)
{
	const struct pt_workload *w = r->job.workload;
	enum partop_policy policy = (enum partop_policy)pt_args_choice(r->args, "policy", 0);
	struct pt_text has = { 0 };

	r->job.policy = policy;
	if (pt_workload_allows(w, r->job.variant, policy))
		return 0;
	pt_workload_policies(w, &has);
	if (w->policies == 0)
		pt_fail(e, PT_EXIT_USAGE, "--policy: the work of %s is no loop: it has only steal",
			w->name);
	else if (w->policies >> policy & 1)
		pt_fail(e, PT_EXIT_USAGE, "--policy: variant %s of %s has only steal",
			w->variants[r->job.variant].name, w->name);
	else
		pt_fail(e, PT_EXIT_USAGE, "--policy: %s cannot have '%s'; it can have: %s", w->name,
			pt_policy_names[policy], pt_text_string(&has));
	pt_text_fini(&has);
	return -1;
}

static int
read_simd(struct pt_run_args *r, struct pt_error *e)
{
	int choice = pt_args_choice(r->args, "simd", 0);
	enum pt_simd most = choice == 0 ? pt_simd_best() : (enum pt_simd)(choice - 1);

	r->job.simd = pt_workload_simd(r->job.workload, most);
	if (choice != 0 && r->job.workload->simd == 0)
		return pt_fail(e, PT_EXIT_USAGE, "--simd: the work of %s comes in one level only",
			r->job.workload->name);
	if (!pt_simd_has(most))
		return pt_fail(e, PT_EXIT_ENVIRONMENT,
			"--simd: this CPU has no %s; the highest it has is %s", simds[choice],
			pt_simd_names[pt_simd_best()]);
	return 0;
}

static int
read_threads(struct pt_run_args *r, struct pt_error *e)
{
	const char *env = getenv("PARTOP_THREADS");
	uint64_t n = pt_args_u64(r->args, "threads", 0);

	if (n == 0 && env != NULL && env[0] != 0) {
		if (pt_parse_u64(env, &n) != PT_PARSE_OK || n < 1 || n > PT_RUN_THREADS_MAX)
			return pt_fail(e, PT_EXIT_USAGE,
				"PARTOP_THREADS: '%s' is not a number from 1 to %d", env,
				PT_RUN_THREADS_MAX);
	}
	if (n == 0) {
		n = (uint64_t)pt_cpus_default_threads();
		n = n < PT_RUN_THREADS_MAX ? n : PT_RUN_THREADS_MAX;
	}
	r->job.threads = (int)n;
	return 0;
}

/* The pool of all workers and the pool of one share the cap. */
static int
read_ring(struct pt_run_args *r, struct pt_error *e)
{
	if (r->record.trace == NULL || !r->record.overwrite)
		return 0;
	r->job.ring = pt_record_ring(&r->record, (uint32_t)r->job.threads + 1, e);
	return r->job.ring > 0 ? 0 : -1;
}

/* Runs that do not fit into the journal would be counted; results come last, and would be lost. */
static int
check_runs(const struct pt_run_args *r, struct pt_error *e)
{
	uint64_t max = pt_job_runs_max(r->job.threads);

	if (r->record.trace != NULL || (r->job.runs > 0 ? r->job.runs : 1) + r->job.warmup <= max)
		return 0;
	return pt_fail(e, PT_EXIT_USAGE,
		"--runs: of %d workers only %llu runs are recorded in memory; "
		"with --trace there can be more",
		r->job.threads, (unsigned long long)max);
}

static void
read_job(struct pt_job *j, const struct pt_args *a)
{
	j->seed = pt_args_get(a, "seed")->u64;
	j->runs = pt_args_u64(a, "runs", 0);
	j->runs_min = pt_args_get(a, "min-runs")->u64;
	j->baselines = pt_args_get(a, "baselines")->u64;
	j->trial = pt_args_text(a, "trial");
	j->warmup = pt_args_get(a, "warmup")->u64;
	j->time_ns = pt_args_u64(a, "time", 0);
	j->order = (enum pt_order)pt_args_choice(a, "order", PT_ORDER_ROUNDS);
	j->preview = pt_args_choice(a, "preview", 0) == 0;
	j->pin = pt_args_choice(a, "pin", 0) == 0;
	j->verify = (enum pt_job_verify)pt_args_choice(a, "verify", PT_JOB_VERIFY_AUTO);
}

static void
take_record(struct pt_job *j, const struct pt_record *record)
{
	j->trace = record->trace;
	j->level = record->level;
	j->overwrite = record->overwrite;
	j->cap_bytes = record->cap_bytes;
}

int
pt_run_args_read(struct pt_run_args *r, const struct pt_options *const *tables, int argc,
	char **argv, struct pt_error *e)
{
	*r = (struct pt_run_args){ 0 };
	r->job.workload = pt_run_find(pt_args_new(tables, PT_OPERANDS_ANYWHERE), argc, argv, e);
	if (r->job.workload == NULL)
		return -1;
	r->args = pt_args_new(tables, PT_OPERANDS_ANYWHERE);
	r->job.params = &r->args->values[r->args->len];
	pt_args_add(r->args, r->job.workload->params, r->job.workload->params_len);
	if (pt_args_parse(r->args, argc, argv, e) < 0)
		return -1;
	read_job(&r->job, r->args);
	r->timeout_ns = pt_args_u64(r->args, "timeout", 0);
	pt_show_read(&r->show, r->args);
	if (pt_record_read(&r->record, r->args, e) < 0)
		return -1;
	take_record(&r->job, &r->record);
	if (read_variant(r, pt_args_text(r->args, "variant"), e) < 0)
		return -1;
	if (read_policy(r, e) < 0 || read_simd(r, e) < 0)
		return -1;
	if (read_threads(r, e) < 0 || read_ring(r, e) < 0)
		return -1;
	return check_runs(r, e);
}

void
pt_run_args_fini(struct pt_run_args *r)
{
	pt_args_free(r->args);
	*r = (struct pt_run_args){ 0 };
}
