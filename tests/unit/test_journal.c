/* SPDX-License-Identifier: MIT */
/* What journals say, honest and hostile; titles and advice that are made of it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "timeline/journal.h"
#include "timeline/pools.h"
#include "timeline/series.h"
#include "timeline/events.h"
#include "metrics/title.h"
#include "recording/keys.h"
#include "tests/unit/cm.h"

static void
meta(struct pt_journal *j, const char *key, const char *value)
{
	char bytes[256];
	int len = snprintf(bytes, sizeof(bytes), "%s%c%s", key, 0, value);

	pt_journal_take(j, PT_REC_ENTRY_META, 0, bytes, (size_t)len);
}

static void
the_last_value_of_a_key_wins_in_its_first_place(void **state)
{
	struct pt_journal j = { 0 };

	meta(&j, "a", "1");
	meta(&j, "b", "2");
	meta(&j, "a", "3");
	assert_int_equal(j.meta_len, 2);
	assert_string_equal(j.meta[0].value, "3");
	assert_string_equal(pt_journal_meta(&j, "b"), "2");
	assert_null(pt_journal_meta(&j, "c"));
	pt_journal_fini(&j);
}

static void
many_keys_are_all_found(void **state)
{
	struct pt_journal j = { 0 };
	char key[32];

	for (int i = 0; i < 100000; i++) {
		snprintf(key, sizeof(key), "result.%d", i);
		meta(&j, key, key);
	}
	assert_int_equal(j.meta_len, 100000);
	assert_string_equal(pt_journal_meta(&j, "result.77777"), "result.77777");
	pt_journal_fini(&j);
}

static void
type(struct pt_journal *j, uint32_t id, const char *text)
{
	pt_journal_take(j, PT_REC_ENTRY_TYPE, id, text, strlen(text));
}

static void
events_of_later_versions_have_names(void **state)
{
	struct pt_journal j = { 0 };

	type(&j, 99, "99 brand_new - label slot -");
	type(&j, PT_REC_EV_STEAL, "129 borrow - - - -");
	assert_string_equal(pt_journal_event(&j, 99), "brand_new");
	assert_string_equal(pt_journal_event(&j, PT_REC_EV_STEAL),
		"steal"); /* an id keeps its meaning */
	assert_string_equal(pt_journal_event(&j, 98), "unknown");
	assert_int_equal(j.ignored, 0);
	type(&j, 98, "98");
	type(&j, 98, "98 ");
	type(&j, 98, "98 \033[2J - - -");
	type(&j, 300, "300 far - - -");
	assert_int_equal(j.ignored, 4);
	assert_string_equal(pt_journal_event(&j, 98), "unknown");
	pt_journal_fini(&j);
}

static void
nonsense_is_ignored_and_counted(void **state)
{
	struct pt_journal j = { 0 };
	struct pt_rec_phase p = { .kind = PT_REC_PHASE_RUN, .begin = 2, .end = 1 };
	struct {
		uint32_t slot, n;
		struct pt_rec_phase_pair pair;
	} row = { .slot = 1, .n = UINT32_MAX }; /* as struct pt_rec_phase_row */
	struct pt_rec_phase_worker w = { .slot = UINT32_MAX };

	pt_journal_take(&j, PT_REC_ENTRY_META, 0, "no end", 6);
	pt_journal_take(&j, PT_REC_ENTRY_META, 0, "\0x", 2);
	pt_journal_take(&j, PT_REC_ENTRY_META, 0, "", 0);
	pt_journal_take(&j, PT_REC_ENTRY_LABEL, 0, "x", 1);
	pt_journal_take(&j, PT_REC_ENTRY_LABEL, UINT32_MAX, "x", 1);
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 1, &p, sizeof(p));
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 1, &p, sizeof(p) - 1);
	p.end = 3;
	p.workers = UINT32_MAX;
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 1, &p, sizeof(p));
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, UINT32_MAX, &p, sizeof(p));
	pt_journal_take(&j, PT_REC_ENTRY_WORKER, 1, &w, sizeof(w));
	pt_journal_take(&j, PT_REC_ENTRY_ROW, 1, &row, sizeof(row));
	assert_int_equal(j.ignored, 11);
	assert_int_equal(j.meta_len, 0);
	pt_journal_take(&j, 99, 1, "of a later version", 18);
	assert_int_equal(j.ignored, 11);
	pt_journal_fini(&j);
}

static void
labels_have_gaps(void **state)
{
	struct pt_journal j = { 0 };

	pt_journal_take(&j, PT_REC_ENTRY_LABEL, 3, "sort", 4);
	assert_string_equal(pt_journal_label(&j, 3), "sort");
	assert_string_equal(pt_journal_label(&j, 1), "");
	assert_string_equal(pt_journal_label(&j, 65535), "");
	pt_journal_fini(&j);
}

static void
phases_are_numbered_by_kind(void **state)
{
	struct pt_journal j = { 0 };
	struct pt_rec_phase p = { .kind = PT_REC_PHASE_SEQUENTIAL, .begin = 1 };
	char text[48];

	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 1, &p, sizeof(p));
	p.end = 5;
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 1, &p, sizeof(p));
	p = (struct pt_rec_phase){ .kind = PT_REC_PHASE_RUN, .begin = 6, .end = 7, .status = 1 };
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 2, &p, sizeof(p));
	p = (struct pt_rec_phase){ .kind = PT_REC_PHASE_RUN, .begin = 8 };
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 3, &p, sizeof(p));
	const struct pt_phase *now = pt_phases_current(&j.phases);

	assert_int_equal(now->ordinal, 2);
	pt_title_of_phase(text, sizeof(text), now, 5);
	assert_string_equal(text, "run 2/5");
	pt_title_of_phase(text, sizeof(text), now, 0);
	assert_string_equal(text, "run 2");
	pt_title_of_phase(text, sizeof(text), NULL, 0);
	assert_string_equal(text, "");
	assert_false(pt_phase_finished(&j.phases.phase[1]));
	pt_journal_fini(&j);
}

/* Format 1.1 had shorter entries of phases, whose last word meant nothing. */
static void
a_short_note_of_a_phase_has_no_usage(void **state)
{
	struct pt_journal j = { 0 };
	struct pt_rec_phase p = { .kind = PT_REC_PHASE_SEQUENTIAL,
		.begin = 1,
		.end = 5,
		.elapsed_ns = 4,
		.flags = PT_REC_PHASE_USAGE,
		.delay_ns = 2 };
	struct pt_series s;

	pt_series_init(&s);
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 1, &p, sizeof(p));
	pt_phases_series(&j.phases, PT_REC_PHASE_SEQUENTIAL, 0, &s);
	assert_true(s.off_cpu == 0.5);
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 1, &p, PT_REC_PHASE_BYTES_MIN);
	pt_phases_series(&j.phases, PT_REC_PHASE_SEQUENTIAL, 0, &s);
	assert_true(s.len == 1 && isnan(s.off_cpu) && isnan(s.cpu_s));
	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 2, &p, PT_REC_PHASE_BYTES_MIN - 1);
	assert_int_equal(j.ignored, 1);
	pt_series_fini(&s);
	pt_journal_fini(&j);
}

/* Of two pools only the runs of the shown one count. */
static void
runs_of_another_pool_are_no_runs(void **state)
{
	struct pt_journal j = { 0 };
	struct pt_series s;

	pt_series_init(&s);
	for (uint32_t i = 0; i < 6; i++) {
		struct pt_rec_phase p = { .kind = PT_REC_PHASE_RUN,
			.begin = i + 1,
			.end = i + 2,
			.elapsed_ns = i,
			.workers = 2,
			.first_slot = i % 3 * 2 };

		pt_journal_take(&j, PT_REC_ENTRY_PHASE, i + 1, &p, sizeof(p));
	}
	pt_phases_series(&j.phases, PT_REC_PHASE_RUN, 2, &s);
	assert_int_equal(s.len, 2);
	assert_true(s.s[0] == 1e-9 && s.s[1] == 4e-9);
	assert_true(pt_phases_runs_at(&j.phases, 4) && !pt_phases_runs_at(&j.phases, 1));
	pt_series_fini(&s);
	pt_journal_fini(&j);
}

/* ---- pools ---- */

static void
the_pool_that_works_most_is_shown_until_another_works_twice_as_much(void **state)
{
	struct pt_pool pool[] = {
		{ .id = 1, .first_slot = 0, .workers = 2, .work_ticks = 90, .measured = true },
		{ .id = 4, .first_slot = 2, .workers = 2, .work_ticks = 100, .measured = true },
		{ .id = 5, .first_slot = 4, .workers = 2, .work_ticks = 900 }
	};
	struct pt_pools p = { .pool = pool, .len = 3 };
	struct pt_phases none = { 0 };

	/* pool 5 has worked, but not in a run */
	assert_int_equal(pt_pools_choose(&p, &none, PT_POOL_NONE, PT_POOL_NONE)->id, 4);
	assert_int_equal(pt_pools_choose(&p, &none, PT_POOL_NONE, 1)->id, 1);
	assert_int_equal(pt_pools_choose(&p, &none, 5, 1)->id, 5);
	assert_int_equal(pt_pools_choose(&p, &none, 77, 1)->id, 1);
	pool[1].work_ticks = 200;
	assert_int_equal(pt_pools_choose(&p, &none, PT_POOL_NONE, 1)->id, 4);
	for (int i = 0; i < 3; i++)
		pool[i].measured = false;
	assert_int_equal(pt_pools_choose(&p, &none, PT_POOL_NONE, PT_POOL_NONE)->id, 5);
	p.len = 0;
	assert_null(pt_pools_choose(&p, &none, PT_POOL_NONE, PT_POOL_NONE));
}

static void
outside_steals_are_merged(void **state)
{
	struct pt_journal j = { 0 };
	struct pt_rec_phase p = { .kind = PT_REC_PHASE_WARMUP, .begin = 1, .end = 2 };
	struct {
		uint32_t slot, n;
		struct pt_rec_phase_pair pair[2];
	} row = { .slot = 1,
		.n = 2,
		.pair = { { .victim = 0, .count = 1 }, { .victim = 2, .count = 2 } } };
	uint64_t sum = 0;

	pt_journal_take(&j, PT_REC_ENTRY_PHASE, 1, &p, sizeof(p));
	for (int i = 0; i < 10000; i++)
		pt_journal_take(&j, PT_REC_ENTRY_ROW, 1, &row, sizeof(row));
	assert_true(j.phases.steals_len < 2048);
	for (size_t i = 0; i < j.phases.steals_len; i++)
		sum += j.phases.steals[i].count;
	assert_int_equal(sum, 30000);
	pt_journal_fini(&j);
}

static void
titles_are_short_and_clean(void **state)
{
	struct pt_journal j = { 0 };
	char text[128];

	meta(&j, PT_KEY_PROGRAM, "/opt/x/prog\033]0;evil\a");
	pt_title_of_run(text, sizeof(text), &j);
	assert_string_equal(text, "prog\\x1b]0;evil\\x07");
	meta(&j, PT_KEY_WORKLOAD, "sum");
	meta(&j, PT_KEY_PARAM "size", "u:100000000");
	pt_title_of_run(text, sizeof(text), &j);
	assert_string_equal(text, "sum n=100M");
	meta(&j, PT_KEY_PARAM "size", "u:65536");
	pt_title_of_run(text, sizeof(text), &j);
	assert_string_equal(text, "sum n=64Ki");
	meta(&j, PT_KEY_PARAM "size", "64Ki");
	pt_title_of_run(text, sizeof(text), &j);
	assert_string_equal(text, "sum n=64Ki");
	meta(&j, PT_KEY_PARAM "size", "u:38");
	pt_title_of_run(text, sizeof(text), &j);
	assert_string_equal(text, "sum n=38");
	pt_title_of_run(text, 6, &j);
	assert_string_equal(text, "sum n");
	pt_journal_fini(&j);
}

/* An entry that ends early, or names a slot beyond all, is not read. */
static void
notes_of_phases_that_make_no_sense_are_refused(void **state)
{
	struct pt_phases ps = { 0 };
	struct pt_rec_phase p = { .kind = PT_REC_PHASE_RUN, .begin = 5, .end = 4 };
	struct pt_rec_phase_worker w = { 0 };
	struct pt_rec_phase_row row = { .n = 1 };

	assert_false(pt_phases_take_phase(&ps, 1, &p, sizeof(p))); /* it ends before */
	p.end = 6;
	assert_false(pt_phases_take_phase(&ps, 1, &p, PT_REC_PHASE_BYTES_MIN - 1));
	assert_false(pt_phases_take_phase(&ps, 0, &p, sizeof(p)));
	assert_true(pt_phases_take_phase(&ps, 1, &p, sizeof(p)));
	assert_false(pt_phases_take_worker(&ps, 1, &w, sizeof(w) - 1));
	assert_true(pt_phases_take_worker(&ps, 1, &w, sizeof(w)));
	w.slot = PT_REC_SLOTS_MAX;
	assert_false(pt_phases_take_worker(&ps, 1, &w, sizeof(w)));
	assert_false(pt_phases_take_row(&ps, 1, &row, sizeof(row))); /* its pair is not there */
	assert_int_equal(ps.phase[0].worker_len, 1);
	pt_phases_fini(&ps);
}

static void
only_the_newest_steals_are_kept(void **state)
{
	struct pt_events f = { 0 };
	const struct pt_steals *s = &f.steals;
	struct pt_rec_event e[2] = { { .type = PT_REC_EV_STEAL } };

	for (uint64_t i = 1; i <= 1000; i++) {
		e[0].ts = i * 7919 % 1009; /* every value once, in no order */
		assert_int_equal(pt_events_take(&f, 1, e, 2), 1);
	}
	assert_int_equal(s->len, PT_LAST_STEALS);
	for (uint32_t i = 1; i < s->len; i++)
		assert_true(s->newest[i - 1].at > s->newest[i].at);
	e[0].type = PT_REC_EV_CLOCK;
	assert_int_equal(pt_events_take(&f, 1, e, 2), 0);
	e[0].type = PT_REC_EV_STEAL;
	assert_int_equal(pt_events_take(&f, 1, e, 1), 0); /* its payload is not there */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_value_of_a_key_wins_in_its_first_place),
		cmocka_unit_test(many_keys_are_all_found),
		cmocka_unit_test(events_of_later_versions_have_names),
		cmocka_unit_test(nonsense_is_ignored_and_counted),
		cmocka_unit_test(labels_have_gaps),
		cmocka_unit_test(phases_are_numbered_by_kind),
		cmocka_unit_test(a_short_note_of_a_phase_has_no_usage),
		cmocka_unit_test(runs_of_another_pool_are_no_runs),
		cmocka_unit_test(
			the_pool_that_works_most_is_shown_until_another_works_twice_as_much),
		cmocka_unit_test(outside_steals_are_merged),
		cmocka_unit_test(titles_are_short_and_clean),
		cmocka_unit_test(notes_of_phases_that_make_no_sense_are_refused),
		cmocka_unit_test(only_the_newest_steals_are_kept),
	};

	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
