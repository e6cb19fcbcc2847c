/* SPDX-License-Identifier: MIT */
/*
 * What a workload says of itself: for `list -v` and `help run WORKLOAD`.
 */
#ifndef PT_CMD_WORKLOAD_HELP_H
#define PT_CMD_WORKLOAD_HELP_H

#include <stdio.h>

struct pt_text;
struct pt_workload;

/* What it teaches, by which comparison and what that gives, its variants, its options; not its name and summary. */
void pt_workload_help(const struct pt_workload *w, FILE *f);

/* Appends the policies that its loops can have: "steal, static". */
void pt_workload_policies(const struct pt_workload *w, struct pt_text *t);

#endif
