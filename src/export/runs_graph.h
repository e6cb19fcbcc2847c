/* SPDX-License-Identifier: MIT */
/* Work and span of the measured runs, where a recording has all of their spawns and syncs. */
#ifndef PT_EXPORT_RUNS_GRAPH_H
#define PT_EXPORT_RUNS_GRAPH_H

#include <stdbool.h>
#include <stdint.h>

struct pt_source;

struct pt_runs_graph {
	uint64_t runs;         /* how many it is of; 0: there is no graph */
	double work_s, span_s; /* of one run, the mean */
	double parallelism;    /* work / span */
	uint64_t spawns, inlined, stolen, dropped, contradictions; /* whole recording */
};

void pt_runs_graph_make(struct pt_runs_graph *g, struct pt_source *source);

#endif
