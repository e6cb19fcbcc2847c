/* SPDX-License-Identifier: MIT */
/* Counts, arrows, steps and gaps over time, against all events one by one. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/cm.h"
#include "tests/unit/time_file.h"

#define EVENTS 8000

static struct time_file file;
static struct pt_rec_reader reader;
static struct time_truth truth;
static struct pt_time *queries;

static int
make(void **state)
{
	(void)state;
	time_begin(&file, 0, 0);
	time_write(&file, EVENTS);
	time_close(&file);
	rec_open(&reader, file.fd);
	time_read(&truth, &reader);
	queries = pt_time_open(&reader);
	assert_non_null(queries);
	return 0;
}

static int
fini(void **state)
{
	(void)state;
	pt_time_close(queries);
	time_forget(&truth);
	pt_rec_shut(&reader);
	time_fini(&file);
	return 0;
}

/* Of all events, in their order: by time, then by lane. */
static struct time_event *
merged(size_t *len)
{
	size_t at[TIME_LANES] = { 0 }, n = 0;
	struct time_event *all;

	for (uint32_t i = 0; i < TIME_LANES; i++)
		n += truth.len[i];
	all = calloc(n, sizeof(*all));
	assert_non_null(all);
	for (size_t k = 0; k < n; k++) {
		uint32_t best = TIME_LANES;

		for (uint32_t i = 0; i < TIME_LANES; i++)
			if (at[i] < truth.len[i] &&
				(best == TIME_LANES ||
					truth.event[i][at[i]].at < truth.event[best][at[best]].at))
				best = i;
		all[k] = truth.event[best][at[best]++];
	}
	*len = n;
	return all;
}

static void
assert_same(const struct pt_event *e, const struct time_event *want)
{
	assert_int_equal(e->ts, want->at);
	assert_int_equal(e->worker, want->e.worker);
	assert_int_equal(e->type, want->e.type);
	assert_memory_equal(e->raw, want->raw, sizeof(struct pt_rec_event));
}

static void
steps_go_through_all_events_and_back(void **state)
{
	struct pt_time_cursor c = { .at = 0 };
	struct pt_event e;
	size_t n;
	struct time_event *all = merged(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_true(pt_time_step(queries, &c, 1, PT_TIME_ANY_LANE, NULL, &e));
		assert_same(&e, &all[i]);
	}
	assert_false(pt_time_step(queries, &c, 1, PT_TIME_ANY_LANE, NULL, &e));
	for (size_t i = n - 1; i-- > 0;) {
		assert_true(pt_time_step(queries, &c, -1, PT_TIME_ANY_LANE, NULL, &e));
		assert_same(&e, &all[i]);
	}
	assert_false(pt_time_step(queries, &c, -1, PT_TIME_ANY_LANE, NULL, &e));
	free(all);
}

static bool
is_steal(void *arg, const struct pt_event *e)
{
	return e->type == PT_REC_EV_STEAL && (!arg || e->worker == *(uint32_t *)arg);
}

static void
steps_find_the_steals_of_one_lane_or_of_all(void **state)
{
	for (int digested = 0; digested < 2; digested++) {
		for (uint32_t lane = 0; lane <= TIME_LANES; lane++) {
			const struct pt_time_wanted steals = { .takes = is_steal,
				.is_counted = true,
				.counted = PT_TIME_STOLEN };
			struct pt_time_cursor c = { .at = 0 };
			struct pt_event e;
			uint64_t want = 0, got = 0, last = 0;

			for (uint32_t i = 0; i < TIME_LANES; i++)
				if (lane == i || lane == TIME_LANES)
					want += time_true_count(&truth, i, UINT64_MAX,
						PT_REC_EV_STEAL);
			while (pt_time_step(queries, &c, 1,
				lane == TIME_LANES ? PT_TIME_ANY_LANE : lane, &steals, &e)) {
				assert_int_equal(e.type, PT_REC_EV_STEAL);
				assert_true(e.ts >= last);
				last = e.ts;
				got++;
			}
			assert_int_equal(got, want);
		}
		while (pt_time_work(queries, 100))
			;
	}
	(void)state;
}

static void
counts_are_those_of_the_events_so_far(void **state)
{
	(void)state;
	while (pt_time_work(queries, 100))
		;
	for (int i = 0; i < 200; i++) {
		uint64_t n[PT_TIME_COUNTS], at = time_some(&file, &truth);
		uint32_t lane = (uint32_t)i % TIME_LANES;

		assert_true(pt_time_counts(queries, lane, at, n));
		assert_int_equal(n[PT_TIME_STOLEN],
			time_true_count(&truth, lane, at + 1, PT_REC_EV_STEAL));
		assert_int_equal(n[PT_TIME_SPAWNED],
			time_true_count(&truth, lane, at + 1, PT_REC_EV_SPAWN));
	}
}

static void
counts_are_not_known_before_their_digests(void **state)
{
	struct pt_time *t = pt_time_open(&reader);
	uint64_t n[PT_TIME_COUNTS];

	(void)state;
	assert_false(pt_time_counts(t, 0, time_some(&file, &truth), n));
	pt_time_close(t);
}

static void
arrows_are_the_steals_in_between(void **state)
{
	struct pt_time_arrow arrow[500];

	(void)state;
	while (pt_time_work(queries, 100))
		;
	for (int i = 0; i < 100; i++) {
		uint64_t from = time_some(&file, &truth), to = from, all, want = 0;
		size_t n;

		while (want < 300 && to < truth.event[0][truth.len[0] - 1].at) {
			to += 1 + (to - from) / 2;
			want = 0;
			for (uint32_t lane = 0; lane < TIME_LANES; lane++)
				want += time_true_count(&truth, lane, to, PT_REC_EV_STEAL) -
					time_true_count(&truth, lane, from, PT_REC_EV_STEAL);
		}
		n = pt_time_arrows(queries, from, to, arrow, 500, &all);
		if (all > 500) {
			assert_int_equal(n, 0);
			continue;
		}
		assert_int_equal(n, want);
		for (size_t k = 0; k < n; k++)
			assert_in_range(arrow[k].at, from, to - 1);
	}
}

/* ---- gaps ---- */

/* The gaps of a lane by its edges; returns how many. */
static size_t
true_gaps(uint32_t lane, uint64_t (*gap)[2])
{
	uint64_t begin = truth.begun[lane];
	bool out = true;
	size_t n = 0;

	for (size_t i = 0; i < truth.len[lane]; i++) {
		const struct time_event *e = &truth.event[lane][i];

		if (e->e.type != PT_REC_EV_STATE)
			continue;
		if (out && e->e.state.code == PT_REC_WORK) {
			gap[n][0] = begin;
			gap[n++][1] = e->at;
		} else if (!out && e->e.state.code != PT_REC_WORK) {
			begin = e->at;
		}
		out = e->e.state.code != PT_REC_WORK;
	}
	return n;
}

static void
gaps_are_found_one_after_the_other_and_back(void **state)
{
	static uint64_t gap[EVENTS][2];
	size_t n = true_gaps(2, gap), i;
	uint64_t got[2], from = gap[0][0] + 1;

	(void)state;
	for (i = 1; i < n; i++) {
		assert_true(pt_time_gap(queries, 2, from, 1, 0, got));
		assert_int_equal(got[0], gap[i][0]);
		assert_int_equal(got[1], gap[i][1]);
		from = got[0] + 1;
	}
	from = gap[n - 1][0];
	for (i = n - 1; i-- > 1;) {
		assert_true(pt_time_gap(queries, 2, from, -1, 0, got));
		assert_int_equal(got[0], gap[i][0]);
		assert_int_equal(got[1], gap[i][1]);
		from = got[0];
	}
}

static void
short_gaps_are_passed_over(void **state)
{
	static uint64_t gap[EVENTS][2];
	size_t n = true_gaps(1, gap), longer = 0, found = 0;
	uint64_t got[2], least = 3000, from = gap[0][0] + 1;

	(void)state;
	for (size_t i = 1; i < n; i++)
		longer += gap[i][1] - gap[i][0] >= least;
	while (pt_time_gap(queries, 1, from, 1, least, got) && got[0] <= gap[n - 1][0]) {
		assert_true(got[1] - got[0] >= least);
		found++;
		from = got[0] + 1;
	}
	assert_int_equal(found, longer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_go_through_all_events_and_back),
		cmocka_unit_test(steps_find_the_steals_of_one_lane_or_of_all),
		cmocka_unit_test(counts_are_those_of_the_events_so_far),
		cmocka_unit_test(counts_are_not_known_before_their_digests),
		cmocka_unit_test(arrows_are_the_steals_in_between),
		cmocka_unit_test(gaps_are_found_one_after_the_other_and_back),
		cmocka_unit_test(short_gaps_are_passed_over),
	};

	return cmocka_run_group_tests(tests, make, fini);
}
