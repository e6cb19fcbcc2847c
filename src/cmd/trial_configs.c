/* SPDX-License-Identifier: MIT */
/*
 * From axes to configurations: the words of a child for each.  See trial_words.h.
 *
 * A process of a comparison is short: unless told otherwise, half a second of runs (5 to 50 of
 * them), and one of each baseline.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/args.h"
#include "base/error.h"
#include "base/text.h"
#include "cmd/run_args.h"
#include "cmd/trial_words.h"
#include "runner/limits.h"
#include "session/trials.h"

#define RUNS_MAX 50

/* Words that grow. */
struct words {
	char **v;
	int n;
};

static void
add(struct words *w, const char *text)
{
	w->v = pt_xrealloc(w->v, (size_t)w->n + 2, sizeof(*w->v));
	w->v[w->n++] = pt_xstrdup(text);
	w->v[w->n] = NULL;
}

static void
add_option(struct words *w, const char *name, const char *value)
{
	struct pt_text t = { 0 };

	pt_text_add(&t, value != NULL ? "--%s=%s" : "--%s", name, value);
	add(w, pt_text_string(&t));
	pt_text_fini(&t);
}

/* ---- one configuration ---- */

/* Which value of each axis the product at this index has: the last one changes fastest. */
static const char *
value_of(const struct pt_trial_axes *x, size_t axis, size_t index)
{
	for (size_t i = x->len; i-- > axis + 1;)
		index /= x->axis[i].values.len;
	return x->axis[axis].values.text[index % x->axis[axis].values.len];
}

/* Flags, and options whose values add up. */
static void
add_constants(struct words *to, const struct pt_trial_words *w)
{
	for (size_t i = w->own; i < w->args->len; i++) {
		const struct pt_value *v = &w->args->values[i];

		if (v->given && w->row[i].type == PT_OPT_FLAG)
			add_option(to, w->row[i].name, NULL);
		for (size_t k = 0;
			w->row[i].type == PT_OPT_LIST && v->list_len > 1 && k < v->list_len; k++)
			add_option(to, w->row[i].name, v->list[k]);
	}
}

static void
add_defaults(struct words *to, const struct pt_args *a, uint32_t threads)
{
	uint64_t most = pt_job_runs_max((int)threads);
	char runs[PT_NUM];

	if (!pt_args_get(a, "baselines")->given)
		add_option(to, "baselines", "1");
	if (pt_args_get(a, "runs")->given || pt_args_get(a, "time")->given ||
		pt_args_get(a, "order")->given || pt_args_get(a, "warmup")->given)
		return;
	snprintf(runs, sizeof(runs), "%llu",
		(unsigned long long)(most < RUNS_MAX ? most : RUNS_MAX));
	add_option(to, "runs", runs);
	add_option(to, "time", "500ms");
	add_option(to, "min-runs", "5");
}

/* As `run` would: what it refuses, for a word or for want of memory, is refused before anything runs. */
static int
check(struct pt_trial_config *c, struct words *words, struct pt_error *e)
{
	char **copy = pt_xcalloc((size_t)words->n + 1, sizeof(*copy));
	const char *size = NULL;
	struct pt_run_args r;
	int rc;

	memcpy(copy, words->v, (size_t)words->n * sizeof(*copy));
	rc = pt_run_args_read(&r, pt_run_options, words->n - 1, copy + 1, e);
	if (rc == 0 && r.record.trace != NULL)
		rc = pt_fail(e, PT_EXIT_USAGE,
			"--trace: --save DIR keeps the recordings of a comparison");
	if (rc == 0)
		rc = pt_limits_fit(&r.job, &size, e);
	if (rc == 0) {
		c->threads = (uint32_t)r.job.threads;
		c->level = r.record.level;
		add_defaults(words, r.args, c->threads);
	}
	if (rc == 0 && size != NULL) /* all processes have the same, whatever is free by then */
		add_option(words, "size", size);
	pt_run_args_fini(&r);
	free(copy);
	return rc;
}

static bool
is_word(const struct pt_trial_words *w, const char *option)
{
	for (size_t i = w->own; i < w->args->len; i++)
		if (strcmp(w->row[i].name, option) == 0)
			return w->row[i].type == PT_OPT_TEXT || w->row[i].type == PT_OPT_CHOICE ||
				w->row[i].type == PT_OPT_LIST;
	return false;
}

/* "mutex", "threads=4", "mutex threads=4": a number says nothing without its name. */
static char *
label_of(const struct pt_trial_words *w, const struct pt_trial_axes *x, size_t index)
{
	struct pt_text t = { 0 };
	char clean[128];

	for (size_t i = 0; i < x->len; i++) {
		const char *value = value_of(x, i, index);

		if (x->axis[i].values.len < 2)
			continue;
		pt_clean(clean, sizeof(clean), value, strlen(value));
		pt_text_add(&t, "%s", t.len > 0 ? " " : "");
		if (!is_word(w, x->axis[i].option))
			pt_text_add(&t, "%s=", x->axis[i].option);
		pt_text_add(&t, "%s", clean);
	}
	if (t.len == 0)
		pt_text_add(&t, "%s", w->workload->name);
	return t.s;
}

static int
make_one(struct pt_trial_config *c, const struct pt_trial_words *w, const struct pt_trial_axes *x,
	size_t index, struct pt_error *e)
{
	struct words words = { 0 };
	int rc;

	*c = (struct pt_trial_config){
		.kind = PT_TRIAL_WORKLOAD,
		.label = label_of(w, x, index),
		.title = pt_xstrdup(w->workload->name),
		.name = pt_xstrdup(w->workload->name),
	};
	add(&words, "partop");
	add(&words, "__child");
	add(&words, w->workload->name);
	add_constants(&words, w);
	for (size_t i = 0; i < x->len; i++)
		add_option(&words, x->axis[i].option, value_of(x, i, index));
	rc = check(c, &words, e);
	c->argv = words.v;
	return rc;
}

int
pt_trial_configs_of_run(struct pt_trial_config *c, int argc, char **argv, struct pt_error *e)
{
	struct words words = { 0 };
	int rc;

	c->kind = PT_TRIAL_WORKLOAD;
	add(&words, "partop");
	add(&words, "__child");
	for (int i = 0; i < argc; i++)
		add(&words, argv[i]);
	rc = check(c, &words, e);
	c->name = pt_xstrdup("partop run");
	c->argv = words.v;
	return rc;
}

/* ---- all of them ---- */

static size_t
count(const struct pt_trial_axes *x)
{
	size_t n = 1;

	for (size_t i = 0; i < x->len && n <= PT_TRIALS_MAX; i++)
		n *= x->axis[i].values.len;
	return n;
}

int
pt_trial_configs_make(struct pt_trial_configs *c, const struct pt_trial_words *w,
	const struct pt_trial_axes *x, struct pt_error *e)
{
	size_t n = count(x);

	*c = (struct pt_trial_configs){ 0 };
	if (n > PT_TRIALS_MAX)
		return pt_fail(e, PT_EXIT_USAGE, "more than %d configurations", PT_TRIALS_MAX);
	c->config = pt_xcalloc(n, sizeof(*c->config));
	for (size_t i = 0; i < n; i++) {
		c->len++;
		if (make_one(&c->config[i], w, x, i, e) < 0) {
			pt_trial_configs_fini(c);
			return -1;
		}
	}
	pt_trial_configs_label(c);
	return 0;
}

void
pt_trial_configs_fini(struct pt_trial_configs *c)
{
	for (size_t i = 0; i < c->len; i++) {
		struct pt_trial_config *one = &c->config[i];

		for (char **v = one->argv; v != NULL && *v != NULL; v++)
			free(*v);
		free(one->argv);
		free(one->label);
		free(one->title);
		free(one->name);
	}
	free(c->config);
	*c = (struct pt_trial_configs){ 0 };
}

void
pt_trial_configs_label(struct pt_trial_configs *c)
{
	for (size_t i = 0; i < c->len; i++) {
		size_t same = 0;
		struct pt_text t = { 0 };

		for (size_t k = i + 1; k < c->len; k++) {
			if (strcmp(c->config[k].label, c->config[i].label) != 0)
				continue;
			pt_text_clear(&t);
			pt_text_add(&t, "%s#%zu", c->config[k].label, ++same + 1);
			free(c->config[k].label);
			c->config[k].label = pt_xstrdup(pt_text_string(&t));
		}
		pt_text_fini(&t);
	}
}
