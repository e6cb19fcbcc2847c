/* SPDX-License-Identifier: MIT */
/*
 * Axis, places and configurations of scale.  See scale_configs.h.
 */
#include "cmd/scale_configs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "base/parse.h"
#include "base/text.h"
#include "os/cpus.h"
#include "session/trials.h"
#include "workloads/workload.h"

#define GRAIN_FACTOR 4 /* between grains, where the user does not say */
#define NEAR_WORK 0.6  /* of what a size should have */
#define MANY_CPUS 16   /* beyond them the default goes by doubling */

/* clang-format off */
static const struct pt_option rows[] = {
	{ .name = "weak", .type = PT_OPT_FLAG,
		.help = "let the work grow with the workers; --size: of one" },
	{ .name = "sizes", .type = PT_OPT_TEXT, .value_name = "LIST", .min = 1,
		.help = "over sizes: from which on parallel is faster" },
	{ .name = "grains", .type = PT_OPT_TEXT, .value_name = "LIST", .min = 1,
		.help = "over grains: how large a piece should be" },
};
/* clang-format on */
const struct pt_options pt_scale_axis_options = PT_OPTIONS(rows);

/* What varies, and what else must be so. */
struct plan {
	const struct pt_trial_words *w;
	enum pt_scaling_axis axis;
	const char *option; /* of run or the workload: "threads", "size", "grain" */
	struct pt_option_list places;
	struct pt_trial_axes axes;   /* all lists; that of the axis has one place at a time */
	uint64_t one_size, max_size; /* weak: of one worker; the row's limit */
};

static const struct pt_option *
row_of(const struct pt_trial_words *w, const char *name)
{
	for (size_t i = w->own; i < w->args->len; i++)
		if (strcmp(w->row[i].name, name) == 0)
			return &w->row[i];
	return NULL;
}

static bool
is_given(const struct pt_trial_words *w, const char *name)
{
	return pt_args_has(w->args, name) && pt_args_get(w->args, name)->given;
}

/* ---- which axis ---- */

static int
choose_axis(struct plan *p, struct pt_error *e)
{
	bool weak = is_given(p->w, "weak"), sizes = is_given(p->w, "sizes"),
	     grains = is_given(p->w, "grains");

	if (weak + sizes + grains > 1)
		return pt_fail(e, PT_EXIT_USAGE, "--%s and --%s: one of them",
			weak ? "weak" : "sizes", grains ? "grains" : "sizes");
	p->axis = weak ? PT_SCALING_WEAK :
		sizes  ? PT_SCALING_SIZE :
		grains ? PT_SCALING_GRAIN :
			 PT_SCALING_THREADS;
	p->option = sizes ? "size" : grains ? "grain" : "threads";
	if ((sizes || grains) && is_given(p->w, p->option))
		return pt_fail(e, PT_EXIT_USAGE, "--%s and --%ss: one of them", p->option,
			p->option);
	return 0;
}

/* The row of the option that varies, under the name that the user knows. */
static int
axis_row(struct pt_option *row, const struct plan *p, struct pt_error *e)
{
	const struct pt_option *found = row_of(p->w, p->option);

	if (found == NULL)
		return pt_fail(e, PT_EXIT_USAGE, "--%ss: %s has no --%s", p->option,
			p->w->workload->name, p->option);
	*row = *found;
	if (p->axis == PT_SCALING_SIZE)
		row->name = "sizes";
	if (p->axis == PT_SCALING_GRAIN)
		row->name = "grains";
	return 0;
}

/* 1, 2 ... all CPUs; of many 1, 2, 4 ... */
static void
default_threads(char *out, size_t size)
{
	int cpus = pt_cpus_default_threads();

	snprintf(out, size, "1..%d%s", cpus, cpus > MANY_CPUS ? "x2" : "");
}

static int
read_places(struct plan *p, struct pt_error *e)
{
	char fallback[PT_NUM];
	const struct pt_value *v;
	struct pt_option row;

	if (axis_row(&row, p, e) < 0)
		return -1;
	default_threads(fallback, sizeof(fallback));
	v = pt_args_get(p->w->args, row.name);
	return pt_option_list_read_by(&p->places, &row,
		!v->given               ? fallback :
			v->list_len > 0 ? v->list[v->list_len - 1] :
					  v->text,
		p->axis == PT_SCALING_GRAIN ? GRAIN_FACTOR : 10, e);
}

/* ---- weak ---- */

static double
work_of(const struct pt_workload *w, uint64_t size)
{
	return w->work != NULL ? w->work(size) : (double)size;
}

uint64_t
pt_scale_size(const struct pt_workload *w, uint64_t size, double times, uint64_t max)
{
	double want = times * work_of(w, size);
	uint64_t lo = 1, hi = max > 0 ? max : UINT64_MAX / 2;

	while (lo < hi) { /* the first that has enough */
		uint64_t middle = lo + (hi - lo) / 2;

		if (work_of(w, middle) < want)
			lo = middle + 1;
		else
			hi = middle;
	}
	if (lo > 1 && work_of(w, lo) / want > want / work_of(w, lo - 1))
		lo--;
	return lo;
}

static double
most_places(const struct plan *p)
{
	uint64_t most = 1, v;

	for (size_t i = 0; i < p->places.len; i++)
		if (pt_parse_size(p->places.text[i], &v) == PT_PARSE_OK && v > most)
			most = v;
	return (double)most;
}

/* The size of one worker: as given; else so that the most workers have the default size. */
static int
read_weak(struct plan *p, struct pt_error *e)
{
	const struct pt_option *row = row_of(p->w, "size");
	const struct pt_value *v;
	struct pt_option_list one;
	uint64_t size = 0;

	if (p->axis != PT_SCALING_WEAK)
		return 0;
	if (row == NULL || row->fallback == NULL)
		return pt_fail(e, PT_EXIT_USAGE, "--weak: %s has no --size", p->w->workload->name);
	v = pt_args_get(p->w->args, "size");
	if (pt_option_list_read(&one, row, v->given ? v->list[v->list_len - 1] : row->fallback, e) <
		0)
		return -1;
	(void)pt_parse_size(one.text[0], &size); /* which the row has checked */
	if (one.len > 1)
		pt_fail(e, PT_EXIT_USAGE, "--weak: --size is that of one worker, not a list");
	p->one_size =
		v->given ? size : pt_scale_size(p->w->workload, size, 1 / most_places(p), row->max);
	p->max_size = row->max;
	size = one.len;
	pt_option_list_fini(&one);
	return size == 1 ? 0 : -1;
}

/* ---- configurations ---- */

static void
set_axis(struct plan *p, const char *option, const char *value)
{
	struct pt_option_list one = { 0 };

	pt_option_list_add(&one, value);
	pt_trial_axes_add(&p->axes, option, &one);
	pt_option_list_fini(&one);
}

/*
 * Curves have many processes, so each is short: half a second, but 2 runs of a size, 3 at a place that
 * shares its baseline with others.  That one is measured at the first place alone; of sizes each has
 * its own, as often as there are runs, for short ones need many.
 */
static void
set_runs(struct plan *p)
{
	static const char *const defaults[][2] = { { "runs", "20" }, { "time", "500ms" } };

	if (is_given(p->w, "runs") || is_given(p->w, "time") || is_given(p->w, "order") ||
		is_given(p->w, "warmup"))
		return;
	for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++)
		set_axis(p, defaults[i][0], defaults[i][1]);
	set_axis(p, "min-runs", p->axis == PT_SCALING_SIZE ? "2" : "3");
}

static void
set_baselines(struct plan *p, bool first)
{
	bool shared = p->axis == PT_SCALING_THREADS || p->axis == PT_SCALING_GRAIN;

	if (!is_given(p->w, "baselines"))
		set_axis(p, "baselines",
			p->axis == PT_SCALING_SIZE ? "20" :
				!shared            ? "1" :
				first              ? "3" :
						     "0");
}

/* What is wrong with `size`, the nearest one: it is the largest, or the next one has far too much. */
static int
fail_weak(const struct plan *p, uint64_t workers, uint64_t size, struct pt_error *e)
{
	const struct pt_workload *w = p->w->workload;

	if (size == p->max_size)
		return pt_fail(e, PT_EXIT_USAGE,
			"--weak: %llu workers need more than the largest size, %llu",
			(unsigned long long)workers, (unsigned long long)p->max_size);
	return pt_fail(e, PT_EXIT_USAGE,
		"--weak: no size of %s has about %llu times the work of %llu; %llu has %.1f times",
		w->name, (unsigned long long)workers, (unsigned long long)p->one_size,
		(unsigned long long)size + 1, work_of(w, size + 1) / work_of(w, p->one_size));
}

/* Of sizes that are few, as of fib, none may have just as much work: near is enough, half is not. */
static int
set_weak_size(struct plan *p, uint64_t workers, struct pt_error *e)
{
	const struct pt_workload *w = p->w->workload;
	uint64_t size = pt_scale_size(w, p->one_size, (double)workers, p->max_size);
	char text[PT_NUM];

	if (work_of(w, size) < NEAR_WORK * (double)workers * work_of(w, p->one_size))
		return fail_weak(p, workers, size, e);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)size);
	set_axis(p, "size", text);
	return 0;
}

static int
set_place(struct plan *p, const char *place, struct pt_error *e)
{
	uint64_t workers = 1;

	set_axis(p, p->option, place);
	if (p->axis != PT_SCALING_WEAK)
		return 0;
	(void)pt_parse_u64(place, &workers);
	return set_weak_size(p, workers, e);
}

/* Whether there are other lists: each of their products is a curve. */
static bool
has_curves(const struct plan *p)
{
	for (size_t i = 0; i < p->axes.len; i++)
		if (p->axes.axis[i].values.len > 1)
			return true;
	return false;
}

/* What the other lists make of it, and where it is on the axis. */
static void
label(const struct plan *p, struct pt_trial_config *c, const char *place)
{
	struct pt_text t = { 0 };

	if (has_curves(p))
		pt_text_add(&t, "%s ", c->label);
	pt_text_add(&t, "%s=%s", pt_scaling_axis_name(p->axis), place);
	free(c->label);
	c->label = pt_xstrdup(pt_text_string(&t));
	pt_text_fini(&t);
}

/* Takes the configurations of `part`. */
static int
append(struct pt_trial_configs *c, struct pt_trial_configs *part, struct pt_error *e)
{
	if (c->len + part->len > PT_TRIALS_MAX) {
		pt_trial_configs_fini(part);
		return pt_fail(e, PT_EXIT_USAGE,
			"more than %d configurations; a step leaves some out, as "
			"in 1..256x2",
			PT_TRIALS_MAX);
	}
	c->config = pt_xrealloc(c->config, c->len + part->len, sizeof(*c->config));
	memcpy(&c->config[c->len], part->config, part->len * sizeof(*part->config));
	c->len += part->len;
	free(part->config);
	return 0;
}

static int
make_places(struct pt_trial_configs *c, struct plan *p, struct pt_error *e)
{
	for (size_t i = 0; i < p->places.len; i++) {
		struct pt_trial_configs part;

		if (set_place(p, p->places.text[i], e) < 0)
			return -1;
		set_baselines(p, i == 0);
		if (pt_trial_configs_make(&part, p->w, &p->axes, e) < 0)
			return -1;
		for (size_t k = 0; k < part.len; k++)
			label(p, &part.config[k], p->places.text[i]);
		if (append(c, &part, e) < 0)
			return -1;
	}
	pt_trial_configs_label(c);
	return 0;
}

static int
make(struct pt_trial_configs *c, struct plan *p, struct pt_error *e)
{
	if (choose_axis(p, e) < 0 || read_places(p, e) < 0 || read_weak(p, e) < 0)
		return -1;
	set_axis(p, p->option, p->places.text[0]); /* its list is not one of the others */
	set_runs(p);
	return make_places(c, p, e);
}

int
pt_scale_configs_make(struct pt_trial_configs *c, const struct pt_trial_words *w,
	struct pt_error *e)
{
	struct plan p = { .w = w };
	int rc;

	*c = (struct pt_trial_configs){ 0 };
	if (pt_trial_axes_read(&p.axes, w, e) < 0)
		return -1;
	rc = make(c, &p, e);
	if (rc < 0)
		pt_trial_configs_fini(c);
	pt_option_list_fini(&p.places);
	pt_trial_axes_fini(&p.axes);
	return rc;
}
