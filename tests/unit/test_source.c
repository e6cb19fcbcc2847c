/* SPDX-License-Identifier: MIT */
/* Sources: what finished recordings mean, also abandoned ones, old ones and those without phases. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "recording/crc.h"
#include "recording/keys.h"
#include "tests/unit/cm.h"
#include "tests/unit/made_source.h"

/* Reads at this byte and behind it fail, as on a disk with a fault. */
static off_t unreadable = -1;

ssize_t __real_pread(int fd, void *to, size_t n, off_t at);
ssize_t __wrap_pread(int fd, void *to, size_t n, off_t at);

ssize_t
__wrap_pread(int fd, void *to, size_t n, off_t at)
{
	if (unreadable < 0 || at + (off_t)n <= unreadable)
		return __real_pread(fd, to, n, at);
	if (at < unreadable)
		return __real_pread(fd, to, (size_t)(unreadable - at), at);
	errno = EIO;
	return -1;
}

static void
a_verdict_is_one_of_three(void **state)
{
	static const struct {
		const char *text;
		int verified;
	} said[] = {
		{ "true", 1 },
		{ "false", 0 },
		{ "maybe", -1 },
		{ "", -1 },
	};

	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		struct made m;

		made_begin(&m, 1, 0);
		pt_rec_meta(m.w, PT_KEY_VERIFIED, said[i].text);
		made_close(&m);
		struct pt_source *s = made_open(&m);

		assert_int_equal(pt_source_summary(s)->verified, said[i].verified);
		pt_source_close(s);
		made_fini(&m);
	}
}

static void
the_median_run_gives_the_details(void **state)
{
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	struct pt_source *s = made_open(&m);
	const struct pt_summary *v = pt_source_summary(s);

	assert_int_equal(v->state, PT_MODEL_DONE);
	assert_string_equal(v->workload, "quicksort");
	assert_near(v->sequential.median, 2.1);
	assert_near(v->one_worker.median, 2.3);
	assert_near(v->parallel.median, 1.25);
	assert_int_equal(v->parallel.len, 3);
	assert_near(v->speedup, 2.1 / 1.25);
	assert_near(v->cpus_busy, 2.1 / 1.25);
	assert_near(v->utilization, 2.1 / 2.5);
	assert_near(v->balance, 1.1 / 1.05);
	assert_near(v->cores.off_cpu, 0.1 / 1.25);
	assert_near(v->cores.idle, 0.3 / 1.25);
	assert_near(v->cores.other, 0);
	assert_near(v->speedup, 2 * v->identity_u / (v->identity_a * v->identity_f));
	assert_near(v->cores.useful + v->cores.inflation + v->cores.scheduling + v->cores.idle +
			v->cores.off_cpu + v->cores.other,
		2);
	assert_int_equal(v->counter[PT_COUNTER_STOLEN], 10);
	assert_int_equal(v->counter[PT_COUNTER_TRIES], 40);
	assert_int_equal(v->tasks, 150);
	assert_int_equal(v->matrix[0 * 2 + 1], 3);
	assert_int_equal(v->matrix[1 * 2 + 0], 7);
	assert_int_equal(v->workers[0].stolen_from, 7);
	assert_near(v->workers[1].park_s, 0.2);
	assert_int_equal(v->verified, 1);
	pt_source_close(s);
	made_fini(&m);
}

static void
the_model_of_a_finished_run_shows_it(void **state)
{
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	struct pt_source *s = made_open(&m);
	const struct pt_model *v = pt_source_model(s);

	assert_string_equal(v->title, "quicksort n=1M, parallel-partition");
	assert_int_equal(v->state, PT_MODEL_DONE);
	assert_non_null(v->summary);
	assert_false(v->speedup_estimated);
	assert_int_equal(v->workers_len, 2);
	assert_near(v->workers[0].share[PT_SHARE_BUSY], 1.1 / 1.25);
	assert_near(v->workers[0].share[PT_SHARE_OFF_CPU], 0.1 / 1.25);
	assert_near(v->utilization, 2.1 / 2.5);
	assert_int_equal(v->runs_done, 3);
	assert_near(v->progress, 1);
	pt_source_close(s);
	made_fini(&m);
}

static void
an_even_number_of_runs_keeps_the_identities(void **state)
{
	struct made m;
	struct made_worker did = { .state_s[PT_REC_WORK] = 1.0 };

	made_begin(&m, 1, 0);
	made_phase(&m, PT_REC_PHASE_SEQUENTIAL, 2, NULL);
	made_phase(&m, PT_REC_PHASE_ONE_WORKER, 2, NULL);
	made_phase(&m, PT_REC_PHASE_RUN, 1.0, &did);
	did.state_s[PT_REC_WORK] = 3;
	made_phase(&m, PT_REC_PHASE_RUN, 3.0, &did);
	made_close(&m);
	struct pt_source *s = made_open(&m);
	const struct pt_summary *v = pt_source_summary(s);

	assert_near(v->median_run_s, 2);
	assert_near(v->speedup, 1);
	assert_near(v->utilization, 1);
	assert_near(v->cores.other, 0);
	assert_near(v->cores.useful + v->cores.inflation + v->cores.scheduling, 1);
	assert_near(v->speedup, v->identity_u / (v->identity_a * v->identity_f));
	pt_source_close(s);
	made_fini(&m);
}

static void
failed_runs_do_not_count(void **state)
{
	struct made m;
	struct made_worker did = { .state_s[PT_REC_WORK] = 1.0 };

	made_begin(&m, 1, 0);
	made_phase(&m, PT_REC_PHASE_RUN, 1.0, &did);
	made_phase_begin(&m, PT_REC_PHASE_RUN);
	pt_rec_meta(m.w, PT_KEY_STATUS, "cancelled");
	made_close(&m);
	struct pt_source *s = made_open(&m);
	const struct pt_summary *v = pt_source_summary(s);

	assert_int_equal(v->state, PT_MODEL_CANCELLED);
	assert_int_equal(v->parallel.len, 1);
	assert_true(isnan(v->speedup));
	assert_true(isnan(v->sequential.median));
	assert_near(v->cores.busy, 1);
	pt_source_close(s);
	made_fini(&m);
}

static void
without_phases_the_busiest_pool_is_measured(void **state)
{
	struct made m;
	struct made_worker did[2] = {
		{ .state_s[PT_REC_OUT] = 10,
			.state_s[PT_REC_WORK] = 4,
			.counter = { [PT_COUNTER_SPAWNED] = 9, [PT_COUNTER_JOINED] = 2 } },
		{ .state_s[PT_REC_PARK] = 11,
			.state_s[PT_REC_WORK] = 3,
			.counter = { [PT_COUNTER_STOLEN] = 2, [PT_COUNTER_TRIES] = 4 },
			.stolen_from[0] = 2 },
	};

	made_begin(&m, 2, 0);
	pt_rec_meta(m.w, PT_KEY_COMMAND, "exec");
	pt_rec_meta(m.w, PT_KEY_PROGRAM, "/usr/bin/mine");
	pt_rec_meta(m.w, PT_KEY_BASELINE_NS, "6000000000");
	pt_rec_pen_close(pt_rec_pen_open(m.w, "idle", 2, 0));
	made_page(&m, 0, &did[0]);
	made_page(&m, 1, &did[1]);
	made_close(&m);
	struct pt_source *s = made_open(&m);
	const struct pt_summary *v = pt_source_summary(s);

	assert_false(v->has_phases);
	assert_int_equal(v->workers_len, 2);
	assert_near(v->median_run_s, 4);
	assert_near(v->speedup, 1.5);
	assert_true(isnan(v->self_speedup));
	assert_near(v->cpus_busy, 7.0 / 4);
	assert_near(v->cores.idle, 0.25);
	assert_near(v->workers[1].park_s, 1);
	assert_int_equal(v->counter[PT_COUNTER_STOLEN], 2);
	assert_int_equal(v->tasks, 9);
	assert_string_equal(pt_source_model(s)->title, "mine, pool 1 of 2: partop");
	pt_source_close(s);
	made_fini(&m);
}

static void
other_phases_are_not_counted_with_the_runs(void **state)
{
	struct made m;
	struct made_worker warm[2] = {
		{ .state_s[PT_REC_WORK] = 2, .counter[PT_COUNTER_STOLEN] = 5, .stolen_from[1] = 5 },
		{ .state_s[PT_REC_WORK] = 2 }
	};
	struct made_worker all[2] = {
		{ .state_s[PT_REC_WORK] = 3, .counter[PT_COUNTER_STOLEN] = 8, .stolen_from[1] = 8 },
		{ .state_s[PT_REC_WORK] = 2, .state_s[PT_REC_PARK] = 1 }
	};

	made_begin(&m, 2, 0);
	made_phase(&m, PT_REC_PHASE_WARMUP, 2, warm);
	made_phase_begin(&m, PT_REC_PHASE_RUN);
	made_page(&m, 0, &all[0]);
	made_page(&m, 1, &all[1]);
	made_close(&m);
	struct pt_source *s = made_open(&m);
	const struct pt_summary *v = pt_source_summary(s);

	assert_near(v->detail_run_s, 1);
	assert_near(v->cpus_busy, 1);
	assert_int_equal(v->counter[PT_COUNTER_STOLEN], 3);
	assert_int_equal(v->matrix[0 * 2 + 1], 3);
	pt_source_close(s);
	made_fini(&m);
}

static void
an_abandoned_recording_is_an_error_but_readable(void **state)
{
	struct made m;

	made_quicksort(&m);
	pt_rec_meta(m.w, PT_KEY_STATUS, "");
	struct pt_source *s = made_open(&m);

	assert_int_equal(pt_source_summary(s)->state, PT_MODEL_ERROR);
	assert_near(pt_source_summary(s)->parallel.median, 1.25);
	assert_true(pt_source_model(s)->error[0] != '\0');
	pt_source_close(s);
	made_fini(&m);
}

/* Made into one of format 1.1, which has no counter of blocked time. */
static void
make_old(int fd)
{
	struct pt_rec_header h;

	assert_int_equal(pread(fd, &h, sizeof(h), 0), sizeof(h));
	h.minor = 1;
	h.have = 0;
	h.crc = pt_crc32c(&h, offsetof(struct pt_rec_header, crc));
	assert_int_equal(pwrite(fd, &h, sizeof(h), 0), sizeof(h));
}

static void
an_older_recording_does_not_know_blocked_time(void **state)
{
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	make_old(m.fd);
	struct pt_source *s = made_open(&m);
	const struct pt_model *v = pt_source_model(s);

	assert_true(isnan(v->cores.blocked));
	assert_true(isnan(v->workers[0].share[PT_SHARE_BLOCKED]));
	assert_true(isnan(v->summary->workers[0].blocked_s));
	assert_near(v->cores.busy + v->cores.idle + v->cores.off_cpu + v->cores.other, 2);
	assert_true(isnan(v->summary->sequential.off_cpu));
	pt_source_close(s);
	made_fini(&m);
}

static void
what_is_no_recording_is_refused(void **state)
{
	struct pt_error e;

	assert_null(pt_source_open("/dev/null", &e));
	assert_int_equal(e.exit, PT_EXIT_ENVIRONMENT);
	assert_non_null(strstr(e.text, "/dev/null"));
	assert_null(pt_source_open("/nonexistent/x", NULL));
}

static void
what_cannot_be_read_is_said(void **state)
{
	struct pt_error e;
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	struct pt_source *s = made_open(&m);

	assert_string_equal(pt_source_warning(s), "");
	unreadable = (off_t)pt_source_reader(s)->head.chunk_off;
	pt_source_close(s);
	s = made_open(&m);
	assert_non_null(strstr(pt_source_warning(s), "cannot be read"));
	pt_source_close(s);
	unreadable = 100;
	assert_null(pt_source_open(m.path, &e));
	assert_non_null(strstr(e.text, "cannot be read: Input/output error"));
	unreadable = -1;
	made_fini(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_verdict_is_one_of_three),
		cmocka_unit_test(the_median_run_gives_the_details),
		cmocka_unit_test(the_model_of_a_finished_run_shows_it),
		cmocka_unit_test(an_even_number_of_runs_keeps_the_identities),
		cmocka_unit_test(failed_runs_do_not_count),
		cmocka_unit_test(without_phases_the_busiest_pool_is_measured),
		cmocka_unit_test(other_phases_are_not_counted_with_the_runs),
		cmocka_unit_test(an_abandoned_recording_is_an_error_but_readable),
		cmocka_unit_test(an_older_recording_does_not_know_blocked_time),
		cmocka_unit_test(what_is_no_recording_is_refused),
		cmocka_unit_test(what_cannot_be_read_is_said),
	};

	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
