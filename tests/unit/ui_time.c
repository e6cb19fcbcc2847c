/* SPDX-License-Identifier: MIT */
/* A made recording with a clock of its own: see ui_time.h. */
#include "tests/unit/ui_time.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "recording/crc.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/rec_payload.h"

#define MS (UI_TIME_HZ / 1000)
#define US (UI_TIME_HZ / 1000000)
#define EVENTS_MAX 512 /* of a worker */

/* A worker's events have these times, in their order. */
struct script {
	struct pt_rec_pen *pen;
	uint64_t now, *at;
	size_t len;
	uint64_t random;
	uint32_t workers, index;
};

static uint64_t
some(struct script *s, uint64_t least, uint64_t most)
{
	return least + payload_random(&s->random) % (most - least);
}

static void
enter(struct script *s, enum pt_rec_state to, uint16_t label)
{
	assert_true(s->len < EVENTS_MAX);
	s->at[s->len++] = s->now;
	pt_rec_enter(s->pen, to, label, to == PT_REC_WORK);
}

static void
steal(struct script *s, uint16_t label)
{
	uint32_t victim = (uint32_t)some(s, 0, s->workers);
	struct pt_rec_steal payload = { .age = some(s, 1, 90) * US,
		.tries = (uint32_t)some(s, 1, 5),
		.label = label,
		.depth = 3 };

	if (victim == s->index)
		victim = (victim + 1) % s->workers;
	s->at[s->len++] = s->now;
	pt_rec_emit_wide(s->pen,
		(struct pt_rec_event){ .type = PT_REC_EV_STEAL, .a = (uint16_t)victim }, &payload);
	pt_rec_count_steal(s->pen, victim);
}

/* As long as that, but not beyond the end of the run. */
static void
pass(struct script *s, uint64_t ticks, uint64_t end)
{
	s->now = s->now + ticks < end ? s->now + ticks : end;
}

/* Up to `end`: work, then a search that ends in a steal; some sleep before. */
static void
run(struct script *s, uint64_t end)
{
	enter(s, PT_REC_SEARCH, 0);
	pass(s, some(s, 1, 9) * MS, end);
	while (s->now < end) {
		if (s->workers > 1 && (s->len > 3 || s->index > 0))
			steal(s, 1 + (uint16_t)(s->len % 2));
		enter(s, PT_REC_WORK, 1 + (uint16_t)(s->len % 2));
		pass(s, some(s, 20, 120) * MS, end);
		if (some(s, 0, 4) == 0) {
			enter(s, PT_REC_WAIT, 1);
			pass(s, some(s, 1, 30) * MS, end);
		}
		enter(s, PT_REC_SEARCH, 0);
		pass(s, some(s, 1, 9) * MS, end);
		if (some(s, 0, 5) == 0) {
			enter(s, PT_REC_PARK, 0);
			pass(s, some(s, 5, 60) * MS, end);
		}
	}
	s->now = end + some(s, 1, 900) * US;
	enter(s, PT_REC_PARK, 0);
}

static void
phase(struct pt_rec_writer *w, uint32_t id, uint32_t workers, uint64_t begin, uint64_t end)
{
	struct pt_rec_phase p = { .kind = PT_REC_PHASE_RUN,
		.workers = workers,
		.begin = UI_TIME_BEGIN + begin,
		.end = UI_TIME_BEGIN + end,
		.elapsed_ns = end - begin };

	pt_rec_entry(w, PT_REC_ENTRY_PHASE, id, &p, sizeof(p));
}

static void
write_all(struct pt_rec_writer *w, struct script *s, uint32_t workers)
{
	pt_rec_label(w, "sort");
	pt_rec_label(w, "partition");
	phase(w, 1, workers, 100 * MS, 600 * MS);
	phase(w, 2, workers, 650 * MS, 1000 * MS);
	for (uint32_t i = 0; i < workers; i++) {
		s[i] = (struct script){ .pen = pt_rec_pen_open(w, "worker", 1, i),
			.now = 100 * MS,
			.at = pt_xcalloc(EVENTS_MAX, sizeof(uint64_t)),
			.random = 88172645463325252u + i * 7919u,
			.workers = workers,
			.index = i };
		assert_non_null(s[i].pen);
		pt_rec_pen_adopt(s[i].pen);
		run(&s[i], 600 * MS);
		s[i].now = 650 * MS;
		run(&s[i], 990 * MS);
		pt_rec_pen_close(s[i].pen);
	}
}

/* ---- other times ---- */

/* What a worker is doing while its events get their times. */
struct lane {
	uint64_t last, spent[PT_REC_STATES];
	unsigned state;
	size_t i;
};

static void
retime_event(struct pt_rec_event *e, struct lane *l, const struct script *s)
{
	if (pt_event_is_mark(e->type)) {
		e->ts = l->last;
		return;
	}
	if (l->i < s->len)
		e->ts = UI_TIME_BEGIN + s->at[l->i++];
	else
		e->ts = UI_TIME_BEGIN + UI_TIME_HZ; /* the pen's end */
	if (e->type != PT_REC_EV_STATE)
		return;
	l->spent[l->state] += e->ts - l->last;
	l->last = e->ts;
	l->state = e->c & (PT_REC_STATES - 1);
}

static void
retime_chunk(struct pt_rec_chunk *c, struct lane *l, const struct script *s)
{
	struct pt_rec_event *e = (struct pt_rec_event *)(void *)(c + 1);
	const struct pt_rec_event *end = (const struct pt_rec_event *)(const void *)((char *)c +
		atomic_load(&c->content_bits) / 8);

	c->ts_begin = l->last;
	memcpy(c->spent, l->spent, sizeof(c->spent));
	for (size_t n; (n = pt_rec_slots(e, end)) > 0; e += n)
		retime_event(e, l, s);
	c->ts_end = l->last;
}

static void
retime_worker(uint8_t *bytes, const struct pt_rec_header *h, uint32_t worker,
	const struct script *s)
{
	struct pt_rec_worker *page = (struct pt_rec_worker *)(void *)(bytes + h->worker_off +
		(size_t)h->worker_size * worker);
	struct lane l = { .last = UI_TIME_BEGIN };

	for (uint64_t n = atomic_load(&page->first_chunk); n != 0;) {
		struct pt_rec_chunk *c =
			(struct pt_rec_chunk *)(void *)(bytes + h->chunk_off + n * h->chunk_size);

		retime_chunk(c, &l, s);
		n = c->next;
	}
	atomic_store(&page->begun, UI_TIME_BEGIN);
	atomic_store(&page->since, l.last);
	for (unsigned i = 0; i < PT_REC_STATES; i++)
		atomic_store(&page->spent[i], l.spent[i]);
}

static void
retime(uint8_t *bytes, const struct script *s, uint32_t workers)
{
	struct pt_rec_header *h = (struct pt_rec_header *)(void *)bytes;

	h->clock = PT_REC_CLOCK_MONOTONIC;
	h->clock_hz = UI_TIME_HZ;
	h->begin.ticks = h->begin.monotonic_ns = UI_TIME_BEGIN;
	h->end.ticks = h->end.monotonic_ns = UI_TIME_BEGIN + UI_TIME_HZ;
	atomic_store(&h->index, 0); /* its heads are the old ones */
	atomic_store(&h->index_len, 0);
	h->crc = pt_crc32c(bytes, offsetof(struct pt_rec_header, crc));
	for (uint32_t i = 0; i < workers; i++)
		retime_worker(bytes, h, i, &s[i]);
}

static int
make_file(uint32_t workers)
{
	struct script *s = pt_xcalloc(workers, sizeof(*s));
	struct pt_rec_options o = { .fd = payload_memfd(),
		.slots = workers,
		.chunk_bytes = PT_REC_CHUNK_MIN,
		.level = PT_REC_LEVEL_STEALS };
	struct pt_rec_writer *w;
	uint8_t *bytes;
	size_t len;
	int fd;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	write_all(w, s, workers);
	pt_rec_close(w);
	bytes = payload_slurp(o.fd, &len);
	retime(bytes, s, workers);
	fd = payload_copy(bytes, len);
	close(o.fd);
	free(bytes);
	for (uint32_t i = 0; i < workers; i++)
		free(s[i].at);
	free(s);
	return fd;
}

void
ui_time_make(struct ui_time *t, uint32_t workers, bool digested)
{
	*t = (struct ui_time){ .fd = make_file(workers) };
	assert_int_equal(pt_rec_open_fd(&t->reader, t->fd, false), 0);
	pt_journal_read(&t->journal, &t->reader);
	t->lane = pt_xcalloc(workers, sizeof(*t->lane));
	for (uint32_t i = 0; i < workers; i++)
		t->lane[i] = i;
	t->over = (struct pt_over_time){ .time = pt_time_open(&t->reader),
		.hz = UI_TIME_HZ,
		.journal = &t->journal,
		.lane = t->lane,
		.lanes = workers };
	assert_non_null(t->over.time);
	pt_time_span(t->over.time, &t->over.begin, &t->over.end);
	while (digested && pt_time_work(t->over.time, 100))
		;
}

void
ui_time_fini(struct ui_time *t)
{
	pt_time_close(t->over.time);
	pt_journal_fini(&t->journal);
	pt_rec_shut(&t->reader);
	close(t->fd);
	free(t->lane);
}
