/* SPDX-License-Identifier: MIT */
/*
 * The fork-join graph of a recording with every spawn and sync in it (level full), rebuilt from
 * the events of all workers in the order of time.
 *
 * A *strand* is the work between two spawns or syncs.  *Work* is the sum of all strands, *span* the
 * longest chain of strands that depend on each other: what the run would take with any number of
 * workers and a scheduler that costs nothing.  Both include what recording costs.
 * A *root* is one call of partop_run().
 */
#ifndef PT_TIMELINE_GRAPH_H
#define PT_TIMELINE_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/reader.h"

struct pt_graph_root {
	uint64_t begin, end; /* ticks; end 0: it did not end */
	uint64_t work, span; /* ticks */
};

struct pt_graph {
	uint64_t spawns, inlined, stolen, dropped; /* tasks; dropped: cancelled before they ran */
	uint64_t work;                             /* ticks, of all roots */
	uint64_t hand_over; /* ticks in WORK after a stolen task's end: waking its joiner */
	uint64_t contradictions;
	char first[160]; /* the first contradiction in words */
	struct pt_graph_root *root;
	size_t roots, roots_cap;
};

/* Whether the events are complete: level full from begin to end, and none lost. */
bool pt_graph_possible(struct pt_rec_reader *r);

/* Rebuilds the graph.  The reader must have an index.  0, or -ENOMEM. */
int pt_graph_make(struct pt_graph *g, struct pt_rec_reader *r);

/* Work and span of the roots that began in [from, to], one after the other; false: there is none. */
bool pt_graph_sum(const struct pt_graph *g, uint64_t from, uint64_t to, struct pt_graph_root *sum);

void pt_graph_fini(struct pt_graph *g);

#endif
