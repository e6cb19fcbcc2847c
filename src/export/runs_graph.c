/* SPDX-License-Identifier: MIT */
/* Work and span of the measured runs.  See runs_graph.h. */
#include "export/runs_graph.h"

#include "base/alloc.h"
#include "timeline/graph.h"
#include "timeline/journal.h"
#include "metrics/source.h"
#include "recording/reader.h"

static void
add(struct pt_runs_graph *out, const struct pt_graph_root *sum, double hz)
{
	out->work_s += (double)sum->work / hz;
	out->span_s += (double)sum->span / hz;
}

/* The phases that are runs of the shown pool; without phases every root. */
static void
add_runs(struct pt_runs_graph *out, const struct pt_graph *g, const struct pt_phases *phases,
	uint32_t first_slot, double hz)
{
	struct pt_graph_root sum;

	for (size_t i = 0; i < phases->len; i++) {
		const struct pt_phase *p = &phases->phase[i];

		if (p->p.kind != PT_REC_PHASE_RUN || p->p.first_slot != first_slot ||
			!pt_phase_finished(p) || !pt_graph_sum(g, p->p.begin, p->p.end, &sum))
			continue;
		add(out, &sum, hz);
		out->runs++;
	}
	if (phases->len == 0 && pt_graph_sum(g, 0, UINT64_MAX, &sum)) {
		add(out, &sum, hz);
		out->runs = g->roots;
	}
}

static void
take_graph(struct pt_runs_graph *out, const struct pt_graph *g, struct pt_rec_reader *r,
	uint32_t first_slot)
{
	struct pt_journal journal = { 0 };

	pt_journal_read(&journal, r);
	add_runs(out, g, &journal.phases, first_slot,
		(double)(r->head.clock_hz ? r->head.clock_hz : 1000000000));
	pt_journal_fini(&journal);
	if (out->runs == 0)
		return;
	out->work_s /= (double)out->runs;
	out->span_s /= (double)out->runs;
	out->parallelism = out->span_s > 0 ? out->work_s / out->span_s : 1;
	out->spawns = g->spawns;
	out->inlined = g->inlined;
	out->stolen = g->stolen;
	out->dropped = g->dropped;
	out->contradictions = g->contradictions;
}

void
pt_runs_graph_make(struct pt_runs_graph *out, struct pt_source *source)
{
	struct pt_rec_reader *r = pt_source_reader(source);
	const struct pt_model *m = pt_source_model(source);
	struct pt_graph g;

	*out = (struct pt_runs_graph){ 0 };
	if (!r || !pt_graph_possible(r) || (!r->index && pt_rec_build_index(r) != 0))
		return;
	if (pt_graph_make(&g, r) != 0)
		pt_out_of_memory();
	take_graph(out, &g, r, m->workers_len > 0 ? m->workers[0].slot : 0);
	pt_graph_fini(&g);
}
