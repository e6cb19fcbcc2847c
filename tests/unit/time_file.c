/* SPDX-License-Identifier: MIT */
/* Recordings for the tests of queries over time.  See time_file.h. */
#include "tests/unit/time_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/cm.h"

void
time_begin(struct time_file *f, uint32_t ring, uint64_t cap)
{
	*f = (struct time_file){ .fd = payload_memfd(), .random = 88172645463325252u };
	f->w = rec_create(f->fd, ring, cap);
	for (uint32_t i = 0; i < TIME_LANES; i++)
		f->pen[i] = rec_pen(f->w, i);
	for (uint16_t i = 0; i < 3; i++)
		pt_rec_label(f->w, i == 0 ? "alpha" : i == 1 ? "beta" : "gamma");
}

static void
write_steal(struct pt_rec_pen *p, uint64_t x)
{
	struct pt_rec_steal s = { .age = x % 1000, .tries = 1 + x % 7, .label = x % 4 };
	uint32_t victim = (uint32_t)(x >> 8) % TIME_LANES;

	pt_rec_count(p, PT_COUNTER_TRIES, s.tries);
	pt_rec_count_steal(p, victim);
	pt_rec_emit_wide(p,
		(struct pt_rec_event){ .type = PT_REC_EV_STEAL, .a = (uint16_t)victim, .b = 1 },
		&s);
}

static void
write_one(struct pt_rec_pen *p, uint64_t x)
{
	static const enum pt_rec_state states[] = { PT_REC_WORK, PT_REC_SEARCH, PT_REC_WORK,
		PT_REC_PARK };
	struct pt_rec_range range = { x >> 20 & 0xffff, (x >> 20 & 0xffff) + 100 };
	uint16_t label = x >> 40 & 3;

	switch (x % 8) {
	case 0:
		write_steal(p, x >> 8);
		break;
	case 1:
		pt_rec_emit_wide(p,
			(struct pt_rec_event){ .type = PT_REC_EV_RANGE_BEGIN, .a = label }, &range);
		break;
	case 2:
		pt_rec_emit(p, PT_REC_EV_LEAF_BEGIN, 1, label, 0);
		break;
	case 3:
		pt_rec_emit(p, PT_REC_EV_TASK_END, 1, label, 0);
		break;
	case 4:
		pt_rec_emit(p, PT_REC_EV_SPAWN, 0, label, 7);
		break;
	default:
		pt_rec_enter(p, states[x >> 10 & 3], label, (uint32_t)(x >> 50));
	}
}

void
time_write(struct time_file *f, unsigned events)
{
	for (unsigned i = 0; i < events; i++) {
		uint64_t x = payload_random(&f->random) >> 8;

		write_one(f->pen[x % TIME_LANES], x >> 4);
	}
}

void
time_close(struct time_file *f)
{
	for (uint32_t i = 0; i < TIME_LANES; i++)
		pt_rec_pen_close(f->pen[i]);
	pt_rec_close(f->w);
	f->w = NULL;
}

void
time_fini(struct time_file *f)
{
	if (f->w)
		time_close(f);
	close(f->fd);
}

/* ---- what is true ---- */

static size_t
read_lane(struct pt_rec_reader *r, uint32_t lane, struct time_event *out)
{
	const struct pt_rec_event *raw;
	struct pt_rec_scan s;
	size_t n = 0;

	assert_int_equal(pt_rec_scan_begin(&s, r, lane), 0);
	while ((raw = pt_rec_scan_next(&s)) != NULL) {
		if (pt_event_is_mark(raw->type))
			continue;
		if (out) {
			memcpy(out[n].raw, raw, sizeof(*raw) * (raw->type & PT_REC_WIDE ? 2 : 1));
			pt_event_decode(&out[n].e, lane, out[n].raw);
			out[n].at = raw->ts;
		}
		n++;
	}
	pt_rec_scan_end(&s);
	return n;
}

void
time_read(struct time_truth *t, struct pt_rec_reader *r)
{
	for (uint32_t i = 0; i < TIME_LANES; i++) {
		struct pt_rec_snapshot p;

		t->len[i] = read_lane(r, i, NULL);
		t->event[i] = calloc(t->len[i] + 1, sizeof(**t->event));
		assert_non_null(t->event[i]);
		read_lane(r, i, t->event[i]);
		assert_int_equal(pt_rec_snapshot(r, i, &p), 0);
		t->begun[i] = p.begun;
	}
}

void
time_forget(struct time_truth *t)
{
	for (uint32_t i = 0; i < TIME_LANES; i++)
		free(t->event[i]);
}

void
time_true_states(const struct time_truth *t, uint32_t lane, uint64_t at,
	uint64_t spent[PT_REC_STATES])
{
	uint64_t last = t->begun[lane];
	unsigned state = PT_REC_OUT;

	memset(spent, 0, sizeof(uint64_t[PT_REC_STATES]));
	for (size_t i = 0; i < t->len[lane] && t->event[lane][i].at <= at; i++) {
		const struct time_event *e = &t->event[lane][i];

		if (e->e.type != PT_REC_EV_STATE)
			continue;
		spent[state] += e->at - last;
		last = e->at;
		state = e->e.state.code;
	}
	if (at > last)
		spent[state] += at - last;
}

uint64_t
time_true_count(const struct time_truth *t, uint32_t lane, uint64_t at, uint8_t type)
{
	uint64_t n = 0;

	for (size_t i = 0; i < t->len[lane] && t->event[lane][i].at < at; i++)
		n += t->event[lane][i].e.type == type;
	return n;
}

uint64_t
time_some(struct time_file *f, const struct time_truth *t)
{
	uint64_t first = t->event[0][0].at, last = t->event[0][t->len[0] - 1].at;

	return first + payload_random(&f->random) % (last - first);
}
