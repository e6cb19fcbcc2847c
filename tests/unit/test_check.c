/* SPDX-License-Identifier: MIT */
/* The checker: good recordings pass, whatever their end.  See test_check_breaks.c, too. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "export/check.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/made_recording.h"

struct verdict {
	int violations;
	char *text;
};

static struct verdict
check(const struct made *m)
{
	struct verdict v;
	struct pt_error e;
	size_t len;
	FILE *out = open_memstream(&v.text, &len);

	v.violations = pt_check_recording(m->path, out, &e);
	fclose(out);
	if (v.violations < 0)
		fail_msg("%s", e.text);
	return v;
}

static void
a_whole_recording_passes(void **state)
{
	struct made m;

	made_busy(&m, 0);
	made_close(&m);
	struct verdict v = check(&m);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	assert_null(strstr(v.text, "nothing to check"));
	assert_non_null(strstr(v.text, "all invariants hold"));
	free(v.text);
	made_fini(&m);
}

static void
a_ring_passes(void **state)
{
	struct made m;

	made_busy(&m, 2);
	made_close(&m);
	struct verdict v = check(&m);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	free(v.text);
	made_fini(&m);
}

static void
a_recording_that_was_left_passes(void **state)
{
	struct made m;

	made_busy(&m, 0);
	struct verdict v = check(&m);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	assert_non_null(strstr(v.text, "was not closed"));
	free(v.text);
	made_fini(&m);
}

/* As when a program exits with a pool of its own still open. */
static void
an_end_with_open_pens_passes(uint32_t ring)
{
	struct made m;

	made_busy(&m, ring);
	pt_rec_close(m.w);
	m.w = NULL;
	struct verdict v = check(&m);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	free(v.text);
	made_fini(&m);
}

/* A task is stolen, and its owner is still to come to its sync. */
static void
a_pool_at_work_at_the_end_passes(void **state)
{
	struct made m;

	made_busy(&m, 0);
	pt_rec_enter(m.pen[1], PT_REC_WORK, 0, 0);
	made_steal(&m, 0, 1, 0);
	atomic_fetch_sub(&m.pen[1]->page->counter[PT_COUNTER_JOINED], 1);
	pt_rec_close(m.w);
	m.w = NULL;
	struct verdict v = check(&m);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	assert_non_null(strstr(v.text, "--    columns of the steal matrix"));
	free(v.text);
	made_fini(&m);
}

static void
pens_left_open_pass(void **state)
{
	an_end_with_open_pens_passes(0);
	an_end_with_open_pens_passes(64);
}

/* A run that spawns one task, which it runs at its sync. */
static void
a_graph_that_is_whole_passes(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	atomic_store(&m.w->head->level, PT_REC_LEVEL_FULL);
	pt_rec_enter(m.pen[0], PT_REC_WORK, 0, 0);
	pt_rec_count(m.pen[0], PT_COUNTER_SPAWNED, 1);
	pt_rec_emit(m.pen[0], PT_REC_EV_SPAWN, 0, 0, 5);
	pt_rec_emit(m.pen[0], PT_REC_EV_SYNC_RUN, 0, 0, 5);
	pt_rec_emit(m.pen[0], PT_REC_EV_SYNC_DONE, 0, 0, 5);
	pt_rec_enter(m.pen[0], PT_REC_OUT, 0, 0);
	made_close(&m);
	struct verdict v = check(&m);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	assert_non_null(strstr(v.text, "ok    the fork-join graph has no contradiction"));
	free(v.text);
	made_fini(&m);
}

static uint64_t
dropped_by(const struct made *m, uint32_t worker)
{
	uint64_t n;

	assert_int_equal(pread(m->fd, &n, sizeof(n),
				 (off_t)PT_REC_PAGE * (1 + worker) +
					 (off_t)offsetof(struct pt_rec_worker, dropped)),
		sizeof(n));
	return n;
}

/* There was no room for a while, or none any more: what is lost is counted, and said. */
static void
lost_events_pass(bool forever)
{
	struct made m;

	made_begin(&m, 2, 0);
	uint64_t cap = m.w->cap_chunks;

	made_steals(&m, 400);
	m.w->cap_chunks = atomic_load(&m.w->next);
	made_steals(&m, 2000);
	if (!forever)
		m.w->cap_chunks = cap;
	else
		atomic_store(&m.w->head->chunk_cap, m.w->cap_chunks);
	made_steals(&m, 4000);
	made_close(&m);
	uint64_t lost = dropped_by(&m, 0) + dropped_by(&m, 1);
	char note[64];

	snprintf(note, sizeof(note), "note  events lost, and counted: %" PRIu64 "\n", lost);
	struct verdict v = check(&m);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	assert_true(lost > 0);
	assert_non_null(strstr(v.text, note));
	free(v.text);
	made_fini(&m);
}

static void
lost_events_that_are_counted_pass(void **state)
{
	lost_events_pass(false);
	lost_events_pass(true);
}

/* Nothing of this is a contradiction, but all of it must be said. */
static void
what_is_missing_is_mentioned(void **state)
{
	struct made m;

	made_busy(&m, 0);
	pt_rec_entry(m.w, PT_REC_ENTRY_TYPE, 300, "", 0);
	atomic_store(&m.w->head->refused, 3);
	atomic_store(&m.w->head->journal_lost, 4);
	atomic_store(&m.w->head->faults, PT_REC_FAULT_SPACE | PT_REC_FAULT_CUT);
	made_close(&m);
	struct verdict v = check(&m);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	assert_non_null(strstr(v.text, "note  threads without a place in it: 3\n"));
	assert_non_null(strstr(v.text, "note  entries of the journal lost: 4\n"));
	assert_non_null(strstr(v.text, "note  entries of the journal that make no sense: 1\n"));
	assert_non_null(strstr(v.text, "note  there was no space for more"));
	assert_non_null(strstr(v.text, "note  the file was cut short while"));
	free(v.text);
	made_fini(&m);
}

static void
no_recording_is_an_error(void **state)
{
	struct pt_error e;

	assert_int_equal(pt_check_recording("/dev/null", stdout, &e), -1);
	assert_int_equal(e.exit, PT_EXIT_ENVIRONMENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_recording_passes),
		cmocka_unit_test(a_graph_that_is_whole_passes),
		cmocka_unit_test(a_ring_passes),
		cmocka_unit_test(a_recording_that_was_left_passes),
		cmocka_unit_test(pens_left_open_pass),
		cmocka_unit_test(a_pool_at_work_at_the_end_passes),
		cmocka_unit_test(lost_events_that_are_counted_pass),
		cmocka_unit_test(what_is_missing_is_mentioned),
		cmocka_unit_test(no_recording_is_an_error),
	};

	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
