/* SPDX-License-Identifier: MIT */
/*
 * The words after a command, parsed by its option table and asked for by name.
 */
#ifndef PT_BASE_ARGS_H
#define PT_BASE_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/options.h"

struct pt_error;

#define PT_ARGS_MAX 128 /* options of one table */

struct pt_args {
	struct pt_option table[PT_ARGS_MAX];
	struct pt_value values[PT_ARGS_MAX];
	size_t len;
	enum pt_operands where;
	char **operands; /* of the caller's argv */
	int operands_len;
};

/* Tables (NULL at the end, or none at all), to which more may be added before they are parsed. */
struct pt_args *pt_args_new(const struct pt_options *const *tables, enum pt_operands where);
void pt_args_free(struct pt_args *a);
void pt_args_add(struct pt_args *a, const struct pt_option *options, size_t n);
bool pt_args_has(const struct pt_args *a, const char *name);
int pt_args_parse(struct pt_args *a, int argc, char **argv, struct pt_error *e);

/* The value of an option of the table, never NULL. */
const struct pt_value *pt_args_get(const struct pt_args *a, const char *name);
bool pt_args_flag(const struct pt_args *a, const char *name);
const char *pt_args_text(const struct pt_args *a, const char *name); /* NULL when not given */
uint64_t pt_args_u64(const struct pt_args *a, const char *name, uint64_t fallback);
int pt_args_choice(const struct pt_args *a, const char *name, int fallback);

#endif
