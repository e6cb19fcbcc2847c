/* SPDX-License-Identifier: MIT */
/*
 * The cost of an event.  See calibrate.h.
 *
 *	steals	an event
 *	tasks	the two events of a chunk, less what a chunk does without them
 *	full	a tree of tasks, less the same behind open gates: so the slow paths of spawn and
 *		sync are included, for they are what the level costs
 */
#include "config.h"

#include "runtime/calibrate.h"

#include <math.h>
#include <partop/task.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "recording/keys.h"
#include "runtime/recorder.h"
#include "runtime/trace.h"

#define ATTEMPTS 32
#define EVENTS 512
#define TREE 8 /* depth: 2^8 - 1 tasks of 3 events */
#define SLOTS 64
#define ENOUGH_HZ 250 /* after 4 ms the least so far will do */

/* A worker without a thread, a pool with this worker alone, and a pen in a recording of its own. */
struct scratch {
	struct partop_pool pool;
	struct pt_worker worker;
	partop_task task[SLOTS];
	struct pt_rec_writer *writer;
};

PARTOP_VOID_TASK_1(tree, int, depth)
{
	if (depth == 0)
		return;
	PARTOP_SPAWN(tree, depth - 1);
	PARTOP_CALL(tree, depth - 1);
	PARTOP_SYNC(tree);
}

static struct pt_rec_writer *
open_writer(enum pt_rec_level level)
{
	struct pt_rec_options o = { .fd = memfd_create("partop-calibrate", MFD_CLOEXEC),
		.slots = 1,
		.ring_chunks = 2,
		.level = level };
	struct pt_rec_writer *writer = NULL;

	if (o.fd < 0)
		return NULL;
	if (pt_rec_create(&writer, &o) != 0)
		writer = NULL;
	close(o.fd);
	return writer;
}

static void
init_worker(struct scratch *s, struct pt_rec_pen *pen)
{
	struct pt_worker *w = &s->worker;

	s->pool.n = 1;
	s->pool.worker = w;
	s->pool.slot_bytes = sizeof(s->task);
	w->pool = &s->pool;
	w->pen = pen;
	w->frame = &w->root;
	w->top = SLOTS;
	w->stack_top = __builtin_frame_address(0);
	w->pub.deque.soft = SLOTS;
	w->pub.deque.base = s->task;
	w->pub.deque.slot = pen->slot;
	w->pub.deque.spawned = &pen->page->counter[PT_COUNTER_SPAWNED];
	/* a name, so that it is not looked for at each event */
	PT_ST(tree_kind.label, pt_recorder_generation() << 16 | 1, relaxed);
}

/* What is timed. */
static void
work(struct pt_worker *w, enum pt_rec_level level)
{
	for (int i = 0; level == PT_REC_LEVEL_STEALS && i < EVENTS; i++)
		if (w->pen->level >= PT_REC_LEVEL_STEALS)
			pt_rec_emit(w->pen, PT_REC_EV_MARK, 0, 0, (uint32_t)i);
	for (uint64_t i = 0; level == PT_REC_LEVEL_TASKS && i < EVENTS / 2; i++)
		pt_trace_task_end(w, 0, pt_trace_chunk(w, &tree_kind, i, i + 1));
	if (level == PT_REC_LEVEL_FULL)
		tree(&w->pub, w->pub.deque.base, TREE);
}

static unsigned
events_of(enum pt_rec_level level)
{
	return level == PT_REC_LEVEL_FULL ? 3 * ((1u << TREE) - 1) : EVENTS;
}

/* One attempt, with the events of a level or (counters) without. */
static uint64_t
attempt(struct pt_worker *w, enum pt_rec_level level, enum pt_rec_level with)
{
	uint64_t begin;

	w->pen->level = with;
	pt_deque_open(&w->pub.deque, pt_trace_full(w), false);
	begin = pt_ticks();
	work(w, level);
	return pt_ticks() - begin;
}

static double
measure(struct pt_worker *w, enum pt_rec_level level)
{
	uint64_t least[2] = { UINT64_MAX, UINT64_MAX }, hz = pt_clock_hz(), begin = pt_ticks();

	for (int i = 0; i < ATTEMPTS && (i < 2 || pt_ticks() - begin < hz / ENOUGH_HZ); i++)
		for (int k = 0; k < 2; k++) {
			uint64_t t = attempt(w, level, k ? level : PT_REC_LEVEL_COUNTERS);

			least[k] = t < least[k] ? t : least[k];
		}
	if (least[1] <= least[0]) /* a clock that is too coarse */
		return NAN;
	return (double)(least[1] - least[0]) / (double)hz * 1e9 / events_of(level);
}

double
pt_calibrate_event_ns(enum pt_rec_level level)
{
	struct scratch *s = aligned_alloc(64, (sizeof(*s) + 63) / 64 * 64);
	struct pt_rec_pen *pen = NULL;
	double ns = NAN;

	if (!s || level == PT_REC_LEVEL_COUNTERS) {
		free(s);
		return NAN;
	}
	memset(s, 0, sizeof(*s));
	s->writer = open_writer(level);
	if (s->writer)
		pen = pt_rec_pen_open(s->writer, "calibrate", 0, 0);
	if (pen) {
		pt_rec_pen_adopt(pen);
		init_worker(s, pen);
		ns = measure(&s->worker, level);
		pt_rec_pen_close(pen);
	}
	pt_rec_close(s->writer);
	free(s);
	return ns;
}

void
pt_calibrate_note(struct pt_rec_writer *w, double event_ns)
{
	char text[48];

	if (isnan(event_ns))
		return;
	/* not %f: the program's locale may write a comma */
	uint64_t hundredths = (uint64_t)(event_ns * 100 + 0.5);

	snprintf(text, sizeof(text), "%llu.%02llu", (unsigned long long)(hundredths / 100),
		(unsigned long long)(hundredths % 100));
	pt_rec_meta(w, PT_KEY_EVENT_NS, text);
}

void
pt_calibrate_note_capacity(struct pt_rec_writer *w)
{
	const char *text = getenv("PARTOP_CAPACITY");

	if (text && *text >= '0' && *text <= '9') /* a table, not a word */
		pt_rec_meta(w, PT_KEY_CAPACITY, text);
}
