/* SPDX-License-Identifier: MIT */
/*
 * The fork-join graph.  See graph.h.
 *
 * Every worker has a stack of *frames*: the root or the stolen task that it runs, and the tasks
 * inside that it runs at their sync.  The *path* of a frame is the longest chain of strands that
 * leads to where it is.  A *cell* is a slot of a worker's deque: from the spawn to the end of its
 * sync it holds a task, with the path at its spawn and, if it was stolen, at its end.
 */
#include "timeline/graph.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/array.h"
#include "recording/decode.h"
#include "recording/names.h"

#define CELLS_MAX (UINT32_C(1) << 22) /* of all workers: a hostile file must not take all memory */

enum cell_state { FREE, SPAWNED, STOLEN, FINISHED };

struct cell {
	enum cell_state state;
	uint32_t thief;
	size_t root;
	uint64_t path, end;
};

enum frame_kind { ROOT, INLINE, THEFT };

struct frame {
	enum frame_kind kind;
	bool waits; /* at a sync whose task a thief has */
	uint32_t victim, slot;
	size_t root;
	uint64_t path;
};

struct worker {
	struct frame *frame;
	size_t frames, frames_cap;
	struct cell *cell;
	size_t cells;
	unsigned state;
	bool hands_over; /* a stolen task has ended, its state has not */
	uint64_t last;   /* ticks: the event before */
};

struct build {
	struct pt_graph *g;
	struct worker *worker;
	uint32_t workers;
	size_t cells; /* of all workers */
};

static void wrong(struct pt_graph *g, const char *fmt, ...) PT_PRINTF(2, 3);

static void
wrong(struct pt_graph *g, const char *fmt, ...)
{
	va_list args;

	if (g->contradictions++ > 0)
		return;
	va_start(args, fmt);
	vsnprintf(g->first, sizeof(g->first), fmt, args);
	va_end(args);
}

static struct frame *
top(struct worker *w)
{
	return w->frames > 0 ? &w->frame[w->frames - 1] : NULL;
}

static void
push(struct worker *w, struct frame f)
{
	w->frame = pt_array_room(w->frame, &w->frames_cap, w->frames + 1, sizeof(*w->frame));
	w->frame[w->frames++] = f;
}

/* NULL: there is no such worker, or the slot is beyond what any deque can have. */
static struct cell *
cell_of(struct build *b, uint32_t worker, uint32_t slot)
{
	struct worker *w = worker < b->workers ? &b->worker[worker] : NULL;

	if (w && slot < w->cells)
		return &w->cell[slot];
	if (!w || slot >= CELLS_MAX || b->cells - w->cells + slot >= CELLS_MAX)
		return NULL;
	b->cells -= w->cells;
	w->cell = pt_array_room(w->cell, &w->cells, slot + 1u, sizeof(*w->cell));
	b->cells += w->cells;
	return &w->cell[slot];
}

/* The cell, which must be in `state`.  NULL when it is not, which counts as a contradiction. */
static struct cell *
cell_in(struct build *b, uint32_t worker, const struct pt_event *e, uint32_t slot,
	enum cell_state state)
{
	static const char *const words[] = { "free", "spawned", "stolen", "finished by a thief" };
	struct cell *c = cell_of(b, worker, slot);

	if (c && c->state == state)
		return c;
	wrong(b->g, "%s of slot %" PRIu32 " of worker %" PRIu32 ": it is %s, not %s",
		pt_rec_event_name(e->type), slot, worker, c ? words[c->state] : "unknown",
		words[state]);
	return NULL;
}

/* The time since the worker's last event belongs to its top frame, if the worker was at work. */
static void
pass_time(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct worker *w = &b->worker[e->worker];
	struct frame *f = top(w);
	uint64_t ticks = e->ts - w->last;

	w->last = e->ts;
	if (w->state != PT_REC_WORK)
		return;
	if (w->hands_over)
		b->g->hand_over += ticks;
	if (!f || f->waits)
		return;
	f->path += ticks;
	b->g->root[f->root].work += ticks;
	b->g->work += ticks;
}

static void
begin_root(struct build *b, struct worker *w, uint64_t now)
{
	struct pt_graph *g = b->g;

	g->root = pt_array_room(g->root, &g->roots_cap, g->roots + 1, sizeof(*g->root));
	g->root[g->roots] = (struct pt_graph_root){ .begin = now };
	push(w, (struct frame){ .kind = ROOT, .root = g->roots++ });
}

static void
end_root(struct build *b, struct worker *w, uint32_t number, uint64_t now)
{
	struct frame *f = top(w);

	if (!f) /* a thief that leaves the pool */
		return;
	if (f->kind != ROOT || w->frames > 1) {
		wrong(b->g, "worker %" PRIu32 " leaves the pool inside of a task", number);
	} else {
		b->g->root[f->root].end = now;
		b->g->root[f->root].span = f->path;
	}
	w->frames = 0;
}

static void
set_state(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct worker *w = &b->worker[e->worker];
	unsigned was = w->state;

	w->state = e->state.code & (PT_REC_STATES - 1);
	w->hands_over = false;
	if (w->state == PT_REC_WORK && was == PT_REC_OUT && w->frames == 0)
		begin_root(b, w, e->ts);
	else if (w->state == PT_REC_OUT)
		end_root(b, w, e->worker, e->ts);
}

static void
spawn(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct worker *w = &b->worker[e->worker];
	struct cell *c = cell_in(b, e->worker, e, e->sync.slot, FREE);
	struct frame *f = top(w);

	b->g->spawns++;
	if (!f)
		wrong(b->g, "worker %" PRIu32 " spawns outside of any task", e->worker);
	if (c && f)
		*c = (struct cell){ .state = SPAWNED, .path = f->path, .root = f->root };
}

static void
steal(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct worker *w = &b->worker[e->worker];
	struct cell *c = cell_in(b, e->steal.victim, e, e->steal.slot, SPAWNED);
	struct frame f = { .kind = THEFT, .victim = e->steal.victim, .slot = e->steal.slot };

	b->g->stolen++;
	if (!c)
		return;
	c->state = STOLEN;
	c->thief = e->worker;
	f.path = c->path;
	f.root = c->root;
	push(w, f);
}

static void
stolen_end(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct worker *w = &b->worker[e->worker];
	struct cell *c = cell_in(b, e->sync.worker, e, e->sync.slot, STOLEN);
	struct frame *f = top(w);

	if (!c)
		return;
	if (!f || f->kind != THEFT || f->victim != e->sync.worker || f->slot != e->sync.slot ||
		c->thief != e->worker) {
		wrong(b->g, "worker %" PRIu32 " ends a theft that it is not at", e->worker);
		return;
	}
	c->state = FINISHED;
	c->end = f->path;
	w->hands_over = true;
	w->frames--;
}

static void
sync_run(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct worker *w = &b->worker[e->worker];
	struct cell *c = cell_in(b, e->worker, e, e->sync.slot, SPAWNED);

	b->g->inlined++;
	if (!c)
		return;
	c->state = FREE;
	push(w,
		(struct frame){ .kind = INLINE,
			.slot = e->sync.slot,
			.root = c->root,
			.path = c->path });
}

static void
join_path(struct frame *f, uint64_t path)
{
	f->path = path > f->path ? path : f->path;
}

static void
sync_ran(struct build *b, struct worker *w, const struct pt_event *e)
{
	struct frame *f = top(w);

	if (!f || f->kind != INLINE || f->slot != e->sync.slot || w->frames < 2) {
		wrong(b->g, "worker %" PRIu32 " ends a sync that it is not at", e->worker);
		return;
	}
	w->frames--;
	join_path(top(w), f->path);
}

static void
sync_wait(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct worker *w = &b->worker[e->worker];
	const struct cell *c = cell_of(b, e->worker, e->sync.slot);

	if (!c || (c->state != STOLEN && c->state != FINISHED) || !top(w)) {
		wrong(b->g, "worker %" PRIu32 " waits for slot %" PRIu32 ", which is not stolen",
			e->worker, e->sync.slot);
		return;
	}
	top(w)->waits = true;
}

static void
sync_done(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct worker *w = &b->worker[e->worker];
	struct cell *c;

	if (!e->sync.stolen) {
		sync_ran(b, w, e);
		return;
	}
	c = cell_in(b, e->worker, e, e->sync.slot, FINISHED);
	if (!top(w) || !top(w)->waits)
		wrong(b->g, "worker %" PRIu32 " ends a wait that it is not at", e->worker);
	if (!c || !top(w))
		return;
	c->state = FREE;
	top(w)->waits = false;
	join_path(top(w), c->end);
}

static void
sync_drop(void *arg, const struct pt_event *e)
{
	struct build *b = arg;
	struct cell *c = cell_in(b, e->worker, e, e->sync.slot, SPAWNED);

	b->g->dropped++;
	if (c)
		c->state = FREE;
}

static const struct pt_visitor visitor = {
	.before = pass_time,
	.on = {
		[PT_REC_EV_STATE] = set_state,
		[PT_REC_EV_SPAWN] = spawn,
		[PT_REC_EV_STEAL] = steal,
		[PT_REC_EV_STOLEN_END] = stolen_end,
		[PT_REC_EV_SYNC_RUN] = sync_run,
		[PT_REC_EV_SYNC_WAIT] = sync_wait,
		[PT_REC_EV_SYNC_DONE] = sync_done,
		[PT_REC_EV_SYNC_DROP] = sync_drop,
	},
};

static void
check_end(struct build *b)
{
	for (uint32_t i = 0; i < b->workers; i++) {
		const struct worker *w = &b->worker[i];

		if (w->frames > 0)
			wrong(b->g, "worker %" PRIu32 " never leaves its task", i);
		for (size_t k = 0; k < w->cells; k++)
			if (w->cell[k].state != FREE)
				wrong(b->g, "slot %zu of worker %" PRIu32 " has no sync", k, i);
	}
}

bool
pt_graph_possible(struct pt_rec_reader *r)
{
	struct pt_rec_status status;
	struct pt_rec_snapshot s;

	if (r->warning[0] || pt_rec_status(r, &status) != 0 || status.life != PT_REC_ENDED ||
		status.level != PT_REC_LEVEL_FULL || status.refused != 0)
		return false;
	for (uint32_t i = 0; i < status.workers && i < r->slots; i++) {
		if (pt_rec_snapshot(r, i, &s) != 0 || s.dropped != 0)
			return false;
		if (s.life != PT_REC_SLOT_FREE && s.ring != 0 && s.chunk_seq > s.ring)
			return false;
	}
	return true;
}

int
pt_graph_make(struct pt_graph *g, struct pt_rec_reader *r)
{
	struct build b = { .g = g };
	const struct pt_rec_event *e;
	struct pt_rec_merge m;
	uint32_t number;

	*g = (struct pt_graph){ 0 };
	int failed = pt_rec_merge_begin(&m, r);

	if (failed)
		return failed;
	b.workers = m.workers;
	b.worker = pt_xcalloc(b.workers, sizeof(*b.worker));
	while ((e = pt_rec_merge_next(&m, &number)))
		pt_visit(&visitor, &b, number, e);
	check_end(&b);
	for (uint32_t i = 0; i < b.workers; i++) {
		free(b.worker[i].frame);
		free(b.worker[i].cell);
	}
	free(b.worker);
	pt_rec_merge_end(&m);
	return 0;
}

bool
pt_graph_sum(const struct pt_graph *g, uint64_t from, uint64_t to, struct pt_graph_root *sum)
{
	bool any = false;

	*sum = (struct pt_graph_root){ .begin = from, .end = to };
	for (size_t i = 0; i < g->roots; i++) {
		const struct pt_graph_root *r = &g->root[i];

		if (r->begin < from || r->begin > to || r->end == 0)
			continue;
		any = true;
		sum->work += r->work;
		sum->span += r->span;
	}
	return any;
}

void
pt_graph_fini(struct pt_graph *g)
{
	free(g->root);
	*g = (struct pt_graph){ 0 };
}
