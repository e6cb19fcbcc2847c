/* SPDX-License-Identifier: MIT */
/*
 * From words to axes.  See trial_words.h; from there to configurations: trial_configs.c.
 */
#include "cmd/trial_words.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/args.h"
#include "base/error.h"
#include "cmd/run_args.h"
#include "session/capacity.h"
#include "session/record.h"

/* What of `run` goes for each process; where results and recordings go is the command's. */
static const struct pt_option detail[] = {
	{ .name = "detail",
		.type = PT_OPT_CHOICE,
		.value_name = "LEVEL",
		.choices = pt_record_details,
		.help = "events (default: steals)" },
};
static const struct pt_options detail_options = PT_OPTIONS(detail);
static const struct pt_options *const of_run[] = { &pt_measure_options, &detail_options };
#define OF_RUN (sizeof(of_run) / sizeof(*of_run))

/* A name and a letter mean what the command's own table says. */
static void
add_row(struct pt_args *a, const struct pt_option *row)
{
	struct pt_option one = *row;

	if (pt_args_has(a, one.name))
		return;
	for (size_t i = 0; i < a->len; i++)
		if (a->table[i].letter == one.letter)
			one.letter = 0;
	pt_args_add(a, &one, 1);
}

/* Lists are told from values later: until then all are texts. */
static struct pt_option
as_text(const struct pt_option *row)
{
	struct pt_option one = *row;

	if (one.type != PT_OPT_FLAG)
		one.type = PT_OPT_LIST;
	one.min = one.max = 0;
	one.fallback = NULL;
	one.optional_value = false;
	return one;
}

static void
add_rows(struct pt_args *a, const struct pt_option *row, size_t n, struct pt_option *kept)
{
	for (size_t i = 0; i < n; i++) {
		struct pt_option one = as_text(&row[i]);
		size_t before = a->len;

		add_row(a, &one);
		if (kept != NULL && a->len > before)
			kept[before] = row[i];
	}
}

void
pt_trial_words_add_all(struct pt_args *a)
{
	for (size_t i = 0; i < OF_RUN; i++)
		add_rows(a, of_run[i]->row, of_run[i]->len, NULL);
	pt_run_args_add_all(a);
}

static const struct pt_workload *
find_workload(const struct pt_options *const *own, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_args_new(own, PT_OPERANDS_ANYWHERE);

	for (size_t i = 0; i < OF_RUN; i++)
		add_rows(a, of_run[i]->row, of_run[i]->len, NULL);
	return pt_run_find(a, argc, argv, e);
}

static bool
is_stream(const char *name)
{
	static const char *const names[] = { "-", "/dev/stdin" };
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
	struct stat st;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (strncmp(name, folders[i], strlen(folders[i])) == 0)
			return true;
	return stat(name, &st) == 0 && S_ISFIFO(st.st_mode);
}

/* Standard input and the like can be read once, and there are several processes. */
static int
refuse_streams(const struct pt_trial_words *w, struct pt_error *e)
{
	const struct pt_value *v =
		pt_args_has(w->args, "input") ? pt_args_get(w->args, "input") : NULL;

	for (size_t i = 0; v != NULL && i < v->list_len; i++)
		if (is_stream(v->list[i]))
			return pt_fail(e, PT_EXIT_USAGE,
				"--input: '%s' can be read only once: several processes need a file",
				v->list[i]);
	return 0;
}

int
pt_trial_words_read(struct pt_trial_words *w, const struct pt_options *const *own, int argc,
	char **argv, struct pt_error *e)
{
	*w = (struct pt_trial_words){ .workload = find_workload(own, argc, argv, e) };
	if (w->workload == NULL)
		return -1;
	w->args = pt_args_new(own, PT_OPERANDS_ANYWHERE);
	w->own = w->args->len;
	w->row = pt_xcalloc(PT_ARGS_MAX, sizeof(*w->row));
	memcpy(w->row, w->args->table, w->own * sizeof(*w->row));
	for (size_t i = 0; i < OF_RUN; i++)
		add_rows(w->args, of_run[i]->row, of_run[i]->len, w->row);
	add_rows(w->args, w->workload->params, w->workload->params_len, w->row);
	if (pt_args_parse(w->args, argc, argv, e) < 0)
		return -1;
	return refuse_streams(w, e);
}

void
pt_trial_words_fini(struct pt_trial_words *w)
{
	pt_args_free(w->args);
	free(w->row);
	*w = (struct pt_trial_words){ 0 };
}

/* ---- axes ---- */

static void
take_axis(struct pt_trial_axes *x, const char *option, struct pt_option_list *values)
{
	x->axis = pt_xrealloc(x->axis, x->len + 1, sizeof(*x->axis));
	x->axis[x->len++] = (struct pt_trial_axis){ .option = option, .values = *values };
}

/* Of an option given twice the last counts, but where each adds to the others. */
static int
read_axis(struct pt_trial_axes *x, const struct pt_option *row, const struct pt_value *v,
	struct pt_error *e)
{
	struct pt_option_list l;

	if (!v->given || row->type == PT_OPT_FLAG || (row->type == PT_OPT_LIST && v->list_len > 1))
		return 0;
	if (pt_option_list_read(&l, row, v->list[v->list_len - 1], e) < 0)
		return -1;
	take_axis(x, row->name, &l);
	return 0;
}

int
pt_trial_axes_read(struct pt_trial_axes *x, const struct pt_trial_words *w, struct pt_error *e)
{
	*x = (struct pt_trial_axes){ 0 };
	for (size_t i = w->own; i < w->args->len; i++)
		if (read_axis(x, &w->row[i], &w->args->values[i], e) < 0) {
			pt_trial_axes_fini(x);
			return -1;
		}
	return 0;
}

static void
remove_axis(struct pt_trial_axes *x, const char *option)
{
	size_t n = 0;

	for (size_t i = 0; i < x->len; i++)
		if (strcmp(x->axis[i].option, option) != 0)
			x->axis[n++] = x->axis[i];
		else
			pt_option_list_fini(&x->axis[i].values);
	x->len = n;
}

void
pt_trial_axes_add(struct pt_trial_axes *x, const char *option, const struct pt_option_list *values)
{
	struct pt_option_list copy = { 0 };

	for (size_t i = 0; i < values->len; i++)
		pt_option_list_add(&copy, values->text[i]);
	remove_axis(x, option);
	take_axis(x, option, &copy);
}

void
pt_trial_axes_fini(struct pt_trial_axes *x)
{
	for (size_t i = 0; i < x->len; i++)
		pt_option_list_fini(&x->axis[i].values);
	free(x->axis);
	*x = (struct pt_trial_axes){ 0 };
}
