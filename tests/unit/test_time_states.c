/* SPDX-License-Identifier: MIT */
/* S(t) and its columns, against the sum of all edges. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/time_file.h"

#define EVENTS 20000
#define COLUMNS 100

/* A finished recording, what is true of it, and the queries. */
struct finished {
	struct time_file f;
	struct pt_rec_reader r;
	struct time_truth truth;
	struct pt_time *t;
};

static void
finish(struct finished *f)
{
	time_close(&f->f);
	rec_open(&f->r, f->f.fd);
	time_read(&f->truth, &f->r);
	f->t = pt_time_open(&f->r);
	assert_non_null(f->t);
}

static void
fini(struct finished *f)
{
	pt_time_close(f->t);
	time_forget(&f->truth);
	pt_rec_shut(&f->r);
	time_fini(&f->f);
}

static void
make(struct finished *f)
{
	time_begin(&f->f, 0, 0);
	time_write(&f->f, EVENTS);
	finish(f);
}

static void
states_are_exact_at_any_instant(void **state)
{
	struct finished f;

	(void)state;
	make(&f);
	for (int i = 0; i < 300; i++) {
		uint64_t got[PT_REC_STATES], want[PT_REC_STATES], at = time_some(&f.f, &f.truth);
		uint32_t lane = (uint32_t)i % TIME_LANES;

		assert_int_equal(pt_time_states(f.t, lane, at, 0, got), 0);
		time_true_states(&f.truth, lane, at, want);
		assert_memory_equal(got, want, sizeof(got));
	}
	fini(&f);
}

static void
slack_is_never_exceeded(void **state)
{
	struct finished f;
	uint64_t begin, end;

	(void)state;
	make(&f);
	pt_time_span(f.t, &begin, &end);
	for (int digested = 0; digested < 2; digested++) {
		for (int i = 0; i < 300; i++) {
			uint64_t got[PT_REC_STATES], want[PT_REC_STATES];
			uint64_t at = time_some(&f.f, &f.truth), slack = (end - begin) >> i % 20;
			uint32_t lane = (uint32_t)i % TIME_LANES;

			pt_time_states(f.t, lane, at, slack, got);
			time_true_states(&f.truth, lane, at, want);
			for (unsigned s = 0; s < PT_REC_STATES; s++)
				assert_in_range((got[s] > want[s] ? got[s] - want[s] :
								    want[s] - got[s]),
					0, slack + PT_REC_STATES);
		}
		while (pt_time_work(f.t, 10))
			;
	}
	fini(&f);
}

/* What a lane is doing, as its last edge says. */
static void
now_is_what_the_last_edge_said(void **state)
{
	struct finished f;

	(void)state;
	make(&f);
	while (pt_time_work(f.t, 100))
		;
	for (int i = 0; i < 200; i++) {
		uint64_t at = time_some(&f.f, &f.truth);
		const struct time_event *edge = NULL;
		struct pt_time_now now;

		for (size_t k = 0; k < f.truth.len[1] && f.truth.event[1][k].at <= at; k++)
			if (f.truth.event[1][k].e.type == PT_REC_EV_STATE)
				edge = &f.truth.event[1][k];
		pt_time_now(f.t, 1, at, &now);
		assert_int_equal(now.state, edge ? edge->e.state.code : PT_REC_OUT);
		assert_int_equal(now.since, edge ? edge->at : f.truth.begun[1]);
		if (edge) {
			assert_int_equal(now.label, edge->e.state.label);
			assert_int_equal(now.depth, edge->e.state.depth);
		}
	}
	fini(&f);
}

static void
nothing_is_known_before_the_lane_and_behind_the_end(void **state)
{
	struct finished f;
	uint64_t begin, end, spent[PT_REC_STATES], sum = 0;

	(void)state;
	make(&f);
	pt_time_span(f.t, &begin, &end);
	assert_int_equal(pt_time_states(f.t, 0, f.truth.begun[0] - 1, 0, spent), PT_TIME_BEFORE);
	assert_int_equal(pt_time_states(f.t, 99, end, 0, spent), PT_TIME_BEFORE);
	assert_int_equal(pt_time_states(f.t, 0, end + 1000000, 0, spent), PT_TIME_AFTER);
	for (unsigned i = 0; i < PT_REC_STATES; i++)
		sum += spent[i];
	assert_in_range(f.truth.begun[0] + sum, begin, end);
	fini(&f);
}

/* ---- columns ---- */

/* The least zoom that shows it all. */
static struct pt_time_view
whole(struct pt_time *t)
{
	struct pt_time_view v = { .columns = COLUMNS, .budget = UINT32_MAX };
	uint64_t begin, end;

	pt_time_span(t, &begin, &end);
	while (end / pt_time_column(v.zoom) - begin / pt_time_column(v.zoom) + 1 > COLUMNS)
		v.zoom++;
	v.column = begin / pt_time_column(v.zoom);
	return v;
}

static void
shares_of_a_column_add_up_to_it(void **state)
{
	struct finished f;
	struct pt_time_cell cell[COLUMNS];
	unsigned full = 0;

	(void)state;
	make(&f);
	for (uint32_t lane = 0; lane < TIME_LANES; lane++) {
		struct pt_time_view v = whole(f.t);

		pt_time_draw(f.t, lane, &v, cell);
		for (unsigned i = 0; i < COLUMNS; i++) {
			unsigned sum = 0;

			for (unsigned s = 0; s < PT_REC_STATES; s++)
				sum += cell[i].share[s];
			assert_in_range(sum, 0, 255 + PT_REC_STATES);
			full += sum >= 255 - PT_REC_STATES;
		}
	}
	assert_true(full > COLUMNS); /* of four lanes; at the ends they are empty */
	fini(&f);
}

/* Moving goes over the same tiles; another one, freshly opened, draws the same. */
static void
a_moved_picture_is_that_of_a_fresh_look(void **state)
{
	struct finished f;
	struct pt_time *other;
	struct pt_time_cell a[COLUMNS], b[COLUMNS];

	(void)state;
	make(&f);
	other = pt_time_open(&f.r);
	while (pt_time_work(f.t, 100) | pt_time_work(other, 100))
		;
	for (int move = 0; move < 90; move += 7) {
		struct pt_time_view v = whole(f.t), w;

		v.zoom -= 3 * PT_TIME_ZOOM_TWICE;
		v.column = (v.column << 3) + (uint64_t)move;
		w = v;
		assert_true(pt_time_draw(f.t, 2, &v, a));
		if (move % 2) {
			pt_time_close(other);
			other = pt_time_open(&f.r);
			while (pt_time_work(other, 100))
				;
		}
		assert_true(pt_time_draw(other, 2, &w, b));
		assert_memory_equal(a, b, sizeof(a));
	}
	pt_time_close(other);
	fini(&f);
}

static void
a_column_is_the_sum_of_the_two_below(void **state)
{
	struct finished f;
	struct pt_time_cell one[COLUMNS], two[2 * COLUMNS];
	struct pt_time_view v, w;

	(void)state;
	make(&f);
	while (pt_time_work(f.t, 100))
		;
	w = whole(f.t);
	v = w;
	v.zoom -= PT_TIME_ZOOM_TWICE;
	v.column *= 2;
	v.columns *= 2;
	pt_time_draw(f.t, 3, &w, one);
	pt_time_draw(f.t, 3, &v, two);
	for (unsigned i = 0; i < COLUMNS; i++)
		for (unsigned s = 0; s < PT_REC_STATES; s++)
			assert_in_range(one[i].share[s] + 33,
				(two[2 * i].share[s] + two[2 * i + 1].share[s]) / 2,
				(two[2 * i].share[s] + two[2 * i + 1].share[s]) / 2 + 66);
	fini(&f);
}

static void
columns_have_all_steals(void **state)
{
	struct finished f;
	struct pt_time_cell cell[COLUMNS];

	(void)state;
	make(&f);
	while (pt_time_work(f.t, 100))
		;
	for (uint32_t lane = 0; lane < TIME_LANES; lane++) {
		struct pt_time_view v = whole(f.t);
		uint64_t n = 0;

		assert_true(pt_time_draw(f.t, lane, &v, cell));
		for (unsigned i = 0; i < COLUMNS; i++)
			n += cell[i].steals;
		assert_int_equal(n, time_true_count(&f.truth, lane, UINT64_MAX, PT_REC_EV_STEAL));
	}
	fini(&f);
}

/* Without a budget the picture is rough, says so, and becomes the right one. */
static void
a_picture_over_its_budget_is_rough_and_gets_better(void **state)
{
	struct finished f;
	struct pt_time_cell a[COLUMNS], b[COLUMNS];
	struct pt_time_view v, w;
	bool rough = false;

	(void)state;
	make(&f);
	while (pt_time_work(f.t, 100))
		;
	v = whole(f.t);
	v.zoom -= 4 * PT_TIME_ZOOM_TWICE;
	v.column <<= 4;
	v.column += 16 * 20;
	w = v;
	w.budget = 0;
	assert_false(pt_time_draw(f.t, 0, &w, a));
	for (unsigned i = 0; i < COLUMNS; i++)
		rough |= a[i].flags & PT_TIME_ROUGH;
	assert_true(rough);
	do {
		w = v;
		w.budget = 1;
	} while (!pt_time_draw(f.t, 0, &w, a));
	w = v;
	assert_true(pt_time_draw(f.t, 0, &w, b));
	assert_memory_equal(a, b, sizeof(a));
	fini(&f);
}

/* ---- live, rings, losses, damage ---- */

static void
a_growing_recording_ends_up_as_the_finished_one(void **state)
{
	struct finished f;
	struct pt_rec_reader live;
	struct pt_time *t;

	(void)state;
	time_begin(&f.f, 0, 0);
	assert_int_equal(pt_rec_open_fd(&live, f.f.fd, true), 0);
	t = pt_time_open(&live);
	assert_non_null(t);
	for (int i = 0; i < 40; i++) {
		uint64_t spent[PT_REC_STATES];

		time_write(&f.f, EVENTS / 40);
		assert_true(pt_time_look(t, pt_rec_ticks()));
		pt_time_work(t, (unsigned)i % 5);
		assert_int_equal(pt_time_states(t, 0, pt_rec_ticks(), 0, spent) & PT_TIME_LOST, 0);
	}
	finish(&f);
	for (int i = 0; i < 200; i++) {
		uint64_t got[PT_REC_STATES], want[PT_REC_STATES], at = time_some(&f.f, &f.truth);
		uint32_t lane = (uint32_t)i % TIME_LANES;
		unsigned flags = pt_time_states(t, lane, at, 0, got);

		time_true_states(&f.truth, lane, at, want);
		if (flags & PT_TIME_AFTER) /* after the last look */
			continue;
		assert_int_equal(flags, 0);
		assert_memory_equal(got, want, sizeof(got));
	}
	pt_time_close(t);
	pt_rec_shut(&live);
	fini(&f);
}

/* Over what a ring has written over, the sum stays: it is that of the first head that is left. */
static void
what_a_ring_has_overwritten_is_said(void **state)
{
	struct finished f;
	uint64_t spent[PT_REC_STATES], got[PT_REC_STATES], at;
	struct pt_rec_snapshot p;

	(void)state;
	time_begin(&f.f, 4, 0);
	time_write(&f.f, EVENTS);
	finish(&f);
	assert_true(pt_time_states(f.t, 0, f.truth.begun[0] + 1, 0, spent) & PT_TIME_OVERWRITTEN);
	at = f.truth.event[0][f.truth.len[0] - 1].at;
	assert_int_equal(pt_time_states(f.t, 0, at, 0, got), 0);
	assert_int_equal(pt_rec_snapshot(&f.r, 0, &p), 0);
	for (unsigned s = 0; s < PT_REC_STATES; s++)
		assert_in_range(got[s], 0, p.spent[s]);
	fini(&f);
}

static void
a_ring_that_goes_on_is_followed(void **state)
{
	struct time_file f;
	struct pt_rec_reader live;
	struct pt_time *t;
	uint64_t before[PT_REC_STATES] = { 0 };

	(void)state;
	time_begin(&f, 3, 0);
	assert_int_equal(pt_rec_open_fd(&live, f.fd, true), 0);
	t = pt_time_open(&live);
	for (int i = 0; i < 100; i++) {
		uint64_t spent[PT_REC_STATES], sum = 0, begun;
		struct pt_rec_snapshot p;

		time_write(&f, 37 * (1 + (unsigned)i % 40));
		assert_true(pt_time_look(t, pt_rec_ticks()));
		pt_time_work(t, 3);
		pt_time_states(t, 1, UINT64_MAX >> 1, 0, spent);
		assert_int_equal(pt_rec_snapshot(&live, 1, &p), 0);
		begun = p.begun;
		for (unsigned s = 0; s < PT_REC_STATES; s++) {
			assert_true(spent[s] >= before[s]);
			before[s] = spent[s];
			sum += spent[s];
		}
		assert_true(begun + sum <= pt_rec_ticks());
	}
	pt_time_close(t);
	pt_rec_shut(&live);
	time_fini(&f);
}

/* Events stop at the cap; the pages go on. */
static void
a_lost_tail_is_said_and_its_sum_is_right(void **state)
{
	struct finished f;
	uint64_t got[PT_REC_STATES], begin, end;
	struct pt_rec_snapshot p;

	(void)state;
	time_begin(&f.f, 0, 16 * PT_REC_CHUNK_MIN);
	time_write(&f.f, EVENTS);
	finish(&f);
	pt_time_span(f.t, &begin, &end);
	assert_int_equal(pt_rec_snapshot(&f.r, 0, &p), 0);
	assert_true(p.dropped > 0);
	assert_true(pt_time_states(f.t, 0, p.since - (p.since - begin) / 8, 0, got) & PT_TIME_LOST);
	pt_time_states(f.t, 0, p.since, 0, got);
	assert_memory_equal(got, p.spent, sizeof(got));
	fini(&f);
}

/* Heads with bits turned: no crash, and never more time than has passed. */
static void
damaged_heads_are_holes(void **state)
{
	struct time_file f;
	size_t len;
	uint8_t *bytes;

	(void)state;
	time_begin(&f, 0, 0);
	time_write(&f, EVENTS / 4);
	time_close(&f);
	bytes = payload_slurp(f.fd, &len);
	for (int i = 0; i < 200; i++) {
		size_t chunk = len - (1 + payload_random(&f.random) % 30) * PT_REC_CHUNK_MIN;
		size_t at = chunk + payload_random(&f.random) % sizeof(struct pt_rec_chunk);
		struct pt_time_cell cell[COLUMNS];
		struct pt_rec_reader r;
		struct pt_time *t;
		int fd;

		bytes[at] ^= (uint8_t)(1 << i % 8);
		fd = payload_copy(bytes, len);
		bytes[at] ^= (uint8_t)(1 << i % 8);
		if (pt_rec_open_fd(&r, fd, false) == 0) {
			t = pt_time_open(&r);
			while (t && pt_time_work(t, 100))
				;
			for (uint32_t lane = 0; t && lane < TIME_LANES; lane++) {
				struct pt_time_view v = whole(t);
				uint64_t spent[PT_REC_STATES], begin, end, sum = 0;

				pt_time_draw(t, lane, &v, cell);
				pt_time_span(t, &begin, &end);
				pt_time_states(t, lane, end, 0, spent);
				for (unsigned s = 0; s < PT_REC_STATES; s++)
					sum += spent[s];
				assert_true(sum <= end - begin);
			}
			pt_time_close(t);
			pt_rec_shut(&r);
		}
		close(fd);
	}
	free(bytes);
	time_fini(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_are_exact_at_any_instant),
		cmocka_unit_test(slack_is_never_exceeded),
		cmocka_unit_test(now_is_what_the_last_edge_said),
		cmocka_unit_test(nothing_is_known_before_the_lane_and_behind_the_end),
		cmocka_unit_test(shares_of_a_column_add_up_to_it),
		cmocka_unit_test(a_moved_picture_is_that_of_a_fresh_look),
		cmocka_unit_test(a_column_is_the_sum_of_the_two_below),
		cmocka_unit_test(columns_have_all_steals),
		cmocka_unit_test(a_picture_over_its_budget_is_rough_and_gets_better),
		cmocka_unit_test(a_growing_recording_ends_up_as_the_finished_one),
		cmocka_unit_test(what_a_ring_has_overwritten_is_said),
		cmocka_unit_test(a_ring_that_goes_on_is_followed),
		cmocka_unit_test(a_lost_tail_is_said_and_its_sum_is_right),
		cmocka_unit_test(damaged_heads_are_holes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
