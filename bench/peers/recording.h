/* SPDX-License-Identifier: MIT */
/*
 * A recording for the partop peer, as `partop exec` would hand it over: into a file in memory, at
 * the level that the variable BENCH_DETAIL names; "LEVEL+keep": not in a ring but growing.
 * Without the variable there is none, as for any program.
 */
#ifndef PT_PEERS_RECORDING_H
#define PT_PEERS_RECORDING_H

#include <stdint.h>

/* Before the first pool; later calls do nothing. */
void recording_begin(void);

/* Events written so far, those in each worker's current chunk left out. */
uint64_t recording_events(void);

#endif
