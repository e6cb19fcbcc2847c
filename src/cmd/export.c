/* SPDX-License-Identifier: MIT */
/*
 * partop export FILE --format F: a recording for other programs.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "base/args.h"
#include "cmd/command.h"
#include "session/choose.h"
#include "session/output.h"
#include "session/show.h"
#include "export/exporter.h"
#include "metrics/source.h"

/* clang-format off */
static const struct pt_option rows[] = {
	{ .name = "format", .type = PT_OPT_CHOICE, .value_name = "F", .choices = pt_exporter_names,
		.help = "what to write" },
	{ .name = "output", .letter = 'o', .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1,
		.help = "write to FILE (default: standard output)" },
	{ .name = "force", .letter = 'f', .type = PT_OPT_FLAG,
		.help = "overwrite an existing FILE" },
};
/* clang-format on */
static const struct pt_options options = PT_OPTIONS(rows);

static const struct pt_exporter *
find_format(const struct pt_args *a, struct pt_error *e)
{
	int i = pt_args_choice(a, "format", -1);
	struct pt_text has = { 0 };

	if (i >= 0)
		return pt_exporters[i];
	for (i = 0; pt_exporters[i] != NULL; i++)
		pt_text_add(&has, "%s%s", i > 0 ? ", " : "", pt_exporters[i]->name);
	pt_fail(e, PT_EXIT_USAGE, "export: --format is missing; there are: %s",
		pt_text_string(&has));
	pt_text_fini(&has);
	return NULL;
}

/* An option of another format than that of x was given. */
static int
check_own(const struct pt_args *a, const struct pt_exporter *x, struct pt_error *e)
{
	for (size_t i = 0; pt_exporters[i] != NULL; i++) {
		const struct pt_options *o = pt_exporters[i]->options;

		for (size_t k = 0; pt_exporters[i] != x && o != NULL && k < o->len; k++)
			if (pt_args_get(a, o->row[k].name)->given)
				return pt_fail(e, PT_EXIT_USAGE,
					"--%s is for the format %s, not %s", o->row[k].name,
					pt_exporters[i]->name, x->name);
	}
	return 0;
}

static int
export_to(const struct pt_exporter *x, struct pt_source *s, const struct pt_args *a,
	struct pt_output *out, struct pt_error *e)
{
	const struct pt_export_options o = { .trace = a->operands[0], .args = a };

	if (x->write(s, &o, out->file, e) == 0)
		return pt_output_end(out, e);
	pt_output_drop(out);
	return -1;
}

static int
export_file(const struct pt_args *a, struct pt_error *e)
{
	const struct pt_exporter *x = find_format(a, e);
	const char *in = a->operands[0], *to = pt_args_text(a, "output");
	struct pt_output out;
	struct pt_source *s;
	int rc = -1;

	if (x == NULL || check_own(a, x, e) != 0)
		return -1;
	if (to != NULL && pt_output_same(in, to))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is the recording itself", to);
	s = pt_source_open(in, e);
	if (s == NULL)
		return -1;
	pt_show_warning(s);
	if (pt_choose_pool(s, pt_choose_read(a), e) == 0 &&
		pt_output_begin(&out, to, pt_args_flag(a, "force"), e) == 0)
		rc = export_to(x, s, a, &out, e);
	pt_source_close(s);
	return rc;
}

static int
export_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_exactly(self, argc, argv, "FILE", e);
	int rc;

	if (a == NULL)
		return -1;
	rc = export_file(a, e);
	pt_args_free(a);
	return rc;
}

static void
add_own(struct pt_args *a)
{
	for (size_t i = 0; pt_exporters[i] != NULL; i++)
		if (pt_exporters[i]->options != NULL)
			pt_args_add(a, pt_exporters[i]->options->row,
				pt_exporters[i]->options->len);
}

static void
print_formats(FILE *f)
{
	fputs("\nFormats, and what they add:\n\n", f);
	for (size_t i = 0; pt_exporters[i] != NULL; i++) {
		const struct pt_exporter *x = pt_exporters[i];

		fprintf(f, "  %-10s%s\n", x->name, x->summary);
		if (x->options != NULL)
			pt_options_print(x->options->row, x->options->len, f);
	}
}

const struct pt_command pt_command_export = {
	.name = "export",
	.usage = "FILE --format F [OPTIONS]",
	.summary = "convert a recording for other programs",
	.options = (const struct pt_options *const[]){ &options, &pt_choose_options, NULL },
	.add_options = add_own,
	.print_notes = print_formats,
	.run = export_run,
};
