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
#include "recording/decode.h"
#include "recording/names.h"
#include "timeline/matrix.h"

/* What the events of one worker add up to. */
struct tally {
	struct pt_check *c;
	uint64_t gaps;        /* events lost, as GAP events say */
	uint64_t gaps_before; /* the same, before the current chunk */
	uint64_t events;      /* without the writer's marks */
	uint64_t state_ticks[PT_REC_STATES];
	uint64_t *stolen; /* by victim */
	uint64_t level_changes;
	unsigned state;
	uint64_t since;
	size_t chunk; /* the current one: its place in the scan + 1; 0: none yet */
};

/* Whether the worker may recycle the chunk while it is checked. */
static bool
in_use(const struct pt_check *c, const struct pt_rec_chunk *head)
{
	bool known = head->stream == PT_REC_STREAM_EVENTS && head->worker < c->workers;

	return c->moving && (!known || c->worker[head->worker].ring != 0);
}

/* The index of a clean end has copies of the heads, so the chunk itself is read, too. */
static void
check_chunk(struct pt_check *c, uint64_t n, void *buf)
{
	const struct pt_rec_chunk *head = &c->r->index[n], *own = buf;
	bool usable = head->content_bits != 0 && pt_rec_load(c->r, n, buf) != 0 &&
		own->seq == head->seq && own->worker == head->worker;

	if (head->magic == 0) /* made ready, never used */
		return;
	if (!usable && !c->ended && head->magic == PT_REC_CTF_MAGIC &&
		(head->content_bits == 0 || in_use(c, head)))
		return; /* being recycled, or begun and not committed */
	pt_check_case(c, PT_INVARIANT_CHUNKS, usable, "chunk %" PRIu64 " cannot be used", n);
}

static const struct pt_rec_chunk *
head_of(const struct pt_check *c, const struct pt_rec_scan *scan, size_t i)
{
	return &c->r->index[scan->chunks[i]];
}

/* The oldest chunk that a worker keeps. */
static uint64_t
oldest(const struct pt_rec_snapshot *s)
{
	return s->ring != 0 && s->chunk_seq > s->ring ? s->chunk_seq - s->ring : 0;
}

/*
 * The chunks [oldest, end) of a worker must be there.  A ring that is in use is not checked: it
 * changes while its chunks are read one after the other.
 */
static void
check_sequence(struct pt_check *c, uint32_t slot, const struct pt_rec_scan *scan)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	uint64_t want = oldest(s), end = s->chunk_seq;

	if (c->moving && (s->ring != 0 || end == 0))
		return;
	end -= c->moving; /* the newest may have been without a head */
	for (size_t i = 0; i < scan->len; i++) {
		uint64_t seq = head_of(c, scan, i)->seq;
		bool recycled = i == 0 && s->ring != 0 && s->life != PT_REC_SLOT_GONE;

		if (c->moving && seq >= end)
			break;
		pt_check_case(c, PT_INVARIANT_SEQUENCE,
			seq == want || (recycled && seq == want + 1),
			"worker %" PRIu32 ": chunk %" PRIu64 " in the place of %" PRIu64, slot, seq,
			want);
		want = seq + 1;
	}
	if (c->ended || c->moving)
		pt_check_case(c, PT_INVARIANT_SEQUENCE, want == end || (c->moving && want > end),
			"worker %" PRIu32 ": its last chunk is %" PRIu64 ", but it began %" PRIu64,
			slot, want - 1, end);
}

/* How many events were lost just before a chunk, by its head and the one before.  False: unknown. */
static bool
lost_before(const struct pt_check *c, const struct pt_rec_scan *scan, size_t i, uint32_t *lost)
{
	const struct pt_rec_chunk *head = head_of(c, scan, i);
	const struct pt_rec_chunk *before = i > 0 ? head_of(c, scan, i - 1) : NULL;

	*lost = head->discarded - (before != NULL ? before->discarded : 0);
	return before != NULL ? head->seq == before->seq + 1 : head->seq == 0;
}

/* At the end of the current chunk: its gaps must be what its head says. */
static void
check_gap(struct pt_check *c, struct tally *t, uint32_t slot, const struct pt_rec_scan *scan)
{
	uint64_t said = t->gaps - t->gaps_before;
	uint32_t lost;

	if (t->chunk != 0 && lost_before(c, scan, t->chunk - 1, &lost) && said < UINT32_MAX)
		pt_check_case(c, PT_INVARIANT_LOST, said == lost,
			"worker %" PRIu32 ": a gap of %" PRIu64 " events where %" PRIu32
			" were lost",
			slot, said, lost);
	t->gaps_before = t->gaps;
	t->chunk = scan->at;
}

/* Whether events may be lost at the end, with no chunk after them to say so. */
static bool
may_lack(const struct pt_check *c, const struct pt_rec_snapshot *s)
{
	return c->status.faults != 0 || c->status.chunks >= c->status.chunk_cap ||
		s->life != PT_REC_SLOT_GONE || (s->ring != 0 && s->chunk_seq == 0);
}

static void
check_lost(struct pt_check *c, uint32_t slot, const struct pt_rec_scan *scan, const struct tally *t)
{
	const struct pt_rec_snapshot now = pt_check_now(c, slot);
	uint32_t said = scan->len > 0 ? head_of(c, scan, scan->len - 1)->discarded : 0;

	pt_check_case(c, PT_INVARIANT_LOST, t->gaps <= now.dropped,
		"worker %" PRIu32 ": gaps of %" PRIu64 " events, %" PRIu64 " dropped", slot,
		t->gaps, now.dropped);
	if (c->ended && !may_lack(c, &now))
		pt_check_case(c, PT_INVARIANT_LOST, (uint32_t)now.dropped == said,
			"worker %" PRIu32 ": %" PRIu64 " dropped, %" PRIu32 " by its chunks", slot,
			now.dropped, said);
}

static void
tally_state(void *arg, const struct pt_event *e)
{
	struct tally *t = arg;

	pt_check_case(t->c, PT_INVARIANT_EVENTS, e->state.code < PT_REC_STATES,
		"worker %" PRIu32 ": state %u", e->worker, e->state.code);
	t->state_ticks[t->state] += e->ts - t->since;
	t->state = e->state.code & (PT_REC_STATES - 1);
	t->since = e->ts;
}

static void
tally_steal(void *arg, const struct pt_event *e)
{
	struct tally *t = arg;
	uint32_t victims = t->c->moving ? t->c->r->slots : t->c->workers;
	bool known = e->steal.victim < victims && e->steal.victim != e->worker;

	pt_check_case(t->c, PT_INVARIANT_EVENTS, known, "worker %" PRIu32 " steals from worker %u",
		e->worker, e->steal.victim);
	if (known)
		t->stolen[e->steal.victim]++;
}

static void
tally_gap(void *arg, const struct pt_event *e)
{
	struct tally *t = arg;

	t->gaps = pt_add_sat_u64(t->gaps, e->lost);
}

static void
tally_level(void *arg, const struct pt_event *e)
{
	struct tally *t = arg;

	(void)e;
	t->level_changes++;
}

static void
tally_any(void *arg, const struct pt_event *e)
{
	struct tally *t = arg;

	t->events += e->type != PT_REC_EV_CLOCK && e->type != PT_REC_EV_GAP;
}

static const struct pt_visitor visitor = {
	.before = tally_any,
	.on = {
		[PT_REC_EV_STATE] = tally_state,
		[PT_REC_EV_STEAL] = tally_steal,
		[PT_REC_EV_GAP] = tally_gap,
		[PT_REC_EV_LEVEL] = tally_level,
	},
};

/* Nothing is missing from the worker's first state edge to its last. */
static bool
complete(const struct pt_check *c, const struct pt_rec_snapshot *s, const struct pt_rec_scan *scan,
	const struct tally *t)
{
	return c->ended && s->ring == 0 && s->dropped == 0 && t->level_changes == 0 &&
		c->status.level >= PT_REC_LEVEL_STEALS && scan->len > 0 &&
		scan->len == s->chunk_seq;
}

static void
check_story(struct pt_check *c, uint32_t slot, const struct tally *t)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	uint64_t *row = pt_xcalloc(c->r->victims, sizeof(*row));

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		pt_check_case(c, PT_INVARIANT_EDGES, t->state_ticks[i] == s->spent[i],
			"worker %" PRIu32 ", %s: %" PRIu64 " ticks by events, %" PRIu64
			" in its page",
			slot, pt_rec_state_name(i), t->state_ticks[i], s->spent[i]);
	pt_check_row(c, slot, row);
	for (uint32_t v = 0; v < c->workers && v < c->r->victims; v++)
		if (t->stolen[v] != 0 || row[v] != 0)
			pt_check_case(c, PT_INVARIANT_STEAL_EVENTS, t->stolen[v] == row[v],
				"worker %" PRIu32 " from %" PRIu32 ": %" PRIu64 " events, %" PRIu64
				" in the matrix",
				slot, v, t->stolen[v], row[v]);
	free(row);
}

/* Format 1.0 does not tell; a pen that is still open has not counted its last chunk yet. */
static void
check_written(struct pt_check *c, uint32_t slot, const struct tally *t)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	bool holds = s->ring != 0 ? t->events <= s->written : t->events == s->written;

	if (c->ended && s->written > 0 && s->life == PT_REC_SLOT_GONE)
		pt_check_case(c, PT_INVARIANT_WRITTEN, holds,
			"worker %" PRIu32 ": %" PRIu64 " events, %" PRIu64 " written", slot,
			t->events, s->written);
}

static void
tally_all(struct pt_check *c, struct tally *t, uint32_t slot, struct pt_rec_scan *scan)
{
	const struct pt_rec_event *e;

	while ((e = pt_rec_scan_next(scan))) {
		if (scan->at != t->chunk)
			check_gap(c, t, slot, scan);
		pt_visit(&visitor, t, slot, e);
	}
	check_gap(c, t, slot, scan);
}

static void
check_worker(struct pt_check *c, uint32_t slot)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	struct tally t = { .c = c, .since = s->begun, .state = PT_REC_OUT };
	struct pt_rec_scan scan;

	if (pt_rec_scan_begin(&scan, c->r, slot) != 0)
		pt_out_of_memory();
	t.stolen = pt_xcalloc(c->r->slots, sizeof(*t.stolen));
	check_sequence(c, slot, &scan);
	tally_all(c, &t, slot, &scan);
	if (scan.len > 0)
		pt_check_case(c, PT_INVARIANT_ORDER, scan.disorder == 0,
			"worker %" PRIu32 ": %" PRIu64 " times", slot, scan.disorder);
	check_lost(c, slot, &scan, &t);
	check_written(c, slot, &t);
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
