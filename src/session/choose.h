/* SPDX-License-Identifier: MIT */
/*
 * Which pool of a user's program is shown: --pool.
 */
#ifndef PT_SESSION_CHOOSE_H
#define PT_SESSION_CHOOSE_H

#include <stdint.h>

struct pt_args;
struct pt_error;
struct pt_options;
struct pt_source;

extern const struct pt_options pt_choose_options;

/* The number in the option; 0: none, so the pool that works most is shown. */
uint32_t pt_choose_read(const struct pt_args *a);

/* Shows the pool of a finished recording.  0, or -1 with e filled when there is no such pool. */
int pt_choose_pool(struct pt_source *s, uint32_t wanted, struct pt_error *e);

/* After the end of a program: tells the user when it never had the pool. */
void pt_choose_note(struct pt_source *s, uint32_t wanted);

#endif
