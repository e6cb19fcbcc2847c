/* SPDX-License-Identifier: MIT */
/*
 * What all processes of one configuration gave: a workload with its options, run by `partop run`'s
 * child, or any program.  One process a round.
 */
#ifndef PT_METRICS_MEASURED_H
#define PT_METRICS_MEASURED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "metrics/model.h"
#include "metrics/timings.h"

struct pt_arena;
struct pt_source;

struct pt_measured_process {
	uint32_t round;
	double wall_s, user_s,
		system_s; /* of the whole process; NAN: only its recording is there */
	uint64_t max_rss_bytes, involuntary; /* the most memory, 0 unknown; involuntary switches */
	double cpus_busy;      /* of its median run; of a program CPU time / wall time */
	struct pt_cores cores; /* of its median run; unknown of a program */
};

struct pt_measured {
	struct pt_arena *texts; /* arena of the texts below */
	const char *label;      /* "mutex", "threads=4": short and clean */
	const char *title;      /* "hashagg n=20M, mutex"; of a program its command line */
	const char *error;      /* why it was taken out of the comparison; NULL: it was not */
	const char *workload, *variant, *policy; /* "" unknown */
	struct pt_text_pair *params;             /* the workload's own, as in struct pt_summary */
	size_t params_len;
	bool command; /* any program: parallel has the wall times of its processes */
	struct pt_timings sequential, one_worker, parallel;
	struct pt_measured_process *process;
	size_t processes_len, processes_cap;
	uint32_t threads, cpus; /* 0 unknown */
	bool oversubscribed, pinned;
	int verified; /* 1 what was checked was right, 0 it was wrong, -1 not checked */
	struct pt_capacity capacity; /* of the machine for so many workers */
};

/* Label and title are copied. */
void pt_measured_init(struct pt_measured *m, const char *label, const char *title, bool command);
void pt_measured_fini(struct pt_measured *m);

/* Adds a finished recording, and what else is known of its process. */
void pt_measured_add_run(struct pt_measured *m, struct pt_source *s,
	const struct pt_measured_process *p);

/* Adds a process of any program; disturbed as in struct pt_timing. */
void
pt_measured_add_command(struct pt_measured *m, const struct pt_measured_process *p, int disturbed);

/* Takes the configuration out of the comparison. */
void pt_measured_fail(struct pt_measured *m, const char *error);

/* Forgets the rounds from that number on. */
void pt_measured_cut(struct pt_measured *m, uint32_t rounds);

/* Medians over the processes; NAN unknown. */
double pt_measured_cpus_busy(const struct pt_measured *m);
double pt_measured_blocked(const struct pt_measured *m); /* share of the workers' time */

/* The text of a parameter without its type; NULL: it has none. */
const char *pt_measured_param(const struct pt_measured *m, const char *name);

#endif
