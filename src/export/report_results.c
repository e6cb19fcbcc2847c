/* SPDX-License-Identifier: MIT */
/* What the run computed, in the report: see report.c. */
#include "export/report_parts.h"

#include <string.h>

#include "export/result.h"

#define RESULTS_SHOWN 64

/* The text of a typed value; of a number that is not known "--". */
static const char *
untyped(const char *value)
{
	if (strcmp(value, "f:nan") == 0 || strcmp(value, "f:-nan") == 0)
		return "--";
	return value[0] && value[1] == ':' ? value + 2 : value;
}

static void
put_path(const struct report *r, const char *path)
{
	for (const char *rest = path; rest;) {
		char *name;

		rest = pt_result_component(rest, &name);
		pt_report_foreign(r, name);
		if (rest)
			fputc(' ', r->f);
		free(name);
	}
}

/* Bytes of the path before its last name, when that names a part of an element of a list. */
static size_t
element(const char *path)
{
	const char *last = strrchr(path, '/'), *number;

	if (!last)
		return 0;
	number = last;
	while (number > path && number[-1] >= '0' && number[-1] <= '9')
		number--;
	return number < last && (number == path || number[-1] == '/') ? (size_t)(last - path) : 0;
}

/* Whether it stands in the line of the result before: both are of one element of a list. */
static bool
goes_on(const struct pt_summary *s, size_t i)
{
	size_t n = element(s->results[i].key);

	return n > 0 && i > 0 && element(s->results[i - 1].key) == n &&
		strncmp(s->results[i].key, s->results[i - 1].key, n + 1) == 0;
}

static void
put_result(const struct report *r, size_t i)
{
	const struct pt_summary *s = r->s;
	const char *key = s->results[i].key;
	const char *value = untyped(s->results[i].value);

	if (goes_on(s, i)) {
		fputs("  ", r->f);
		put_path(r, key + element(key) + 1);
		fputc(' ', r->f);
	} else {
		fputs(i > 0 ? "\n  " : "  ", r->f);
		put_path(r, key);
		fputs(element(key) > 0 ? " " : ": ", r->f);
	}
	pt_report_foreign(r, value);
}

void
pt_report_results(const struct report *r)
{
	const struct pt_summary *s = r->s;

	if (s->results_len > 0)
		fprintf(r->f, "\n%sresult%s\n", pt_report_on(r, BOLD), pt_report_off(r));
	for (size_t i = 0; i < s->results_len && i < RESULTS_SHOWN; i++)
		put_result(r, i);
	if (s->results_len > 0)
		fputc('\n', r->f);
	if (s->results_len > RESULTS_SHOWN)
		fprintf(r->f, "  and %zu more\n", s->results_len - RESULTS_SHOWN);
	if (s->verified >= 0)
		fprintf(r->f, "%s%s%s\n", s->verified ? "" : pt_report_on(r, WARN),
			s->verified ? "  verified" : "! the result is WRONG", pt_report_off(r));
	else if (s->results_len > 0 && *s->workload)
		fputs("  not verified (--verify full does)\n", r->f);
}
