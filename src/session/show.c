/* SPDX-License-Identifier: MIT */
/*
 * Where a run's numbers go: screens, report, JSON, or nowhere.
 */
#include "session/show.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/args.h"
#include "export/exporter.h"
#include "metrics/source.h"
#include "ui/ui.h"

static const char *const colors[] = { "auto", "always", "never", NULL };

static const struct pt_option timeout_rows[] = {
	{ .name = "timeout",
		.type = PT_OPT_DURATION,
		.value_name = "TIME",
		.min = PT_SHOW_TIME_MIN_NS,
		.max = PT_SHOW_TIME_MAX_NS,
		.help = "give up after so long (exit 124)" },
};
const struct pt_options pt_timeout_options = PT_OPTIONS(timeout_rows);

/* clang-format off */
static const struct pt_option show_rows[] = {
	{ .name = "no-ui", .type = PT_OPT_FLAG, .help = "no screens: a report at the end" },
	{ .name = "json", .type = PT_OPT_TEXT, .value_name = "FILE", .optional_value = true,
		.min = 1, .help = "one JSON object on standard output, or in FILE" },
	{ .name = "quiet", .letter = 'q', .type = PT_OPT_FLAG, .help = "print errors only" },
};
/* clang-format on */
const struct pt_options pt_show_options = PT_OPTIONS(show_rows);

/* clang-format off */
static const struct pt_option text_rows[] = {
	{ .name = "color", .type = PT_OPT_CHOICE, .value_name = "WHEN", .choices = colors,
		.fallback = "auto", .help = "colours" },
	{ .name = "ascii", .type = PT_OPT_FLAG, .help = "ASCII characters only" },
};
/* clang-format on */
const struct pt_options pt_text_options = PT_OPTIONS(text_rows);

void
pt_show_read_text(struct pt_show *s, const struct pt_args *a)
{
	s->ascii = pt_args_flag(a, "ascii");
	s->color = (enum pt_show_color)pt_args_choice(a, "color", PT_SHOW_COLOR_AUTO);
}

void
pt_show_read(struct pt_show *s, const struct pt_args *a)
{
	const struct pt_value *json = pt_args_get(a, "json");

	*s = (struct pt_show){
		.no_ui = pt_args_flag(a, "no-ui"),
		.quiet = pt_args_flag(a, "quiet"),
		.json = json->given,
		.json_path = json->given ? json->text : NULL,
	};
	pt_show_read_text(s, a);
}

static bool
json_on_stdout(const struct pt_show *s)
{
	return s->json && (s->json_path == NULL || strcmp(s->json_path, "-") == 0);
}

bool
pt_show_wants_ui(const struct pt_show *s)
{
	if (s->no_ui || s->quiet || json_on_stdout(s))
		return false;
	if (pt_ui_usable())
		return true;
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		pt_output_note("this terminal (TERM) cannot show the screens");
	return false;
}

static bool
wants_color(const struct pt_show *s, FILE *f)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (s->color != PT_SHOW_COLOR_AUTO)
		return s->color == PT_SHOW_COLOR_ALWAYS;
	if (no != NULL && no[0] != 0)
		return false;
	return isatty(fileno(f)) && term != NULL && strcmp(term, "dumb") != 0;
}

static int
columns(FILE *f)
{
	struct winsize size;

	if (ioctl(fileno(f), TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

struct pt_look
pt_show_look(const struct pt_show *s, FILE *f)
{
	return (struct pt_look){
		.color = wants_color(s, f),
		.utf8 = !s->ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
		.width = columns(f),
	};
}

int
pt_show_report(const struct pt_show *s, struct pt_source *source, const char *trace, FILE *f,
	struct pt_error *e)
{
	struct pt_look look = pt_show_look(s, f);
	const struct pt_export_options o = {
		.trace = trace,
		.color = look.color,
		.utf8 = look.utf8,
		.width = isatty(fileno(f)) ? look.width : 0,
	};

	return pt_exporter_report.write(source, &o, f, e);
}

void
pt_show_warning(const struct pt_source *source)
{
	const char *text = pt_source_warning(source);

	if (text[0] != 0)
		pt_output_note(text);
}

/* Whether there is anything to show: a run that failed at its set-up has no numbers. */
static bool
has_numbers(const struct pt_summary *s)
{
	return s->sequential.len > 0 || s->one_worker.len > 0 || s->parallel.len > 0 ||
		(!s->has_phases && s->workers_len > 0);
}

static int
write_json(const struct pt_show *s, struct pt_source *source, const char *trace,
	struct pt_output *json, struct pt_error *e)
{
	const struct pt_export_options o = { .trace = trace };

	if (!s->json)
		return 0;
	if (pt_exporter_json.write(source, &o, json->file, e) < 0) {
		pt_output_drop(json);
		return -1;
	}
	return pt_output_end(json, e);
}

int
pt_show_results(const struct pt_show *s, struct pt_source *source, const char *trace,
	struct pt_show_to *to, struct pt_error *e)
{
	if (!has_numbers(pt_source_summary(source))) {
		pt_output_drop(&to->json);
		return 0;
	}
	if (write_json(s, source, trace, &to->json, e) < 0)
		return -1;
	if (s->quiet || json_on_stdout(s) || to->report == NULL)
		return 0;
	return pt_show_report(s, source, trace, to->report, e);
}
