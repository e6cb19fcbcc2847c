/* SPDX-License-Identifier: MIT */
/* Between the files of base/options*.c. */
#ifndef PT_BASE_OPTIONS_INTERNAL_H
#define PT_BASE_OPTIONS_INTERNAL_H

struct pt_error;
struct pt_option;
struct pt_value;

#define PT_OPTIONS_SHOWN 200 /* bytes of a user's text in a message */

/* pt_options_set() that neither looks at `given` nor sets it: for fallbacks. */
int pt_options_assign(const struct pt_option *row, const char *text, struct pt_value *v,
	struct pt_error *e);

#endif
