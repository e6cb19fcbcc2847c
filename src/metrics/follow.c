/* SPDX-License-Identifier: MIT */
/*
 * The events of all workers.  See follow.h.
 */
#include "metrics/follow.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "metrics/array.h"
#include "metrics/matrix.h"

#define HEAD_SLOTS (sizeof(struct pt_rec_chunk) / sizeof(struct pt_rec_event))

void
pt_events_fini(struct pt_events *f)
{
	free(f->follow);
	free(f->buf);
	*f = (struct pt_events){ 0 };
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
	return f->buf;
}

static void
follow_one(struct pt_events *f, struct pt_rec_reader *r, uint32_t slot)
{
	struct pt_rec_follow *at = &f->follow[slot];
	size_t n;

	for (int i = 0; i < PT_REC_POLLS && (n = pt_rec_poll(r, slot, at, f->buf)) > 0; i++)
		f->read += pt_steals_take_all(&f->steals, slot, f->buf, n);
	f->overwritten = pt_sum_u64(f->overwritten, at->lost);
}

static void
count_dropped(struct pt_events *f, struct pt_rec_reader *r, uint32_t slots)
{
	struct pt_rec_snapshot s;
	uint64_t dropped = 0;

	for (uint32_t i = 0; i < slots; i++)
		if (pt_rec_snapshot(r, i, &s) == 0)
			dropped = pt_sum_u64(dropped, s.dropped);
	f->dropped = dropped;
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
	count_dropped(f, r, slots);
}

void
pt_events_scan(struct pt_events *f, struct pt_rec_reader *r)
{
	uint32_t slots = slots_used(r);
	struct pt_rec_event *buf = buffer(f, r);

	if (!r->index && pt_rec_build_index(r) != 0)
		return;
	for (uint64_t n = 0; n < r->index_len; n++) {
		const struct pt_rec_chunk *c = &r->index[n];

		if (c->stream != PT_REC_STREAM_EVENTS || c->content_bits == 0)
			continue;
		size_t used = pt_rec_load(r, n, buf);

		if (used > sizeof(*c))
			f->read += pt_steals_take_all(&f->steals, c->worker, buf + HEAD_SLOTS,
				used / sizeof(*buf) - HEAD_SLOTS);
	}
	count_dropped(f, r, slots);
}

uint64_t
pt_events_lost(const struct pt_events *f)
{
	return pt_sum_u64(f->dropped, f->overwritten);
}
