/* SPDX-License-Identifier: MIT */
/*
 * Which perf events of the kernel can be opened here, and if not, why, in words.
 * An event with a name and an encoding need not work: only a successful open proves that it does.
 * Thread-safe.
 */
#ifndef PT_OS_COUNTERS_H
#define PT_OS_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>

struct pt_counters_event {
	const char *name;    /* "cycles" */
	const char *meaning; /* one short line */
	bool hardware;       /* needs a performance monitoring unit */
	bool openable;       /* and tells the truth */
	bool user_only;      /* opened, but counts user mode only */
	char reason[96];     /* why not openable: "no hardware counters in this VM (ENOENT)" */
};

/* Tries each on the calling thread; fills `out` up to `max`, returns how many were filled. */
size_t pt_counters_probe(struct pt_counters_event *out, size_t max);

/* kernel.perf_event_paranoid, or INT_MIN if unreadable. */
int pt_counters_paranoid(void);

/*
 * The processor's counter unit as libpfm4 names it from the processor's id, "" without libpfm4 or
 * if unknown. It may not be usable all the same. Returns out.
 */
char *pt_counters_unit(char *out, size_t size);

#endif
