/* SPDX-License-Identifier: MIT */
/* The past of a recording is what live looks at it saw. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "metrics/over_time.h"
#include "metrics/source.h"
#include "os/clock.h"
#include "recording/keys.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/time_file.h"

#define LOOKS 120

/* The models that a live source had, and when. */
struct looks {
	struct time_file f;
	const struct pt_model *model[LOOKS];
	uint64_t at[LOOKS];
};

static void
step(struct looks *l, int i)
{
	struct time_file *f = &l->f;
	static uint32_t id;

	if (i % 40 == 10)
		id = pt_rec_phase_begin(f->w, PT_REC_PHASE_RUN, (uint32_t)i / 40, 0, TIME_LANES);
	if (i % 40 == 35)
		pt_rec_phase_end(f->w, id, 1000000, 0);
	time_write(f, 50);
	for (uint32_t k = 0; k < TIME_LANES; k++) {
		pt_rec_count(f->pen[k], PT_COUNTER_SPAWNED, payload_random(&f->random) % 1000);
		if (i % 40 == 11)
			pt_rec_emit(f->pen[k], PT_REC_EV_MARK, 0, 1, (uint32_t)(i + (int)k));
	}
	(void)pt_rec_samples_take(f->w, (uint64_t)i * 1000000000);
}

/* Nothing is written between a step and its look; the clock goes on. */
static void
watch(struct looks *l)
{
	struct pt_error e;
	struct pt_source *s;

	time_begin(&l->f, 0, 0);
	pt_rec_meta(l->f.w, PT_KEY_COMMAND, "run");
	pt_rec_meta(l->f.w, PT_KEY_WORKLOAD, "made");
	pt_rec_meta(l->f.w, PT_KEY_THREADS, "4");
	s = pt_source_open_live(l->f.fd, &e);
	assert_non_null(s);
	for (int i = 0; i < LOOKS; i++) {
		step(l, i);
		usleep(1000);
		l->at[i] = pt_rec_ticks();
		(void)pt_source_poll(s, pt_now_ns());
		l->model[i] = pt_model_hold(pt_source_model(s));
		usleep(1000);
	}
	pt_source_close(s);
	pt_rec_samples_end(l->f.w);
	time_close(&l->f);
}

static void
fini(struct looks *l)
{
	for (int i = 0; i < LOOKS; i++)
		pt_model_release(l->model[i]);
	time_fini(&l->f);
}

static struct pt_source *
open_finished(const struct looks *l)
{
	struct pt_error e;
	char path[64];
	struct pt_source *s;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", l->f.fd);
	s = pt_source_open(path, &e);
	assert_non_null(s);
	return s;
}

/* later: what was seen next: a counter without events lies between the two. */
static void
assert_as_seen(const struct pt_model *past, const struct pt_model *seen,
	const struct pt_model *later)
{
	assert_string_equal(past->phase, seen->phase);
	assert_int_equal(past->runs_done, seen->runs_done);
	assert_int_equal(past->workers_len, seen->workers_len);
	for (size_t i = 0; i < past->workers_len; i++) {
		const struct pt_worker_live *a = &past->workers[i], *b = &seen->workers[i];

		assert_int_equal(a->state, b->state);
		assert_int_equal(a->steals, b->steals);
		assert_int_equal(a->stolen_from, b->stolen_from);
		assert_in_range(a->tasks, b->tasks, later->workers[i].tasks);
	}
	for (size_t i = 0; i < past->workers_len * past->workers_len; i++)
		assert_int_equal(past->matrix[i], seen->matrix[i]);
	assert_int_equal(past->steals, seen->steals);
	assert_int_equal(past->last_steals_len, seen->last_steals_len);
	for (uint32_t i = 0; i < past->last_steals_len; i++) {
		assert_int_equal(past->last_steals[i].thief, seen->last_steals[i].thief);
		assert_int_equal(past->last_steals[i].victim, seen->last_steals[i].victim);
	}
	assert_int_equal(past->marks_len, seen->marks_len);
	for (size_t i = 0; i < past->marks_len; i++) {
		assert_string_equal(past->marks[i].label, seen->marks[i].label);
		assert_int_equal(past->marks[i].last, seen->marks[i].last);
		assert_int_equal(past->marks[i].count, seen->marks[i].count);
	}
}

static void
the_past_is_what_was_seen(void **state)
{
	struct looks l;
	struct pt_source *s;

	(void)state;
	watch(&l);
	s = open_finished(&l);
	for (int i = LOOKS - 2; i >= 0; i--) {
		assert_true(pt_source_seek(s, l.at[i]));
		assert_as_seen(pt_source_model(s), l.model[i], l.model[i + 1]);
	}
	for (int i = 0; i + 1 < LOOKS; i += 7) {
		assert_true(pt_source_seek(s, l.at[i]));
		assert_as_seen(pt_source_model(s), l.model[i], l.model[i + 1]);
	}
	pt_source_close(s);
	fini(&l);
}

/* Whichever way the instant was come to. */
static void
forward_and_backward_show_the_same(void **state)
{
	struct looks l;
	struct pt_source *s;
	const struct pt_model *forward[LOOKS];

	(void)state;
	watch(&l);
	s = open_finished(&l);
	for (int i = 0; i < LOOKS; i++) {
		assert_true(pt_source_seek(s, l.at[i]));
		forward[i] = pt_model_hold(pt_source_model(s));
	}
	for (int i = LOOKS - 1; i >= 0; i--) {
		const struct pt_model *m;

		assert_true(pt_source_seek(s, l.at[i]));
		m = pt_source_model(s);
		assert_as_seen(m, forward[i], forward[i]);
		assert_int_equal(m->history.len, forward[i]->history.len);
		assert_memory_equal(m->history.steals_per_s, forward[i]->history.steals_per_s,
			m->history.len * sizeof(float));
		for (size_t k = 0; k < m->workers_len; k++)
			assert_memory_equal(m->workers[k].share, forward[i]->workers[k].share,
				sizeof(m->workers[k].share));
		pt_model_release(forward[i]);
	}
	pt_source_close(s);
	fini(&l);
}

/* The end has its summary; the past has none, and its results are not known yet. */
static void
the_end_is_the_end(void **state)
{
	struct looks l;
	struct pt_source *s;

	(void)state;
	watch(&l);
	s = open_finished(&l);
	assert_non_null(pt_source_model(s)->summary);
	assert_true(pt_source_seek(s, l.at[60]));
	assert_null(pt_source_model(s)->summary);
	assert_int_equal(pt_source_model(s)->state, PT_MODEL_RUNNING);
	assert_true(pt_source_seek(s, UINT64_MAX));
	assert_non_null(pt_source_model(s)->summary);
	assert_true(pt_source_seek(s, 0)); /* before the begin: nothing has happened */
	assert_int_equal(pt_source_model(s)->steals, 0);
	pt_source_close(s);
	fini(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_past_is_what_was_seen),
		cmocka_unit_test(forward_and_backward_show_the_same),
		cmocka_unit_test(the_end_is_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
