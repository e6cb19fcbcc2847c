/* SPDX-License-Identifier: MIT */
/*
 * Checks of the chunks and the events in them.
 *
 * A worker's events are *complete* when none was dropped or recycled: only then they must tell the
 * same story as its page.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "export/check_internal.h"
#include "timeline/matrix.h"

/* What the events of one worker add up to. */
struct tally {
	uint64_t gaps;		/* events lost, as GAP events say */
	uint64_t events;	/* without the writer's marks */
	uint64_t state_ticks[PT_REC_STATES];
	uint64_t *stolen;	/* by victim */
	uint64_t level_changes;
	unsigned state;
	uint64_t since;
};

/* The index of a clean end has copies of the heads: the chunk itself is looked at, too. */
static void
check_chunk(struct pt_check *c, uint64_t n, void *buf)
{
	const struct pt_rec_chunk *head = &c->r->index[n];
	bool usable = head->content_bits != 0 && pt_rec_load(c->r, n, buf) != 0;

	if (head->magic == 0)	/* made ready, never used */
		return;
	if (!usable && !c->ended && head->magic == PT_REC_CTF_MAGIC)
		return;		/* being recycled, or begun and not committed */
	pt_check_case(c, PT_INVARIANT_CHUNKS, usable, "chunk %" PRIu64 " cannot be used", n);
}

static void
check_sequence(struct pt_check *c, uint32_t slot, const struct pt_rec_scan *scan)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];

	for (size_t i = 1; i < scan->len; i++) {
		uint64_t before = c->r->index[scan->chunks[i - 1]].seq;
		uint64_t now = c->r->index[scan->chunks[i]].seq;

		pt_check_case(c, PT_INVARIANT_SEQUENCE, now == before + 1,
			"worker %" PRIu32 ": chunk %" PRIu64 " follows %" PRIu64, slot, now,
			before);
	}
	if (scan->len == 0 || !c->ended)
		return;
	uint64_t last = c->r->index[scan->chunks[scan->len - 1]].seq;

	pt_check_case(c, PT_INVARIANT_SEQUENCE, last + 1 == s->chunk_seq,
		"worker %" PRIu32 ": its last chunk is %" PRIu64 ", but it began %" PRIu64, slot,
		last, s->chunk_seq);
}

static void
tally_state(struct pt_check *c, struct tally *t, uint32_t slot, const struct pt_rec_event *e)
{
	pt_check_case(c, PT_INVARIANT_EVENTS, e->c < PT_REC_STATES,
		"worker %" PRIu32 ": state %u", slot, e->c);
	t->state_ticks[t->state] += e->ts - t->since;
	t->state = e->c & (PT_REC_STATES - 1);
	t->since = e->ts;
}

static void
tally_steal(struct pt_check *c, struct tally *t, uint32_t slot, const struct pt_rec_event *e)
{
	bool known = e->a < c->workers && e->a != slot;

	pt_check_case(c, PT_INVARIANT_EVENTS, known,
		"worker %" PRIu32 " steals from worker %u", slot, e->a);
	if (known)
		t->stolen[e->a]++;
}

static void
tally(struct pt_check *c, struct tally *t, uint32_t slot, const struct pt_rec_event *e)
{
	t->events += e->type != PT_REC_EV_CLOCK && e->type != PT_REC_EV_GAP;
	switch (e->type) {
	case PT_REC_EV_STATE: tally_state(c, t, slot, e); break;
	case PT_REC_EV_STEAL: tally_steal(c, t, slot, e); break;
	case PT_REC_EV_GAP: t->gaps = pt_add_sat_u64(t->gaps, e->b); break;
	case PT_REC_EV_LEVEL: t->level_changes++; break;
	default: break;
	}
}

/* Nothing is missing from the worker's first state edge to its last. */
static bool
complete(const struct pt_check *c, const struct pt_rec_snapshot *s, const struct pt_rec_scan *scan,
	const struct tally *t)
{
	return c->ended && s->ring == 0 && s->dropped == 0 && t->level_changes == 0 &&
		c->status.level >= PT_REC_LEVEL_STEALS &&
		scan->len > 0 && scan->len == s->chunk_seq;
}

static void
check_story(struct pt_check *c, uint32_t slot, const struct tally *t)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	uint64_t *row = pt_xcalloc(c->r->victims, sizeof(*row));

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		pt_check_case(c, PT_INVARIANT_EDGES, t->state_ticks[i] == s->spent[i],
			"worker %" PRIu32 ", %s: %" PRIu64 " ticks by events, %" PRIu64
			" in its page", slot, pt_rec_state_name(i), t->state_ticks[i], s->spent[i]);
	pt_check_row(c, slot, row);
	for (uint32_t v = 0; v < c->workers && v < c->r->victims; v++)
		if (t->stolen[v] != 0 || row[v] != 0)
			pt_check_case(c, PT_INVARIANT_STEAL_EVENTS, t->stolen[v] == row[v],
				"worker %" PRIu32 " from %" PRIu32 ": %" PRIu64 " events, %" PRIu64
				" in the matrix", slot, v, t->stolen[v], row[v]);
	free(row);
}

static void
check_worker(struct pt_check *c, uint32_t slot)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	struct tally t = { .since = s->begun, .state = PT_REC_OUT };
	const struct pt_rec_event *e;
	struct pt_rec_scan scan;

	if (pt_rec_scan_begin(&scan, c->r, slot) != 0)
		pt_out_of_memory();
	t.stolen = pt_xcalloc(c->workers, sizeof(*t.stolen));
	check_sequence(c, slot, &scan);
	while ((e = pt_rec_scan_next(&scan)))
		tally(c, &t, slot, e);
	if (scan.len > 0) {
		pt_check_case(c, PT_INVARIANT_ORDER, scan.disorder == 0,
			"worker %" PRIu32 ": %" PRIu64 " times", slot, scan.disorder);
		pt_check_case(c, PT_INVARIANT_LOST, t.gaps <= s->dropped,
			"worker %" PRIu32 ": gaps of %" PRIu64 " events, %" PRIu64 " dropped", slot,
			t.gaps, s->dropped);
	}
	/* 1.0 does not tell, and of a pen left open the last chunk is not counted yet */
	if (c->ended && s->written > 0 && s->life == PT_REC_SLOT_GONE)
		pt_check_case(c, PT_INVARIANT_WRITTEN,
			s->ring != 0 ? t.events <= s->written : t.events == s->written,
			"worker %" PRIu32 ": %" PRIu64 " events, %" PRIu64 " written", slot,
			t.events, s->written);
	if (complete(c, s, &scan, &t))
		check_story(c, slot, &t);
	free(t.stolen);
	pt_rec_scan_end(&scan);
}

void
pt_check_events(struct pt_check *c)
{
	void *buf = pt_xcalloc(1, c->r->head.chunk_size);

	for (uint64_t n = 0; n < c->r->index_len; n++)
		check_chunk(c, n, buf);
	free(buf);
	for (uint32_t i = 0; i < c->workers; i++)
		if (c->worker[i].life != PT_REC_SLOT_FREE)
			check_worker(c, i);
}
