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
#include "os/cpus.h"
#include "recording/layout.h"

#define WORKLOADS_MAX 64
#define JOURNAL_BYTES (UINT64_C(24) << 20)	/* of the 32 MiB that it can have */

const char *const pt_run_orders[] = { "rounds", "blocks", NULL };

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

static const enum pt_option_type types[] = {
	[PT_PARAM_SIZE] = PT_OPT_SIZE,
	[PT_PARAM_U64] = PT_OPT_U64,
	[PT_PARAM_TEXT] = PT_OPT_TEXT,
	[PT_PARAM_CHOICE] = PT_OPT_CHOICE,
	[PT_PARAM_LIST] = PT_OPT_LIST,
	[PT_PARAM_FLAG] = PT_OPT_FLAG,
};

/* A file has a name; other texts may be empty. */
static bool
is_file(const struct pt_param *p)
{
	return p->type == PT_PARAM_TEXT && p->value_name != NULL && strcmp(p->value_name, "FILE") == 0;
}

void
pt_run_param_options(const struct pt_workload *w, struct pt_option *out)
{
	for (size_t i = 0; i < w->params_len; i++) {
		const struct pt_param *p = &w->params[i];

		out[i] = (struct pt_option){
			.name = p->name,
			.letter = strcmp(p->name, "size") == 0 ? 'n' : 0,
			.type = types[p->type],
			.value_name = p->value_name,
			.help = p->help,
			.min = is_file(p) ? 1 : p->min,
			.max = p->max,
			.choices = p->choices,
			.fallback = p->fallback,
		};
	}
}

/* ---- first pass: which workload ---- */

static bool
has_option(const struct pt_args *a, const char *name)
{
	for (size_t i = 0; i < a->len; i++) {
		if (strcmp(a->table[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Only whether an option takes a value matters here. */
static void
add_all_params(struct pt_args *a)
{
	for (const struct pt_workload *const *w = pt_workloads; *w != NULL; w++) {
		for (size_t i = 0; i < (*w)->params_len; i++) {
			struct pt_option o = { .name = (*w)->params[i].name, .type = PT_OPT_TEXT };

			if ((*w)->params[i].type == PT_PARAM_FLAG)
				o.type = PT_OPT_FLAG;
			if (strcmp(o.name, "size") == 0)
				o.letter = 'n';
			if (!has_option(a, o.name))
				pt_args_add(a, &o, 1);
		}
	}
}

static int
check_operands(const struct pt_args *a, struct pt_error *e)
{
	if (a->operands_len == 0)
		return pt_fail(e, PT_EXIT_USAGE, "run: which workload? partop list shows them");
	if (a->operands_len > 1)
		return pt_fail(e, PT_EXIT_USAGE, "run: '%s' is one word too many", a->operands[1]);
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
refuse_foreign_options(const struct pt_args *a, const struct pt_workload *w, struct pt_error *e)
{
	for (size_t i = pt_command_run.options_len; i < a->len; i++) {
		if (a->values[i].given && !has_param(w, a->table[i].name))
			return refuse_option(w, a->table[i].name, e);
	}
	return 0;
}

static int
find_workload(struct pt_run_args *r, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_args_new();
	int rc = -1;

	pt_args_add(a, pt_command_run.options, pt_command_run.options_len);
	add_all_params(a);
	if (pt_args_parse(a, argc, argv, e) == 0 && check_operands(a, e) == 0) {
		r->workload = pt_run_workload(a->operands[0], e);
		if (r->workload != NULL)
			rc = refuse_foreign_options(a, r->workload, e);
	}
	pt_args_free(a);
	return rc;
}

/* ---- second pass: the values ---- */

static void
read_params(struct pt_run_args *r)
{
	const struct pt_workload *w = r->workload;

	r->params = pt_xcalloc(w->params_len + 1, sizeof(*r->params));
	for (size_t i = 0; i < w->params_len; i++) {
		const struct pt_value *v = pt_args_get(r->args, w->params[i].name);

		r->params[i] = (struct pt_param_value){
			.given = v->given,
			.u64 = v->u64,
			.text = v->text,
			.choice = v->choice,
			.list = v->list,
			.list_len = v->list_len,
		};
	}
}

static int
read_variant(struct pt_run_args *r, const char *name, struct pt_error *e)
{
	const struct pt_workload *w = r->workload;
	struct pt_text has = { 0 };

	if (name == NULL)
		return 0;
	for (size_t i = 0; i < w->variants_len; i++) {
		if (strcmp(w->variants[i].name, name) == 0) {
			r->variant = (unsigned)i;
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

static int
read_threads(struct pt_run_args *r, struct pt_error *e)
{
	const char *env = getenv("PARTOP_THREADS");
	uint64_t n = pt_args_u64(r->args, "threads", 0);

	if (n == 0 && env != NULL && env[0] != 0) {
		if (pt_parse_u64(env, &n) != PT_PARSE_OK || n < 1 || n > PT_RUN_THREADS_MAX)
			return pt_fail(e, PT_EXIT_USAGE, "PARTOP_THREADS: '%s' is not a number from 1 to %d",
				env, PT_RUN_THREADS_MAX);
	}
	if (n == 0) {
		n = (uint64_t)pt_cpus_default_threads();
		n = n < PT_RUN_THREADS_MAX ? n : PT_RUN_THREADS_MAX;
	}
	r->threads = (int)n;
	return 0;
}

/* The workers and the one of the baseline share the cap. */
static int
read_ring(struct pt_run_args *r, struct pt_error *e)
{
	if (r->record.trace == NULL || !r->record.overwrite)
		return 0;
	r->ring = pt_record_ring(&r->record, (uint32_t)r->threads + 1, e);
	return r->ring > 0 ? 0 : -1;
}

bool
pt_run_args_input(const struct pt_run_args *r)
{
	for (size_t i = 0; i < r->workload->params_len; i++) {
		if (r->params[i].given && strcmp(r->workload->params[i].name, "input") == 0)
			return true;
	}
	return false;
}

uint64_t
pt_run_args_runs_max(int threads)
{
	uint64_t workers = (uint64_t)threads;
	uint64_t row = sizeof(struct pt_rec_phase_pair) * workers;
	uint64_t runs = JOURNAL_BYTES / (workers * (sizeof(struct pt_rec_phase_worker) + row));

	return runs < PT_RUN_RUNS_MAX ? runs : PT_RUN_RUNS_MAX;
}

/* What did not fit would be counted, but the results come last, and would be lost. */
static int
check_runs(const struct pt_run_args *r, struct pt_error *e)
{
	uint64_t max = pt_run_args_runs_max(r->threads);

	if (r->record.trace != NULL || (r->runs > 0 ? r->runs : 1) + r->warmup <= max)
		return 0;
	return pt_fail(e, PT_EXIT_USAGE, "--runs: of %d workers only %llu runs are recorded in memory; "
		"with --trace there can be more", r->threads, (unsigned long long)max);
}

int
pt_run_args_read(struct pt_run_args *r, int argc, char **argv, struct pt_error *e)
{
	struct pt_option params[PT_ARGS_MAX];

	*r = (struct pt_run_args){ 0 };
	if (find_workload(r, argc, argv, e) < 0)
		return -1;
	r->args = pt_args_new();
	pt_args_add(r->args, pt_command_run.options, pt_command_run.options_len);
	pt_run_param_options(r->workload, params);
	pt_args_add(r->args, params, r->workload->params_len);
	if (pt_args_parse(r->args, argc, argv, e) < 0)
		return -1;
	read_params(r);
	r->seed = pt_args_get(r->args, "seed")->u64;
	r->runs = pt_args_u64(r->args, "runs", 0);
	r->warmup = pt_args_get(r->args, "warmup")->u64;
	r->time_ns = pt_args_u64(r->args, "time", 0);
	r->timeout_ns = pt_args_u64(r->args, "timeout", 0);
	r->order = (enum pt_order)pt_args_choice(r->args, "order", PT_ORDER_ROUNDS);
	r->preview = pt_args_choice(r->args, "preview", 0) == 0;
	r->pin = pt_args_choice(r->args, "pin", 0) == 0;
	r->verify = (enum pt_run_verify)pt_args_choice(r->args, "verify", PT_RUN_VERIFY_AUTO);
	pt_show_read(&r->show, r->args);
	if (pt_record_read(&r->record, r->args, e) < 0)
		return -1;
	if (read_variant(r, pt_args_text(r->args, "variant"), e) < 0)
		return -1;
	if (read_threads(r, e) < 0 || read_ring(r, e) < 0)
		return -1;
	return check_runs(r, e);
}

void
pt_run_args_fini(struct pt_run_args *r)
{
	pt_args_free(r->args);
	free(r->params);
	*r = (struct pt_run_args){ 0 };
}
