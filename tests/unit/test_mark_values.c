/* SPDX-License-Identifier: MIT */
/* What a program marks, by label and by time. */
#include <math.h>

#include "timeline/events.h"
#include "tests/unit/cm.h"

static void
mark(struct pt_events *f, uint64_t ts, uint16_t label, uint32_t value)
{
	struct pt_rec_event e = { .ts = ts, .type = PT_REC_EV_MARK, .a = label, .b = value };

	assert_int_equal(pt_events_take(f, 0, &e, 1), 1);
}

/* One that comes later from another worker may be the older one. */
static void
the_last_is_that_of_the_latest_time(void **state)
{
	struct pt_events f = { 0 };
	const struct pt_mark *k;

	(void)state;
	mark(&f, 100, 3, 7);
	mark(&f, 90, 3, 9);
	mark(&f, 90, 3, 1);
	k = f.marks.mark;
	assert_int_equal(f.marks.len, 1);
	assert_int_equal(k->label, 3);
	assert_int_equal(k->last, 7);
	assert_int_equal(k->most, 9);
	assert_int_equal(k->count, 3);
	pt_events_fini(&f);
}

static void
a_stretch_of_time_has_the_mean_of_its_marks(void **state)
{
	struct pt_events f = { .marks.period = 10 };

	(void)state;
	mark(&f, 1000, 1, 2);
	mark(&f, 1009, 1, 4);
	mark(&f, 1010, 1, 8);
	mark(&f, 1031, 2, 5); /* another label is the newest */
	assert_int_equal(f.marks.len, 2);
	assert_true(pt_marks_mean(&f.marks, &f.marks.mark[0], 3) == 3);
	assert_true(pt_marks_mean(&f.marks, &f.marks.mark[0], 2) == 8);
	assert_true(isnan(pt_marks_mean(&f.marks, &f.marks.mark[0], 1)));
	assert_true(isnan(pt_marks_mean(&f.marks, &f.marks.mark[0], 0)));
	assert_true(pt_marks_mean(&f.marks, &f.marks.mark[1], 0) == 5);
	assert_true(isnan(pt_marks_mean(&f.marks, &f.marks.mark[1], PT_MARK_COLUMNS)));
	pt_events_fini(&f);
}

static void
what_is_older_than_the_stretches_only_counts(void **state)
{
	struct pt_events f = { .marks.period = 1 };

	(void)state;
	mark(&f, 5000, 1, 2);
	mark(&f, 5000 - PT_MARK_COLUMNS, 1, 50);
	assert_true(pt_marks_mean(&f.marks, f.marks.mark, 0) == 2);
	assert_int_equal(f.marks.mark->count, 2);
	assert_int_equal(f.marks.mark->most, 50);
	pt_events_fini(&f);
}

static void
labels_are_in_order_and_as_many_as_there_is_room_for(void **state)
{
	struct pt_events f = { 0 };

	(void)state;
	for (uint16_t label = 100; label > 0; label--)
		mark(&f, label, label, label);
	assert_int_equal(f.marks.len, PT_MARK_LABELS);
	for (size_t i = 1; i < f.marks.len; i++)
		assert_true(f.marks.mark[i - 1].label < f.marks.mark[i].label);
	assert_int_equal(f.marks.unnamed, 100 - PT_MARK_LABELS);
	pt_events_fini(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_is_that_of_the_latest_time),
		cmocka_unit_test(a_stretch_of_time_has_the_mean_of_its_marks),
		cmocka_unit_test(what_is_older_than_the_stretches_only_counts),
		cmocka_unit_test(labels_are_in_order_and_as_many_as_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
