/* SPDX-License-Identifier: MIT */
/* Recordings made by hand.  See made_recording.h. */
#include "tests/unit/made_recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "os/clock.h"
#include "recording/keys.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"

static uint32_t next_id;

void
made_begin(struct made *m, uint32_t workers, uint32_t ring)
{
	struct pt_rec_options o = { .slots = MADE_WORKERS,
		.chunk_bytes = PT_REC_CHUNK_MIN,
		.ring_chunks = ring,
		.level = PT_REC_LEVEL_STEALS };

	*m = (struct made){ .fd = memfd_create("made", MFD_CLOEXEC), .workers = workers };
	assert_true(m->fd >= 0);
	o.fd = m->fd;
	assert_int_equal(pt_rec_create(&m->w, &o), 0);
	snprintf(m->path, sizeof(m->path), "/proc/self/fd/%d", m->fd);
	m->now = m->w->head->begin.ticks;
	next_id = 0;
	for (uint32_t i = 0; i < workers; i++) {
		m->pen[i] = pt_rec_pen_open(m->w, "partop", 1, i);
		assert_non_null(m->pen[i]);
		pt_rec_pen_adopt(m->pen[i]);
	}
}

void
made_close(struct made *m)
{
	for (uint32_t i = 0; i < m->workers; i++)
		pt_rec_pen_close(m->pen[i]);
	pt_rec_close(m->w);
	m->w = NULL;
}

void
made_fini(struct made *m)
{
	if (m->w)
		made_close(m);
	close(m->fd);
}

uint64_t
made_ticks(const struct made *m, double s)
{
	return (uint64_t)(s * (double)m->w->head->clock_hz + 0.5);
}

static void
enter_worker(struct made *m, uint32_t id, uint32_t slot, const struct made_worker *did)
{
	struct pt_rec_phase_worker n = { .slot = slot };
	struct {
		uint32_t slot, n;
		struct pt_rec_phase_pair pair[MADE_WORKERS];
	} r = { .slot = slot }; /* as struct pt_rec_phase_row */

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		n.spent[i] = made_ticks(m, did->state_s[i]);
	memcpy(n.counter, did->counter, sizeof(n.counter));
	pt_rec_entry(m->w, PT_REC_ENTRY_WORKER, id, &n, sizeof(n));
	for (uint32_t v = 0; v < MADE_WORKERS; v++)
		if (did->stolen_from[v])
			r.pair[r.n++] = (struct pt_rec_phase_pair){ .victim = v,
				.count = did->stolen_from[v] };
	if (r.n > 0)
		pt_rec_entry(m->w, PT_REC_ENTRY_ROW, id, &r,
			sizeof(struct pt_rec_phase_row) + r.n * sizeof(r.pair[0]));
}

uint32_t
made_phase(struct made *m, enum pt_rec_phase_kind kind, double elapsed_s,
	const struct made_worker *did)
{
	struct pt_rec_phase p = { .kind = kind, .workers = did ? m->workers : 0, .begin = m->now };
	uint32_t id = ++next_id;

	pt_rec_entry(m->w, PT_REC_ENTRY_PHASE, id, &p, sizeof(p));
	m->now += made_ticks(m, elapsed_s);
	p.end = m->now;
	p.elapsed_ns = (uint64_t)(elapsed_s * 1e9 + 0.5);
	for (uint32_t i = 0; did && i < m->workers; i++)
		enter_worker(m, id, i, &did[i]);
	pt_rec_entry(m->w, PT_REC_ENTRY_PHASE, id, &p, sizeof(p));
	return id;
}

uint32_t
made_phase_begin(struct made *m, enum pt_rec_phase_kind kind)
{
	struct pt_rec_phase p = { .kind = kind, .workers = m->workers, .begin = m->now };

	pt_rec_entry(m->w, PT_REC_ENTRY_PHASE, ++next_id, &p, sizeof(p));
	return next_id;
}

void
made_page(struct made *m, uint32_t worker, const struct made_worker *did)
{
	struct pt_rec_worker *g = m->pen[worker]->page;
	uint64_t begun = atomic_load(&g->begun), sum = 0;

	for (unsigned i = 0; i < PT_REC_STATES; i++) {
		uint64_t ticks = made_ticks(m, did->state_s[i]);

		atomic_store(&g->spent[i], ticks);
		sum += ticks;
	}
	atomic_store(&g->since, begun + sum);
	for (unsigned i = 0; i < PT_REC_COUNTERS; i++)
		atomic_store(&g->counter[i], did->counter[i]);
	for (uint32_t v = 0; v < MADE_WORKERS; v++)
		atomic_store(&m->pen[worker]->stolen_from[v], did->stolen_from[v]);
}

void
made_steal(struct made *m, uint32_t thief, uint32_t victim, uint16_t label)
{
	struct pt_rec_steal p = { .tries = 2, .label = label, .depth = 5 };
	struct pt_rec_event e = { .type = PT_REC_EV_STEAL, .a = (uint16_t)m->pen[victim]->slot };

	pt_rec_count(m->pen[thief], PT_COUNTER_TRIES, 2);
	pt_rec_count(m->pen[victim], PT_COUNTER_SPAWNED, 1);
	pt_rec_count(m->pen[victim], PT_COUNTER_PUBLISHED, 1);
	pt_rec_count(m->pen[victim], PT_COUNTER_JOINED, 1);
	pt_rec_count_steal(m->pen[thief], m->pen[victim]->slot);
	pt_rec_emit_wide(m->pen[thief], e, &p);
}

void
made_busy(struct made *m, uint32_t ring)
{
	made_begin(m, 2, ring);
	uint32_t id = pt_rec_phase_begin(m->w, PT_REC_PHASE_RUN, 0, 0, 2);
	uint64_t begin = pt_now_ns();

	made_steals(m, 400);
	pt_rec_phase_end(m->w, id, pt_now_ns() - begin, 0);
}

void
made_steals(struct made *m, int n)
{
	for (int i = 0; i < n; i++)
		for (uint32_t k = 0; k < 2; k++) {
			pt_rec_enter(m->pen[k], PT_REC_SEARCH, 0, 0);
			made_steal(m, k, 1 - k, 0);
			pt_rec_enter(m->pen[k], PT_REC_WORK, 0, 1);
		}
	for (uint32_t k = 0; k < 2; k++)
		pt_rec_enter(m->pen[k], PT_REC_OUT, 0, 0);
}

static void
note_head(struct made *m)
{
	static const char *const meta[][2] = {
		{ PT_KEY_COMMAND, "run" },
		{ PT_KEY_WORKLOAD, "quicksort" },
		{ PT_KEY_VARIANT, "parallel-partition" },
		{ PT_KEY_POLICY, "steal" },
		{ PT_KEY_VERSION, "0.1.0" },
		{ PT_KEY_THREADS, "2" },
		{ PT_KEY_CPUS, "2" },
		{ PT_KEY_SEED, "42" },
		{ PT_KEY_PINNED, "1" },
		{ PT_KEY_DETAIL, "steals" },
		{ PT_KEY_PARAM "size", "u:1000000" },
		{ PT_KEY_PARAM "type", "s:u64" },
	};

	for (size_t i = 0; i < sizeof(meta) / sizeof(*meta); i++)
		pt_rec_meta(m->w, meta[i][0], meta[i][1]);
}

/* The median run lasts 1.25 s: busy 1.1 + 1.0, off-cpu 0.1, idle 0.05 + 0.25. */
static void
note_runs(struct made *m)
{
	struct made_worker did[2] = {
		{ .state_s[PT_REC_WORK] = 1.2,
			.state_s[PT_REC_SEARCH] = 0.05,
			.counter = { [PT_COUNTER_SPAWNED] = 100,
				[PT_COUNTER_JOINED] = 7,
				[PT_COUNTER_STOLEN] = 3,
				[PT_COUNTER_TRIES] = 10,
				[PT_COUNTER_DELAY_WORK_NS] = 100000000 },
			.stolen_from[1] = 3 },
		{ .state_s[PT_REC_WORK] = 1.0,
			.state_s[PT_REC_PARK] = 0.2,
			.state_s[PT_REC_WAIT] = 0.05,
			.counter = { [PT_COUNTER_SPAWNED] = 50,
				[PT_COUNTER_JOINED] = 3,
				[PT_COUNTER_STOLEN] = 7,
				[PT_COUNTER_TRIES] = 30 },
			.stolen_from[0] = 7 },
	};

	for (int i = 0; i < 3; i++)
		made_phase(m, PT_REC_PHASE_SEQUENTIAL, 2.0 + 0.1 * i, NULL);
	for (int i = 0; i < 3; i++)
		made_phase(m, PT_REC_PHASE_ONE_WORKER, 2.2 + 0.1 * i, NULL);
	made_phase(m, PT_REC_PHASE_RUN, 1.3, NULL);
	made_phase(m, PT_REC_PHASE_RUN, 1.25, did);
	made_phase(m, PT_REC_PHASE_RUN, 1.2, NULL);
}

void
made_quicksort(struct made *m)
{
	made_begin(m, 2, 0);
	note_head(m);
	note_runs(m);
	pt_rec_meta(m->w, PT_KEY_RESULT "sorted", "b:true");
	pt_rec_meta(m->w, PT_KEY_RESULT "top/0/key", "s:Ideal \"x\"");
	pt_rec_meta(m->w, PT_KEY_RESULT "top/0/sum", "d:12345678901234567890.25");
	pt_rec_meta(m->w, PT_KEY_RESULT "top/1/key", "s:\xff");
	pt_rec_meta(m->w, PT_KEY_RESULT "matches/404", "u:18446744073709551615");
	pt_rec_meta(m->w, PT_KEY_RESULT "matches/a~1b", "u:3");
	pt_rec_meta(m->w, PT_KEY_VERIFIED, "true");
	pt_rec_meta(m->w, PT_KEY_STATUS, "done");
}
