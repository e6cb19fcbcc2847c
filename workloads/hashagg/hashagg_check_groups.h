/* SPDX-License-Identifier: MIT */
/*
 * The groups that should be there, in a search tree of the C library: what the naive readings of text
 * files have in common.  Nothing in them shares code with what they check.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_CHECK_GROUPS_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_CHECK_GROUPS_H

#include "workloads/hashagg/hashagg_check.h"

struct pt_agg_check {
	void *tree;
	uint64_t groups, rows, rejected[PT_AGG_REASONS];
	uint64_t first; /* where the first rejected row starts */
	bool failed;    /* no memory */
};

/* A row whose key and value are these; a copy of the key is kept. */
void pt_agg_check_add(struct pt_agg_check *c, const char *key, size_t len, __int128 value);
/* A row that starts at `at` and is in no group. */
void pt_agg_check_reject(struct pt_agg_check *c, enum pt_agg_reason reason, uint64_t at);
/* 0 when these groups are the answer's, which `show` shows; otherwise -1 with e filled. */
int pt_agg_check_answer(const struct pt_agg_check *c, const struct pt_agg_answer *a,
	pt_agg_show_fn *show, struct pt_error *e);
void pt_agg_check_fini(struct pt_agg_check *c);

/* The groups that an answer says it has. */
uint64_t pt_agg_check_groups(const struct pt_agg_answer *a);
/* Fills e: what is one number and should be another; returns -1. */
int pt_agg_check_wrong(struct pt_error *e, const char *what, uint64_t is, uint64_t should);

#endif
