/* SPDX-License-Identifier: MIT */
/*
 * Which recording slots are the pool that counts: the workers of the runs; before there are any,
 * those of the one-worker runs; in a program that marks no phases, the pool that has worked most.
 */
#ifndef PT_TIMELINE_POOLS_H
#define PT_TIMELINE_POOLS_H

#include <stddef.h>
#include <stdint.h>

#include "timeline/phases.h"
#include "recording/reader.h"

/* Writes up to PT_REC_SLOTS_MAX slots, in the order of the pool's workers; returns how many. */
size_t pt_pools_measured(uint32_t *slot, struct pt_rec_reader *r, const struct pt_phases *phases);

#endif
