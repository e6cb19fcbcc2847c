/* SPDX-License-Identifier: MIT */
/*
 * Names of tasks in the recording: a kind's name is registered when one of it is first stolen.
 */
#ifndef PT_RUNTIME_LABEL_H
#define PT_RUNTIME_LABEL_H

#include <partop/detail/worker.h>

/* Label id of a kind; 0 none. */
uint16_t pt_label_of_kind(struct partop_kind *k);

/* What tells tasks of different code apart: the function, where the first argument word is one,
 * else the kind.  The caller owns the slot. */
uintptr_t pt_label_code(const partop_task *t);

/* Label id of the task in a slot that the caller owns; 0 none. */
uint16_t pt_label_of(const partop_task *t);

/* Around a fork, by fork.c. */
void pt_label_before_fork(void);
void pt_label_after_fork(void);

#endif
