/* SPDX-License-Identifier: MIT */
/* Where the results of trials go.  See trials_output.h. */
#include "session/trials_output.h"

#include <string.h>

#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "export/look.h"

/* clang-format off */
static const struct pt_option rows[] = {
	{ .name = "json", .type = PT_OPT_TEXT, .value_name = "FILE", .optional_value = true, .min = 1,
		.help = "one JSON object on standard output, or in FILE" },
	{ .name = "csv", .type = PT_OPT_TEXT, .value_name = "FILE", .optional_value = true, .min = 1,
		.help = "comma separated values, the same" },
	{ .name = "markdown", .type = PT_OPT_TEXT, .value_name = "FILE", .optional_value = true,
		.min = 1, .help = "a table in Markdown, the same" },
	{ .name = "force", .letter = 'f', .type = PT_OPT_FLAG, .help = "overwrite existing files" },
	{ .name = "quiet", .letter = 'q', .type = PT_OPT_FLAG, .help = "print errors only" },
};
/* clang-format on */
const struct pt_options pt_trials_output_options = PT_OPTIONS(rows);

static const char *const formats[PT_TRIALS_FORMATS] = { "json", "csv", "markdown" };

static bool
is_stdout(const char *path)
{
	return path == NULL || strcmp(path, "-") == 0;
}

/* At most one format can have standard output. */
static int
check(const struct pt_args *a, bool *text, struct pt_error *e)
{
	const char *first = NULL;

	for (int i = 0; i < PT_TRIALS_FORMATS; i++) {
		const struct pt_value *v = pt_args_get(a, formats[i]);

		if (!v->given || !is_stdout(v->text))
			continue;
		if (first != NULL)
			return pt_fail(e, PT_EXIT_USAGE,
				"--%s and --%s: only one can have standard "
				"output; --%s=FILE",
				first, formats[i], formats[i]);
		first = formats[i];
	}
	*text = first == NULL && !pt_args_flag(a, "quiet");
	return 0;
}

static int
check_names(const struct pt_args *a, struct pt_error *e)
{
	for (int i = 0; i < PT_TRIALS_FORMATS; i++)
		for (int k = 0; k < i; k++) {
			const char *one = pt_args_get(a, formats[k])->text;
			const char *other = pt_args_get(a, formats[i])->text;

			if (!is_stdout(one) && !is_stdout(other) && strcmp(one, other) == 0)
				return pt_fail(e, PT_EXIT_USAGE, "--%s and --%s name the same file",
					formats[k], formats[i]);
		}
	return 0;
}

int
pt_trials_output_begin(struct pt_trials_output *o, const struct pt_args *a, struct pt_error *e)
{
	*o = (struct pt_trials_output){ 0 };
	pt_show_read_text(&o->show, a);
	if (check(a, &o->text, e) < 0 || check_names(a, e) < 0)
		return -1;
	for (int i = 0; i < PT_TRIALS_FORMATS; i++) {
		const struct pt_value *v = pt_args_get(a, formats[i]);

		if (v->given &&
			pt_output_begin(&o->file[i], v->text, pt_args_flag(a, "force"), e) < 0) {
			pt_trials_output_drop(o);
			return -1;
		}
		o->wanted[i] = v->given;
	}
	return 0;
}

int
pt_trials_output_write(struct pt_trials_output *o, const struct pt_findings_printer *p,
	const struct pt_findings *what, struct pt_error *e)
{
	pt_findings_fn *const write[PT_TRIALS_FORMATS] = { p->json, p->csv, p->markdown };
	int rc = 0;

	if (o->text) {
		struct pt_look look = pt_show_look(&o->show, stdout);

		p->text(what, &look, stdout);
	}
	for (int i = 0; i < PT_TRIALS_FORMATS && rc == 0; i++) {
		if (!o->wanted[i])
			continue;
		write[i](what, o->file[i].file);
		rc = pt_output_end(&o->file[i], e);
		o->wanted[i] = false;
	}
	pt_trials_output_drop(o);
	return rc;
}

void
pt_trials_output_drop(struct pt_trials_output *o)
{
	for (int i = 0; i < PT_TRIALS_FORMATS; i++)
		if (o->wanted[i])
			pt_output_drop(&o->file[i]);
	*o = (struct pt_trials_output){ 0 };
}
