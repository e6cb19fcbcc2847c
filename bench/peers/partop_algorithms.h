/* SPDX-License-Identifier: MIT */
/* The programs of bench/peers/algorithms.h by libpartop, in a pool. */
#ifndef PT_PEERS_PARTOP_ALGORITHMS_H
#define PT_PEERS_PARTOP_ALGORITHMS_H

#include <partop/partop.h>

/* Functions for partop_run(): *arg is one of these. */
struct algo_call {
	uint64_t size, result;
};

void algo_scan_root(partop_worker *w, partop_task *head, void *arg);
void algo_filter_root(partop_worker *w, partop_task *head, void *arg);
void algo_find_root(partop_worker *w, partop_task *head, void *arg);
void algo_max_root(partop_worker *w, partop_task *head, void *arg);
void algo_count_root(partop_worker *w, partop_task *head, void *arg);
void algo_bins_root(partop_worker *w, partop_task *head, void *arg);
void algo_grid_root(partop_worker *w, partop_task *head, void *arg);
void algo_sort_root(partop_worker *w, partop_task *head, void *arg);
void algo_stable_root(partop_worker *w, partop_task *head, void *arg);

#endif
