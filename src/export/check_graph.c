/* SPDX-License-Identifier: MIT */
/*
 * Checks of the fork-join graph, where every spawn and sync is there: level full, nothing lost.
 */
#include <inttypes.h>

#include "base/alloc.h"
#include "export/check_internal.h"
#include "timeline/graph.h"

static void
check_tasks(struct pt_check *c, const struct pt_graph *g)
{
	uint64_t spawned = 0, stolen = 0;

	for (uint32_t i = 0; i < c->workers; i++) {
		spawned += c->worker[i].counter[PT_COUNTER_SPAWNED];
		stolen += c->worker[i].counter[PT_COUNTER_STOLEN];
	}
	pt_check_case(c, PT_INVARIANT_GRAPH_TASKS, g->spawns == g->inlined + g->stolen + g->dropped,
		"%" PRIu64 " spawns, %" PRIu64 " run, %" PRIu64 " stolen, %" PRIu64 " dropped",
		g->spawns, g->inlined, g->stolen, g->dropped);
	if (spawned == 0) /* compiled without counters */
		return;
	pt_check_case(c, PT_INVARIANT_GRAPH_TASKS, g->spawns == spawned,
		"%" PRIu64 " spawns, %" PRIu64 " counted", g->spawns, spawned);
	pt_check_case(c, PT_INVARIANT_GRAPH_TASKS, g->stolen == stolen,
		"%" PRIu64 " thefts, %" PRIu64 " counted", g->stolen, stolen);
}

/* A worker may lose its CPU between the time stamp of a sync and the state edge after it. */
static void
check_work(struct pt_check *c, const struct pt_graph *g)
{
	uint64_t found = g->work + g->hand_over, work = 0, slack = c->r->head.clock_hz / 100;

	for (uint32_t i = 0; i < c->workers; i++)
		work += c->worker[i].spent[PT_REC_WORK];
	pt_check_case(c, PT_INVARIANT_GRAPH_WORK,
		found <= work && found + work / 50 + slack >= work,
		"%" PRIu64 " ticks in strands, %" PRIu64 " in work", found, work);
}

void
pt_check_graph(struct pt_check *c)
{
	struct pt_graph g;

	if (!pt_graph_possible(c->r))
		return;
	if (pt_graph_make(&g, c->r) != 0)
		pt_out_of_memory();
	if (g.spawns > 0) {
		pt_check_case(c, PT_INVARIANT_GRAPH, g.contradictions == 0, "%s", g.first);
		check_tasks(c, &g);
		check_work(c, &g);
	}
	pt_graph_fini(&g);
}
