/* SPDX-License-Identifier: MIT */
/* The checker: whole recordings pass, and every kind of damage is seen. */
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

/* Two workers that work and steal for a while, by real pens; several chunks each. */
static void
made_busy(struct made *m, uint32_t ring)
{
	made_begin(m, 2, ring);
	uint32_t id = pt_rec_phase_begin(m->w, PT_REC_PHASE_RUN, 0, 0, 2);

	for (int i = 0; i < 400; i++)
		for (uint32_t k = 0; k < 2; k++) {
			pt_rec_enter(m->pen[k], PT_REC_SEARCH, 0, 0);
			made_steal(m, k, 1 - k, 0);
			pt_rec_enter(m->pen[k], PT_REC_WORK, 0, 1);
		}
	for (uint32_t k = 0; k < 2; k++)
		pt_rec_enter(m->pen[k], PT_REC_OUT, 0, 0);
	pt_rec_phase_end(m->w, id, 1000000, 0);
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

static void
pens_left_open_pass(void **state)
{
	an_end_with_open_pens_passes(0);
	an_end_with_open_pens_passes(64);
}

/* A run that spawns one task, with its sync or without. */
static struct verdict
check_graph(bool synced)
{
	struct made m;

	made_begin(&m, 1, 0);
	atomic_store(&m.w->head->level, PT_REC_LEVEL_FULL);
	pt_rec_enter(m.pen[0], PT_REC_WORK, 0, 0);
	pt_rec_count(m.pen[0], PT_COUNTER_SPAWNED, 1);
	pt_rec_emit(m.pen[0], PT_REC_EV_SPAWN, 0, 0, 5);
	if (synced) {
		pt_rec_emit(m.pen[0], PT_REC_EV_SYNC_RUN, 0, 0, 5);
		pt_rec_emit(m.pen[0], PT_REC_EV_SYNC_DONE, 0, 0, 5);
	}
	pt_rec_enter(m.pen[0], PT_REC_OUT, 0, 0);
	made_close(&m);
	struct verdict v = check(&m);

	made_fini(&m);
	return v;
}

static void
a_graph_that_is_whole_passes(void **state)
{
	struct verdict v = check_graph(true);

	if (v.violations != 0)
		fail_msg("%s", v.text);
	assert_non_null(strstr(v.text, "ok    the fork-join graph has no contradiction"));
	free(v.text);
}

static void
a_spawn_without_a_sync_is_found(void **state)
{
	struct verdict v = check_graph(false);

	assert_int_equal(v.violations, 2);
	assert_non_null(strstr(v.text, "FAIL  the fork-join graph has no contradiction"));
	assert_non_null(strstr(v.text, "slot 5 of worker 0 has no sync"));
	assert_non_null(strstr(v.text, "FAIL  every spawned task"));
	free(v.text);
}

/* Overwrites `len` bytes of the closed file, and expects a violation of the invariant. */
static void
expect(const char *invariant, uint64_t off, const void *bytes, size_t len)
{
	struct made m;

	made_busy(&m, 0);
	made_close(&m);
	assert_int_equal(pwrite(m.fd, bytes, len, (off_t)off), len);
	struct verdict v = check(&m);
	char *line = strstr(v.text, invariant);

	if (v.violations == 0 || !line || strncmp(line - 6, "FAIL", 4) != 0)
		fail_msg("%s not seen in:\n%s", invariant, v.text);
	free(v.text);
	made_fini(&m);
}

static uint64_t
page(size_t field)
{
	return PT_REC_PAGE + field;
}

#define WORD(i) ((i) * sizeof(uint64_t))

static void
damage_is_seen(void **state)
{
	const uint64_t wrong = 12345678;
	const uint32_t bad_magic = 7;
	const uint64_t chunks = PT_REC_HEAD_ALIGN, events = chunks + PT_REC_CHUNK_MIN;
	const uint64_t first = events + sizeof(struct pt_rec_chunk);
	const struct pt_rec_event odd_state = { .ts = 0, .type = PT_REC_EV_STATE, .c = 77 };

	expect("time in states", page(offsetof(struct pt_rec_worker, spent)), &wrong, 8);
	expect("state events agree", page(offsetof(struct pt_rec_worker, spent)), &wrong, 8);
	expect("nobody steals from himself", page(offsetof(struct pt_rec_worker, stolen_from)),
		&wrong, 8);
	expect("rows of the steal matrix", page(offsetof(struct pt_rec_worker, counter) +
		WORD(PT_COUNTER_STOLEN)), &wrong, 8);
	expect("columns of the steal matrix", page(offsetof(struct pt_rec_worker, counter) +
		WORD(PT_COUNTER_JOINED)), &wrong, 8);
	expect("counters are possible", page(offsetof(struct pt_rec_worker, counter) +
		WORD(PT_COUNTER_TRIES)), (const uint64_t[]){ 0 }, 8);
	expect("steal events agree", page(offsetof(struct pt_rec_worker, stolen_from) + WORD(1)),
		&wrong, 8);
	expect("no chunk of a worker is missing", page(offsetof(struct pt_rec_worker, chunk_seq)),
		&wrong, 8);
	expect("events make sense", first + 16 * 98, &odd_state, sizeof(odd_state));
	expect("time never goes backwards", first + 16 * 98, &odd_state, sizeof(odd_state));
	expect("chunks are whole", events, &bad_magic, sizeof(bad_magic));
}

static void
phases_that_overlap_are_seen(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	made_phase(&m, PT_REC_PHASE_RUN, 2, NULL);
	m.now -= made_ticks(&m, 1);
	made_phase(&m, PT_REC_PHASE_RUN, 2, NULL);
	made_close(&m);
	struct verdict v = check(&m);

	assert_int_equal(v.violations, 1);
	assert_non_null(strstr(v.text, "run 2 overlaps"));
	free(v.text);
	made_fini(&m);
}

static void
a_phase_whose_workers_do_not_add_up_is_seen(void **state)
{
	struct made m;
	struct made_worker did = { .state_s[PT_REC_WORK] = 1,
		.counter[PT_COUNTER_STOLEN] = 3, .stolen_from[1] = 2 };

	made_begin(&m, 1, 0);
	made_phase(&m, PT_REC_PHASE_RUN, 2, &did);
	made_close(&m);
	struct verdict v = check(&m);

	assert_int_equal(v.violations, 2);
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
		cmocka_unit_test(a_spawn_without_a_sync_is_found),
		cmocka_unit_test(a_ring_passes),
		cmocka_unit_test(a_recording_that_was_left_passes),
		cmocka_unit_test(pens_left_open_pass),
		cmocka_unit_test(damage_is_seen),
		cmocka_unit_test(phases_that_overlap_are_seen),
		cmocka_unit_test(a_phase_whose_workers_do_not_add_up_is_seen),
		cmocka_unit_test(no_recording_is_an_error),
	};

	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
