/* SPDX-License-Identifier: MIT */
/*
 * One value of an option, from text: its kind, its limits, and what is said when it is refused.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/options.h"
#include "base/options_internal.h"
#include "base/parse.h"
#include "base/text.h"

static int
fail(struct pt_error *e, const struct pt_option *row, const char *text, const char *what)
{
	char shown[PT_OPTIONS_SHOWN];

	pt_clean(shown, sizeof(shown), text, strlen(text));
	return pt_fail(e, PT_EXIT_USAGE, "--%s: '%s' is not %s", row->name, shown, what);
}

/* A limit as the user would write it. */
static const char *
limit(const struct pt_option *row, uint64_t v, char buf[PT_NUM])
{
	static const struct {
		const char *name;
		uint64_t size;
	} units[] = { { "h", 3600 * UINT64_C(1000000000) }, { "m", 60 * UINT64_C(1000000000) },
		{ "s", 1000000000 }, { "ms", 1000000 }, { "us", 1000 }, { "ns", 1 } };
	size_t i = 0;

	if (row->type != PT_OPT_DURATION) {
		snprintf(buf, PT_NUM, "%" PRIu64, v);
		return buf;
	}
	while (v % units[i].size != 0)
		i++;
	snprintf(buf, PT_NUM, "%" PRIu64 "%s", v / units[i].size, v ? units[i].name : "s");
	return buf;
}

static int
fail_limit(struct pt_error *e, const struct pt_option *row, const char *text, bool above)
{
	char shown[PT_OPTIONS_SHOWN], bound[PT_NUM];
	uint64_t max = row->max ? row->max : UINT64_MAX;

	pt_clean(shown, sizeof(shown), text, strlen(text));
	if (row->type == PT_OPT_DURATION && max == UINT64_MAX)
		return pt_fail(e, PT_EXIT_USAGE, "--%s: %s is too long", row->name, shown);
	return pt_fail(e, PT_EXIT_USAGE, "--%s: %s is %s %s", row->name, shown,
		above ? "above" : "below", limit(row, above ? max : row->min, bound));
}

static int
set_number(const struct pt_option *row, const char *text, struct pt_value *v, struct pt_error *e)
{
	static const struct {
		enum pt_parse (*parse)(const char *, uint64_t *);
		const char *what;
	} kinds[] = {
		[PT_OPT_U64] = { pt_parse_u64, "a number" },
		[PT_OPT_SIZE] = { pt_parse_size, "a size (100M, 64Ki)" },
		[PT_OPT_DURATION] = { pt_parse_duration_ns, "a duration (250ms, 3s)" },
	};
	uint64_t n = 0;

	switch (kinds[row->type].parse(text, &n)) {
	case PT_PARSE_OK:
		break;
	case PT_PARSE_RANGE:
		return fail_limit(e, row, text, true);
	case PT_PARSE_EMPTY:
	case PT_PARSE_SYNTAX:
		return fail(e, row, text, kinds[row->type].what);
	}
	if (n < row->min || (row->max && n > row->max))
		return fail_limit(e, row, text, n >= row->min);
	v->u64 = n;
	v->text = text;
	return 0;
}

static int
set_choice(const struct pt_option *row, const char *text, struct pt_value *v, struct pt_error *e)
{
	struct pt_text names = { 0 };
	char what[PT_OPTIONS_SHOWN];

	for (int i = 0; row->choices[i]; i++) {
		if (strcmp(row->choices[i], text) == 0) {
			v->choice = i;
			v->text = text;
			pt_text_fini(&names);
			return 0;
		}
		pt_text_add(&names, "%s%s", i ? ", " : "", row->choices[i]);
	}
	snprintf(what, sizeof(what), "one of %s", pt_text_string(&names));
	pt_text_fini(&names);
	return fail(e, row, text, what);
}

static int
set_text(const struct pt_option *row, const char *text, struct pt_value *v, struct pt_error *e)
{
	size_t len = strlen(text);

	if (len < row->min || (row->max && len > row->max))
		return pt_fail(e, PT_EXIT_USAGE, "--%s: %zu bytes are %s %" PRIu64, row->name, len,
			len < row->min ? "below" : "above", len < row->min ? row->min : row->max);
	v->text = text;
	if (row->type == PT_OPT_LIST) {
		v->list = pt_xrealloc(v->list, v->list_len + 1, sizeof(*v->list));
		v->list[v->list_len++] = text;
	}
	return 0;
}

int
pt_options_assign(const struct pt_option *row, const char *text, struct pt_value *v,
	struct pt_error *e)
{
	if (row->type == PT_OPT_FLAG || !text) {
		v->u64 = row->type == PT_OPT_FLAG;
		v->text = NULL;
		return 0;
	}
	if (*text == '\0' &&
		(row->min > 0 || (row->type != PT_OPT_TEXT && row->type != PT_OPT_LIST)))
		return pt_fail(e, PT_EXIT_USAGE, "--%s: empty value", row->name);
	switch (row->type) {
	case PT_OPT_U64:
	case PT_OPT_SIZE:
	case PT_OPT_DURATION:
		return set_number(row, text, v, e);
	case PT_OPT_CHOICE:
		return set_choice(row, text, v, e);
	case PT_OPT_TEXT:
	case PT_OPT_LIST:
	case PT_OPT_FLAG:
		break;
	}
	return set_text(row, text, v, e);
}

int
pt_options_set(const struct pt_option *row, const char *text, struct pt_value *v,
	struct pt_error *e)
{
	if (!v->given)
		v->list_len = 0; /* what is given replaces the fallback */
	if (row->type == PT_OPT_FLAG && text)
		return pt_fail(e, PT_EXIT_USAGE, "--%s: takes no value", row->name);
	if (row->type != PT_OPT_FLAG && !text && !row->optional_value)
		return pt_fail(e, PT_EXIT_USAGE, "--%s: needs a value", row->name);
	if (pt_options_assign(row, text, v, e) != 0)
		return -1;
	v->given = true;
	return 0;
}
