/* SPDX-License-Identifier: MIT */
/*
 * libpfm4, behind a wall: its header declares the kernel's perf structs once more, so no other file
 * may see it. Without it built in, no event can be encoded. Thread-safe. Only for os/counters.c.
 */
#ifndef PT_OS_PFM_H
#define PT_OS_PFM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Fields of struct perf_event_attr. */
struct pt_pfm_code {
	uint32_t type;
	uint64_t config, config1, config2;
};

/* False if the name is not known. True does not mean that this machine has the event. */
bool pt_pfm_encode(const char *name, struct pt_pfm_code *code);

/* The processor's counter unit, "" if none is known. Returns out. */
char *pt_pfm_unit(char *out, size_t size);

#endif
