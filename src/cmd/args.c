/* SPDX-License-Identifier: MIT */
/*
 * Option values by name.  Asking for a name that the table lacks is a programmer's mistake.
 */
#include "cmd/args.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "cmd/command.h"

struct pt_args *
pt_args_new(void)
{
	return pt_xcalloc(1, sizeof(struct pt_args));
}

void
pt_args_free(struct pt_args *a)
{
	if (a == NULL)
		return;
	pt_options_fini(a->values, a->len);
	free(a);
}

void
pt_args_add(struct pt_args *a, const struct pt_option *options, size_t n)
{
	assert(a->len + n <= PT_ARGS_MAX);
	if (n > 0)
		memcpy(&a->table[a->len], options, n * sizeof(*options));
	a->len += n;
}

int
pt_args_parse(struct pt_args *a, int argc, char **argv, struct pt_error *e)
{
	int first;

	if (pt_options_parse(a->table, a->len, argc, argv, a->values, &first, e) < 0)
		return -1;
	a->operands = argv + first;
	a->operands_len = argc - first;
	return 0;
}

struct pt_args *
pt_args_of(const struct pt_command *c, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_args_new();

	pt_args_add(a, c->options, c->options_len);
	if (pt_args_parse(a, argc, argv, e) == 0)
		return a;
	pt_args_free(a);
	return NULL;
}

static struct pt_args *
refuse(struct pt_args *a)
{
	pt_args_free(a);
	return NULL;
}

struct pt_args *
pt_args_exactly(const struct pt_command *c, int argc, char **argv, const char *what,
	struct pt_error *e)
{
	struct pt_args *a = pt_args_of(c, argc, argv, e);

	if (a == NULL)
		return NULL;
	if (a->operands_len == 0) {
		pt_fail(e, PT_EXIT_USAGE, "%s: which %s? usage: partop %s %s", c->name, what, c->name,
			c->usage);
		return refuse(a);
	}
	if (a->operands_len > 1) {
		pt_fail(e, PT_EXIT_USAGE, "%s: '%s' is one word too many", c->name, a->operands[1]);
		return refuse(a);
	}
	return a;
}

struct pt_args *
pt_args_none(const struct pt_command *c, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_args_of(c, argc, argv, e);

	if (a == NULL || a->operands_len == 0)
		return a;
	pt_fail(e, PT_EXIT_USAGE, "%s: '%s' is one word too many", c->name, a->operands[0]);
	return refuse(a);
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
