/* SPDX-License-Identifier: MIT */
/*
 * The events of all workers.  See events.h.
 */
#include "timeline/events.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "timeline/matrix.h"

#define MARKS_PER_S 10 /* stretches of time */
#define HEAD_SLOTS (sizeof(struct pt_rec_chunk) / sizeof(struct pt_rec_event))

void
pt_events_fini(struct pt_events *f)
{
	free(f->follow);
	free(f->buf);
	pt_marks_fini(&f->marks);
	*f = (struct pt_events){ 0 };
}

static void
take_steal(void *events, const struct pt_event *e)
{
	pt_steals_take(&((struct pt_events *)events)->steals, e);
}

static void
take_mark(void *events, const struct pt_event *e)
{
	pt_marks_take(&((struct pt_events *)events)->marks, e);
}

uint64_t
pt_events_take(struct pt_events *f, uint32_t worker, const struct pt_rec_event *e, size_t n)
{
	static const struct pt_visitor visitor = { .on[PT_REC_EV_STEAL] = take_steal,
		.on[PT_REC_EV_MARK] = take_mark };
	const struct pt_rec_event *end = e + n;
	uint64_t count = 0;

	for (size_t m; (m = pt_rec_slots(e, end)) > 0; e += m) {
		pt_visit(&visitor, f, worker, e);
		count += !pt_event_is_mark(e->type);
	}
	return count;
}

static uint32_t
slots_used(struct pt_rec_reader *r)
{
	struct pt_rec_status status;

	if (pt_rec_status(r, &status) != 0)
		return 0;
	return status.workers < r->slots ? status.workers : r->slots;
}

static struct pt_rec_event *
buffer(struct pt_events *f, struct pt_rec_reader *r)
{
	if (!f->buf)
		f->buf = pt_xcalloc(1, r->head.chunk_size);
	f->marks.period = r->head.clock_hz / MARKS_PER_S;
	return f->buf;
}

static void
follow_one(struct pt_events *f, struct pt_rec_reader *r, uint32_t slot)
{
	struct pt_rec_follow *at = &f->follow[slot];
	size_t n;

	for (int i = 0; i < PT_REC_POLLS && (n = pt_rec_poll(r, slot, at, f->buf)) > 0; i++)
		f->read += pt_events_take(f, slot, f->buf, n);
	f->overwritten = pt_add_sat_u64(f->overwritten, at->lost);
}

static void
read_pages(struct pt_events *f, struct pt_rec_reader *r, uint32_t slots)
{
	struct pt_rec_snapshot s;

	f->dropped = f->written = f->work_ticks = 0;
	for (uint32_t i = 0; i < slots; i++) {
		if (pt_rec_snapshot(r, i, &s) != 0)
			continue;
		f->dropped = pt_add_sat_u64(f->dropped, s.dropped);
		f->written = pt_add_sat_u64(f->written, s.written);
		f->work_ticks = pt_add_sat_u64(f->work_ticks, s.spent[PT_REC_WORK]);
	}
}

/* found: by slot, the events in chunks that their worker has finished.  The rest of what it wrote
 * was overwritten, or cut off with the end of the file. */
static void
count_missing(struct pt_events *f, struct pt_rec_reader *r, const uint64_t *found, uint32_t slots)
{
	struct pt_rec_snapshot s;

	f->overwritten = 0;
	for (uint32_t i = 0; i < slots; i++)
		if (pt_rec_snapshot(r, i, &s) == 0 && s.written > found[i])
			f->overwritten = pt_add_sat_u64(f->overwritten, s.written - found[i]);
}

void
pt_events_follow(struct pt_events *f, struct pt_rec_reader *r)
{
	uint32_t slots = slots_used(r);

	buffer(f, r);
	f->follow = pt_array_room(f->follow, &f->cap, slots, sizeof(*f->follow));
	f->overwritten = 0;
	for (uint32_t i = 0; i < slots; i++)
		follow_one(f, r, i);
	read_pages(f, r, slots);
}

void
pt_events_scan(struct pt_events *f, struct pt_rec_reader *r)
{
	uint32_t slots = slots_used(r);
	struct pt_rec_event *buf = buffer(f, r);
	uint64_t *found;

	if (!r->index && pt_rec_build_index(r) != 0)
		return;
	found = pt_xcalloc(slots, sizeof(*found));
	for (uint64_t n = 0; n < r->index_len; n++) {
		const struct pt_rec_chunk *c = &r->index[n];

		if (c->stream != PT_REC_STREAM_EVENTS || c->content_bits == 0)
			continue;
		size_t used = pt_rec_load(r, n, buf);
		uint64_t events;

		if (used <= sizeof(*c))
			continue;
		events = pt_events_take(f, c->worker, buf + HEAD_SLOTS,
			used / sizeof(*buf) - HEAD_SLOTS);
		f->read += events;
		if (c->ts_end != 0 && c->worker < slots)
			found[c->worker] += events;
	}
	read_pages(f, r, slots);
	count_missing(f, r, found, slots);
	free(found);
}

void
pt_events_forgive(struct pt_events *f)
{
	f->overwritten = 0;
}

uint64_t
pt_events_lost(const struct pt_events *f)
{
	return pt_add_sat_u64(f->dropped, f->overwritten);
}
