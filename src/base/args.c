/* SPDX-License-Identifier: MIT */
/*
 * Option values by name.  Asking for a name that the table lacks is a programmer's mistake.
 */
#include "base/args.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"

struct pt_args *
pt_args_new(const struct pt_options *const *tables, enum pt_operands where)
{
	struct pt_args *a = pt_xcalloc(1, sizeof(*a));

	a->where = where;
	for (; tables != NULL && *tables != NULL; tables++)
		pt_args_add(a, (*tables)->row, (*tables)->len);
	return a;
}

void
pt_args_free(struct pt_args *a)
{
	if (a == NULL)
		return;
	pt_options_fini(a->values, a->len);
	free(a);
}

static bool
has_letter(const struct pt_args *a, char letter)
{
	for (size_t i = 0; letter != 0 && i < a->len; i++) {
		if (a->table[i].letter == letter)
			return true;
	}
	return false;
}

void
pt_args_add(struct pt_args *a, const struct pt_option *options, size_t n)
{
	assert(a->len + n <= PT_ARGS_MAX);
	for (size_t i = 0; i < n; i++)
		assert(!pt_args_has(a, options[i].name) && !has_letter(a, options[i].letter));
	if (n > 0)
		memcpy(&a->table[a->len], options, n * sizeof(*options));
	a->len += n;
}

bool
pt_args_has(const struct pt_args *a, const char *name)
{
	for (size_t i = 0; i < a->len; i++) {
		if (strcmp(a->table[i].name, name) == 0)
			return true;
	}
	return false;
}

int
pt_args_parse(struct pt_args *a, int argc, char **argv, struct pt_error *e)
{
	int first;

	if (pt_options_parse(a->table, a->len, a->where, argc, argv, a->values, &first, e) < 0)
		return -1;
	a->operands = argv + first;
	a->operands_len = argc - first;
	return 0;
}

const struct pt_value *
pt_args_get(const struct pt_args *a, const char *name)
{
	for (size_t i = 0; i < a->len; i++) {
		if (strcmp(a->table[i].name, name) == 0)
			return &a->values[i];
	}
	abort();
}

bool
pt_args_flag(const struct pt_args *a, const char *name)
{
	return pt_args_get(a, name)->given;
}

const char *
pt_args_text(const struct pt_args *a, const char *name)
{
	const struct pt_value *v = pt_args_get(a, name);

	return v->given ? v->text : NULL;
}

uint64_t
pt_args_u64(const struct pt_args *a, const char *name, uint64_t fallback)
{
	const struct pt_value *v = pt_args_get(a, name);

	return v->given ? v->u64 : fallback;
}

int
pt_args_choice(const struct pt_args *a, const char *name, int fallback)
{
	const struct pt_value *v = pt_args_get(a, name);

	return v->given ? v->choice : fallback;
}
