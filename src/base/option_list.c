/* SPDX-License-Identifier: MIT */
/*
 * Lists of values.  See option_list.h.
 */
#include "base/option_list.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/options.h"
#include "base/options_internal.h"
#include "base/parse.h"
#include "base/text.h"

void
pt_option_list_add(struct pt_option_list *l, const char *text)
{
	l->text = pt_xrealloc(l->text, l->len + 1, sizeof(*l->text));
	l->text[l->len++] = pt_xstrdup(text);
}

void
pt_option_list_fini(struct pt_option_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		free(l->text[i]);
	free(l->text);
	*l = (struct pt_option_list){ 0 };
}

static int
fail(struct pt_error *e, const struct pt_option *row, const char *text, const char *what)
{
	char shown[PT_OPTIONS_SHOWN];

	pt_clean(shown, sizeof(shown), text, strlen(text));
	return pt_fail(e, PT_EXIT_USAGE, "--%s: '%s' %s", row->name, shown, what);
}

/* ---- ranges ---- */

struct range {
	uint64_t lo, hi, step;
	bool multiply; /* by the step, not added */
};

/* A number of this option in the first bytes of a text. */
static bool
read_number(uint64_t *v, const struct pt_option *row, const char *text, size_t len)
{
	char *number = pt_xmemdup(text, len);
	bool good =
		(row->type == PT_OPT_SIZE ? pt_parse_size : pt_parse_u64)(number, v) == PT_PARSE_OK;

	free(number);
	return good;
}

/* Multiplying by 1 or adding 0 leads nowhere. */
static bool
read_step(struct range *r, const struct pt_option *row, const char *step, uint64_t factor)
{
	r->multiply = *step != 0 ? *step == 'x' : row->type == PT_OPT_SIZE;
	r->step = r->multiply ? factor : 1;
	if (*step == 0)
		return true;
	return read_number(&r->step, row, step + 1, strlen(step + 1)) && r->step > r->multiply;
}

/* "a..b", "a..b+c", "a..bxc", all of them numbers of this option. */
static bool
read_range(struct range *r, const struct pt_option *row, const char *text, uint64_t factor)
{
	const char *dots = strstr(text, ".."), *hi = dots + 2, *step;

	if (dots == NULL || (row->type != PT_OPT_SIZE && row->type != PT_OPT_U64))
		return false;
	step = hi + strcspn(hi, "x+");
	return read_number(&r->lo, row, text, (size_t)(dots - text)) &&
		read_number(&r->hi, row, hi, (size_t)(step - hi)) &&
		read_step(r, row, step, factor);
}

/* 10000 as 10k: nothing may be lost. */
static void
add_number(struct pt_option_list *l, const struct pt_option *row, uint64_t v)
{
	static const struct {
		uint64_t size;
		const char *name;
	} units[] = { { UINT64_C(1000000000000), "T" }, { 1000000000, "G" }, { 1000000, "M" },
		{ 1000, "k" }, { 1, "" } };
	char text[PT_NUM];
	size_t i = 0;

	while (units[i].size > 1 && (row->type != PT_OPT_SIZE || v == 0 || v % units[i].size != 0))
		i++;
	snprintf(text, sizeof(text), "%llu%s", (unsigned long long)(v / units[i].size),
		units[i].name);
	pt_option_list_add(l, text);
}

static uint64_t
next_of(const struct range *r, uint64_t v)
{
	if (!r->multiply)
		return v > UINT64_MAX - r->step ? UINT64_MAX : v + r->step;
	return v == 0 ? 1 : v > UINT64_MAX / r->step ? UINT64_MAX : v * r->step;
}

static int
add_range(struct pt_option_list *l, const struct pt_option *row, const struct range *r,
	const char *text, struct pt_error *e)
{
	if (r->lo > r->hi)
		return fail(e, row, text, "is an empty list");
	for (uint64_t v = r->lo; v < r->hi && l->len < PT_OPTION_LIST_MAX; v = next_of(r, v))
		add_number(l, row, v);
	if (r->multiply || (r->hi - r->lo) % r->step == 0)
		add_number(l, row, r->hi);
	return 0;
}

/* ---- values between commas ---- */

/* Of the next value up to its comma, without the backslashes of commas; moves `at` behind it. */
static char *
take_value(const char **at)
{
	char *value = pt_xcalloc(strlen(*at) + 1, 1);
	const char *s = *at;
	size_t n = 0;

	while (*s && *s != ',') {
		if (s[0] == '\\' && s[1] == ',')
			s++;
		value[n++] = *s++;
	}
	*at = *s ? s + 1 : NULL;
	return value;
}

static int
check(const struct pt_option *row, const char *value, struct pt_error *e)
{
	struct pt_option one = *row;
	struct pt_value v = { 0 };

	if (one.type == PT_OPT_LIST)
		one.type = PT_OPT_TEXT;
	return pt_options_assign(&one, value, &v, e);
}

static int
add_value(struct pt_option_list *l, const struct pt_option *row, const char *value,
	const char *text, uint64_t factor, struct pt_error *e)
{
	struct range r;
	size_t first = l->len;

	if (*value == 0 &&
		(*text != 0 || row->min > 0 ||
			(row->type != PT_OPT_TEXT && row->type != PT_OPT_LIST)))
		return fail(e, row, text,
			*text == 0 || strcmp(text, ",") == 0 ? "is an empty list" :
							       "has an empty value");
	if (!read_range(&r, row, value, factor))
		pt_option_list_add(l, value);
	else if (add_range(l, row, &r, value, e) < 0)
		return -1;
	for (size_t i = first; i < l->len; i++)
		if (check(row, l->text[i], e) < 0)
			return -1;
	return 0;
}

int
pt_option_list_read_by(struct pt_option_list *l, const struct pt_option *row, const char *text,
	uint64_t factor, struct pt_error *e)
{
	int rc = 0;

	*l = (struct pt_option_list){ 0 };
	for (const char *at = text; rc == 0 && at != NULL;) {
		char *value = take_value(&at);

		rc = add_value(l, row, value, text, factor, e);
		free(value);
	}
	if (rc == 0 && l->len > PT_OPTION_LIST_MAX)
		rc = fail(e, row, text, "has too many values");
	if (rc < 0)
		pt_option_list_fini(l);
	return rc;
}

int
pt_option_list_read(struct pt_option_list *l, const struct pt_option *row, const char *text,
	struct pt_error *e)
{
	return pt_option_list_read_by(l, row, text, 10, e);
}
