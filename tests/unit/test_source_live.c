/* SPDX-License-Identifier: MIT */
/* Sources of recordings that are still written: followed to their end, whatever that is. */
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "os/clock.h"
#include "recording/keys.h"
#include "tests/unit/cm.h"
#include "tests/unit/made_source.h"

static void
an_empty_file_is_starting(void **state)
{
	int fd = memfd_create("empty", MFD_CLOEXEC);
	struct pt_source *s = made_watch(fd);

	assert_false(pt_source_poll(s, pt_now_ns()));
	assert_int_equal(pt_source_model(s)->state, PT_MODEL_STARTING);
	assert_true(isnan(pt_source_model(s)->speedup));
	pt_source_ended(s, 0, 1, false, pt_now_ns());
	assert_int_equal(pt_source_model(s)->state, PT_MODEL_ERROR);
	assert_int_equal(pt_source_summary(s)->workers_len, 0);
	assert_string_equal(pt_source_summary(s)->workload, "");
	pt_source_close(s);
	close(fd);
}

static void
a_live_run_is_followed_to_its_end(void **state)
{
	struct made m;
	uint64_t now = pt_now_ns();

	made_begin(&m, 2, 0);
	struct pt_source *s = made_watch(m.fd);

	uint16_t label = (uint16_t)pt_rec_label(m.w, "sort");
	made_phase(&m, PT_REC_PHASE_SEQUENTIAL, 1, NULL);
	assert_true(pt_source_poll(s, now));
	assert_int_equal(pt_source_model(s)->workers_len, 0);
	made_phase_begin(&m, PT_REC_PHASE_RUN);
	for (uint32_t i = 0; i < 2; i++)
		pt_rec_enter(m.pen[i], PT_REC_WORK, 0, 0);
	made_steal(&m, 1, 0, label);
	assert_true(pt_source_poll(s, pt_now_ns()));
	/* half a second later, by the clock that is passed in */
	assert_true(pt_source_poll(s, pt_now_ns() + 500000000));
	const struct pt_model *v = pt_source_model(s);

	assert_int_equal(v->state, PT_MODEL_RUNNING);
	assert_string_equal(v->phase, "run 1");
	assert_int_equal(v->workers_len, 2);
	assert_true(made_in_tasks(v, 0) > 0.99);
	assert_string_equal(pt_model_state_name(v->workers[0].state), "work");
	assert_int_equal(v->steals, 1);
	assert_int_equal(v->matrix[1 * 2 + 0], 1);
	assert_int_equal(v->last_steals_len, 1);
	assert_int_equal(v->last_steals[0].thief, 1);
	assert_int_equal(v->last_steals[0].victim, 0);
	assert_string_equal(v->last_steals[0].label, "sort");
	assert_int_equal(v->last_steals[0].tries, 2);
	assert_null(v->summary);
	assert_int_equal(v->events_lost, 0);
	for (uint32_t i = 0; i < 2; i++)
		pt_rec_enter(m.pen[i], PT_REC_OUT, 0, 0);
	pt_rec_meta(m.w, PT_KEY_STATUS, "done");
	made_close(&m);
	pt_source_ended(s, 0, 0, false, pt_now_ns());
	v = pt_source_model(s);
	assert_int_equal(v->state, PT_MODEL_DONE);
	assert_ptr_equal(v->summary, pt_source_summary(s));
	assert_int_equal(v->last_steals_len, 1);
	pt_source_close(s);
	made_fini(&m);
}

static void
the_one_worker_baseline_is_no_history_and_no_cores(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	pt_rec_meta(m.w, PT_KEY_THREADS, "8");
	struct pt_source *s = made_watch(m.fd);

	made_phase_begin(&m, PT_REC_PHASE_ONE_WORKER);
	pt_rec_enter(m.pen[0], PT_REC_WORK, 0, 0);
	for (uint64_t i = 0; i < 10; i++)
		assert_true(pt_source_poll(s, pt_now_ns() + i * 200000000));
	const struct pt_model *v = pt_source_model(s);

	assert_int_equal(v->workers_len, 1);
	assert_int_equal(v->threads, 8);
	assert_true(made_in_tasks(v, 0) > 0.99);
	assert_int_equal(v->history.len, 0);
	assert_true(isnan(v->cores.busy));
	pt_source_close(s);
	made_fini(&m);
}

static void
calibrating_is_a_step_of_the_plan(void **state)
{
	struct made m;
	uint64_t now = pt_now_ns();

	made_begin(&m, 2, 0);
	pt_rec_meta(m.w, PT_KEY_PLAN_SEQUENTIAL, "5");
	pt_rec_meta(m.w, PT_KEY_PLAN_RUNS, "5");
	pt_rec_meta(m.w, PT_KEY_PLAN_CALIBRATE_NS, "1000000000");
	struct pt_source *s = made_watch(m.fd);
	uint32_t id = pt_rec_phase_begin(m.w, PT_REC_PHASE_CALIBRATE, 0, 0, 0);

	assert_true(pt_source_poll(s, now));
	assert_true(pt_source_poll(s, now + 1000000000));
	assert_int_equal(pt_source_model(s)->plan.stage, PT_PLAN_CALIBRATE);
	assert_true(pt_source_model(s)->plan.calibrate_s == 1);
	assert_true(pt_source_model(s)->plan.calibrating_s > 0);
	pt_rec_phase_end(m.w, id, 700000000, 0);
	pt_rec_phase_begin(m.w, PT_REC_PHASE_SEQUENTIAL, 0, 0, 0);
	assert_true(pt_source_poll(s, now + 2000000000));
	assert_int_equal(pt_source_model(s)->plan.stage, PT_PLAN_RUNS);
	assert_true(isnan(pt_source_model(s)->plan.calibrating_s));
	pt_source_close(s);
	made_fini(&m);
}

/* Lanes, steals and matrix keep what the preview had; with the first run they begin anew. */
static void
the_preview_is_shown_until_there_is_a_run(void **state)
{
	struct made m;
	uint64_t now = pt_now_ns();

	made_begin(&m, 2, 0);
	pt_rec_meta(m.w, PT_KEY_PLAN_SEQUENTIAL, "5");
	pt_rec_meta(m.w, PT_KEY_PLAN_RUNS, "5");
	struct pt_source *s = made_watch(m.fd);
	uint32_t id = pt_rec_phase_begin(m.w, PT_REC_PHASE_PREVIEW, 0, 0, 2);

	for (uint32_t i = 0; i < 2; i++)
		pt_rec_enter(m.pen[i], PT_REC_WORK, 0, 0);
	made_steal(&m, 1, 0, 0);
	assert_true(pt_source_poll(s, now));
	assert_true(pt_source_poll(s, now + 500000000));
	assert_int_equal(pt_source_model(s)->plan.stage, PT_PLAN_PREVIEW);
	assert_int_equal(pt_source_model(s)->steals, 1);
	for (uint32_t i = 0; i < 2; i++)
		pt_rec_enter(m.pen[i], PT_REC_OUT, 0, 0);
	pt_rec_phase_end(m.w, id, 100000000, 0);
	id = pt_rec_phase_begin(m.w, PT_REC_PHASE_SEQUENTIAL, 0, 0, 0);
	for (uint64_t later = 1; later < 5; later++) {
		assert_true(pt_source_poll(s, now + later * 1000000000));
		const struct pt_model *v = pt_source_model(s);

		assert_int_equal(v->plan.stage, PT_PLAN_RUNS);
		assert_int_equal(v->plan.preview_steals, 1);
		assert_true(made_in_tasks(v, 0) > 0.9 && made_in_tasks(v, 1) > 0.9);
		assert_int_equal(v->steals, 1);
		assert_int_equal(v->matrix[1 * 2 + 0], 1);
	}
	pt_rec_phase_end(m.w, id, 4000000000, 0);
	pt_rec_phase_begin(m.w, PT_REC_PHASE_RUN, 0, 0, 2);
	assert_true(pt_source_poll(s, now + 5000000000));
	assert_int_equal(pt_source_model(s)->steals, 0);
	assert_int_equal(pt_source_model(s)->matrix[1 * 2 + 0], 0);
	pt_source_close(s);
	made_fini(&m);
}

static void
a_model_that_is_held_stays_as_it_was(void **state)
{
	struct made m;
	uint64_t now = pt_now_ns();

	made_begin(&m, 2, 0);
	uint16_t label = (uint16_t)pt_rec_label(m.w, "rows");
	struct pt_source *s = made_watch(m.fd);

	made_phase_begin(&m, PT_REC_PHASE_RUN);
	pt_rec_enter(m.pen[0], PT_REC_WORK, 0, 0);
	made_steal(&m, 1, 0, label);
	assert_true(pt_source_poll(s, now));
	const struct pt_model *held = pt_model_hold(pt_source_model(s));
	double elapsed_s = held->elapsed_s;

	assert_ptr_equal(pt_source_model(s), held); /* nothing was looked at in between */
	for (int i = 0; i < 3; i++)
		made_steal(&m, 1, 0, 0);
	assert_true(pt_source_poll(s, now + 1000000000));
	assert_ptr_not_equal(pt_source_model(s), held);
	assert_int_equal(pt_source_model(s)->steals, 4);
	pt_source_close(s);
	made_fini(&m);
	assert_int_equal(held->steals, 1);
	assert_int_equal(held->matrix[1 * 2 + 0], 1);
	assert_int_equal(held->workers[1].steals, 1);
	assert_string_equal(held->last_steals[0].label, "rows");
	assert_true(held->elapsed_s == elapsed_s);
	pt_model_release(held);
}

static void
a_crash_names_its_signal(void **state)
{
	struct made m;

	made_quicksort(&m);
	struct pt_source *s = made_watch(m.fd);

	assert_true(pt_source_poll(s, pt_now_ns()));
	pt_source_ended(s, SIGSEGV, 0, false, pt_now_ns());
	assert_int_equal(pt_source_model(s)->state, PT_MODEL_ERROR);
	assert_non_null(strstr(pt_source_model(s)->error, "SIGSEGV"));
	assert_near(pt_source_summary(s)->parallel.median, 1.25);
	pt_source_close(s);
	made_fini(&m);
}

static void
a_recording_that_vanishes_is_survived(void **state)
{
	struct made m;

	made_quicksort(&m);
	struct pt_source *s = made_watch(m.fd);

	assert_true(pt_source_poll(s, pt_now_ns()));
	pt_source_model(s);
	made_close(&m);
	assert_int_equal(ftruncate(m.fd, 0), 0);
	assert_false(pt_source_poll(s, pt_now_ns()));
	pt_source_ended(s, 0, 0, false, pt_now_ns());
	assert_int_equal(pt_source_model(s)->workers_len, 0);
	assert_true(pt_source_warning(s)[0] != '\0');
	assert_null(pt_source_reader(s));
	pt_source_close(s);
	made_fini(&m);
}

static void
a_cancelled_run_keeps_its_runs(void **state)
{
	struct made m;

	made_quicksort(&m);
	struct pt_source *s = made_watch(m.fd);

	made_close(&m);
	pt_source_ended(s, SIGKILL, 0, true, pt_now_ns());
	assert_int_equal(pt_source_model(s)->state, PT_MODEL_CANCELLED);
	assert_int_equal(pt_source_summary(s)->parallel.len, 3);
	pt_source_close(s);
	made_fini(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_is_starting),
		cmocka_unit_test(a_live_run_is_followed_to_its_end),
		cmocka_unit_test(the_one_worker_baseline_is_no_history_and_no_cores),
		cmocka_unit_test(calibrating_is_a_step_of_the_plan),
		cmocka_unit_test(the_preview_is_shown_until_there_is_a_run),
		cmocka_unit_test(a_model_that_is_held_stays_as_it_was),
		cmocka_unit_test(a_crash_names_its_signal),
		cmocka_unit_test(a_recording_that_vanishes_is_survived),
		cmocka_unit_test(a_cancelled_run_keeps_its_runs),
	};

	return cmocka_run_group_tests_name("source_live", tests, NULL, NULL);
}
