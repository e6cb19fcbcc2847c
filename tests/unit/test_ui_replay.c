/* SPDX-License-Identifier: MIT */
/* How the instant that a replay shows moves. */
#include <string.h>

#include "tests/unit/cm.h"
#include "ui/core/replay.h"
#include "ui_time.h"

static struct ui_time made;

static int
make(void **state)
{
	(void)state;
	ui_time_make(&made, 4, true);
	return 0;
}

static int
fini(void **state)
{
	(void)state;
	ui_time_fini(&made);
	return 0;
}

static struct pt_replay
begun(void)
{
	struct pt_replay r = { .on = true };

	pt_replay_begin(&r, &made.over);
	return r;
}

static void
it_begins_at_the_end_at_a_speed_that_suits(void **state)
{
	struct pt_replay r = begun();
	char text[16];

	(void)state;
	assert_int_equal(r.at, made.over.end);
	assert_false(r.runs);
	assert_string_equal(pt_replay_speed(text, sizeof(text), &r), "x 1/30"); /* 0.9 s of runs */
}

static void
from_the_end_it_plays_the_runs(void **state)
{
	struct pt_replay r = begun();
	uint64_t begin, end;

	(void)state;
	pt_over_time_runs(&made.over, &begin, &end);
	pt_replay_toggle(&r, &made.over);
	assert_true(r.runs);
	assert_int_equal(r.at, begin);
	assert_true(pt_replay_advance(&r, &made.over, 3));
	assert_in_range(r.at, begin + UI_TIME_HZ / 10 - 2, begin + UI_TIME_HZ / 10 + 2);
	pt_replay_toggle(&r, &made.over);
	assert_false(pt_replay_advance(&r, &made.over, 3));
	assert_in_range(r.at, begin + UI_TIME_HZ / 10 - 2, begin + UI_TIME_HZ / 10 + 2);
}

static void
it_stops_at_both_ends(void **state)
{
	struct pt_replay r = begun();

	(void)state;
	pt_replay_toggle(&r, &made.over);
	(void)pt_replay_advance(&r, &made.over, 1e9);
	assert_int_equal(r.at, made.over.end);
	assert_false(r.runs);
	r.backward = true;
	pt_replay_toggle(&r, &made.over);
	(void)pt_replay_advance(&r, &made.over, 1e9);
	assert_int_equal(r.at, made.over.begin);
	assert_false(r.runs);
	pt_replay_toggle(&r, &made.over); /* from the begin backward: from the end again */
	assert_int_equal(r.at, made.over.end);
}

/* All steals one after the other, and back over the same instants. */
static void
steps_go_there_and_back(void **state)
{
	struct pt_replay r = begun();
	uint64_t at[1000];
	int n = 0;

	(void)state;
	pt_replay_seek(&r, &made.over, 0);
	assert_int_equal(r.at, made.over.begin);
	while (pt_replay_step(&r, &made.over, 1, true)) {
		assert_non_null(strstr(r.event, " took "));
		at[n++] = r.at;
	}
	assert_true(n > 10);
	for (int i = n - 1; i-- > 0;) {
		assert_true(pt_replay_step(&r, &made.over, -1, true));
		assert_int_equal(r.at, at[i]);
	}
	assert_false(pt_replay_step(&r, &made.over, -1, true));
	assert_true(pt_replay_step(&r, &made.over, 1, false));
	assert_true(r.event[0] != 0);
	pt_replay_seek(&r, &made.over, at[0]);
	assert_int_equal(r.event[0], 0);
}

static void
speeds_have_ends(void **state)
{
	struct pt_replay r = begun();
	char text[16];

	(void)state;
	for (int i = 0; i < 50; i++)
		pt_replay_faster(&r, 1);
	assert_string_equal(pt_replay_speed(text, sizeof(text), &r), "x 1000");
	for (int i = 0; i < 50; i++)
		pt_replay_faster(&r, -1);
	r.backward = true;
	assert_string_equal(pt_replay_speed(text, sizeof(text), &r), "back x 1/1000");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_begins_at_the_end_at_a_speed_that_suits),
		cmocka_unit_test(from_the_end_it_plays_the_runs),
		cmocka_unit_test(it_stops_at_both_ends),
		cmocka_unit_test(steps_go_there_and_back),
		cmocka_unit_test(speeds_have_ends),
	};

	return cmocka_run_group_tests(tests, make, fini);
}
