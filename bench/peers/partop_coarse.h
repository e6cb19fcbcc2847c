/* SPDX-License-Identifier: MIT */
/* Functions for partop_run() that run `workers` leaves of `ms` milliseconds each. */
#ifndef PT_PEERS_PARTOP_COARSE_H
#define PT_PEERS_PARTOP_COARSE_H

#include <partop/partop.h>

void coarse_tree(partop_worker *w, partop_task *head, void *arg);
void coarse_comb(partop_worker *w, partop_task *head, void *arg);
void coarse_flat(partop_worker *w, partop_task *head, void *arg);
void coarse_scope(partop_worker *w, partop_task *head, void *arg);
void coarse_for(partop_worker *w, partop_task *head, void *arg);
void coarse_reduce(partop_worker *w, partop_task *head, void *arg);

/* Runs one of them; ms when all leaves have run, else 0. */
uint64_t coarse_run(partop_pool *p, partop_fn *fn, int workers, uint64_t ms, int uneven);

#endif
