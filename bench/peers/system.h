/* SPDX-License-Identifier: MIT */
/* What a peer asks the system: see system.c. */
#ifndef PT_PEERS_SYSTEM_H
#define PT_PEERS_SYSTEM_H

#include <stdint.h>

/* Notes the CPUs allowed at start. */
void system_begin(void);

/* Highest resident memory so far. */
long system_rss_kb(void);

/* How long this process's threads waited for a CPU although they could run. */
uint64_t system_run_delay_ns(void);

#endif
