/* SPDX-License-Identifier: MIT */
/*
 * How much memory a workload may use.  A default size is made smaller until it needs no more than
 * a quarter of the free memory; a size that the user asked for must fit, and is refused otherwise
 * before anything is allocated.
 */
#ifndef PT_RUNNER_LIMITS_H
#define PT_RUNNER_LIMITS_H

#include <stdint.h>

struct pt_error;
struct pt_rec_writer;
struct pt_job;
struct pt_setup;

#define PT_LIMITS_VERIFY_BYTES 256000000 /* --verify auto checks inputs up to here */

/* Sets s->memory_bytes; may change a size in j->params.  0, or -1 with e filled. */
int
pt_limits_apply(struct pt_job *j, struct pt_setup *s, struct pt_rec_writer *w, struct pt_error *e);

/*
 * The same before anything runs, for several processes that are to have the same input.  *size: what
 * the default size has become, valid until the next call; NULL if it need not change.
 */
int pt_limits_fit(struct pt_job *j, const char **size, struct pt_error *e);

#endif
