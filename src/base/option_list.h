/* SPDX-License-Identifier: MIT */
/*
 * The value of an option as a list of values, for commands that try one after the other:
 * "mutex,fold", "1,2,4", "1..8".  A comma that belongs to a value is written "\,".
 *
 * A range has every number between its ends; where the option is a size it goes by powers of ten
 * from the lower one and has the upper one: 1K..5M is 1K 10K 100K 1M 5M.  A step behind it says
 * otherwise: 1..16+5 is 1 6 11 16, 1..64x4 is 1 4 16 64.
 */
#ifndef PT_BASE_OPTION_LIST_H
#define PT_BASE_OPTION_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PT_OPTION_LIST_MAX 256

struct pt_error;
struct pt_option;

struct pt_option_list {
	char **text; /* each as the user would write it */
	size_t len;
};

/*
 * Every value is checked by the rules of the row.  0, or -1 with e filled (usage):
 * "--threads: '4..1' is an empty list"; pt_option_list_fini() after success only.
 */
int pt_option_list_read(struct pt_option_list *l, const struct pt_option *row, const char *text,
	struct pt_error *e);
/* Where the option is a size, ranges without a step go by this factor. */
int pt_option_list_read_by(struct pt_option_list *l, const struct pt_option *row, const char *text,
	uint64_t factor, struct pt_error *e);
void pt_option_list_fini(struct pt_option_list *l);

/* One more, copied. */
void pt_option_list_add(struct pt_option_list *l, const char *text);

#endif
