/* SPDX-License-Identifier: MIT */
/*
 * Rounds of trials.  See trials.h.
 */
#include "session/trials.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "os/clock.h"
#include "session/capacity.h"
#include "session/headless.h"
#include "session/output.h"
#include "session/show.h"
#include "session/trials_folder.h"
#include "session/trials_progress.h"

#define PROCESSES 3

/* clang-format off */
static const struct pt_option rows[] = {
	{ .name = "rounds", .letter = 'r', .type = PT_OPT_U64, .value_name = "N", .min = 1,
		.max = PT_TRIALS_ROUNDS_MAX, .help = "exactly N rounds, a process of each per round" },
	{ .name = "processes", .type = PT_OPT_U64, .value_name = "N", .min = 1,
		.max = PT_TRIALS_ROUNDS_MAX, .fallback = "3",
		.help = "at least N of each; more while the result is unclear" },
	{ .name = "budget", .type = PT_OPT_DURATION, .value_name = "TIME",
		.min = PT_SHOW_TIME_MIN_NS, .max = PT_SHOW_TIME_MAX_NS, .fallback = "30s",
		.help = "how long there are more, while it is unclear" },
	{ .name = "timeout", .type = PT_OPT_DURATION, .value_name = "TIME",
		.min = PT_SHOW_TIME_MIN_NS, .max = PT_SHOW_TIME_MAX_NS,
		.help = "give a process up after so long" },
	{ .name = "save", .type = PT_OPT_TEXT, .value_name = "DIR", .min = 1,
		.help = "keep the recordings in a new folder DIR" },
};
/* clang-format on */
const struct pt_options pt_trials_options = PT_OPTIONS(rows);

void
pt_trials_read(struct pt_trials_plan *p, const struct pt_args *a)
{
	*p = (struct pt_trials_plan){
		.rounds = (uint32_t)pt_args_u64(a, "rounds", 0),
		.processes = (uint32_t)pt_args_get(a, "processes")->u64,
		.budget_ns = pt_args_get(a, "budget")->u64,
		.timeout_ns = pt_args_u64(a, "timeout", 0),
		.save = pt_args_text(a, "save"),
	};
}

/* All that a series of rounds needs. */
struct series {
	struct pt_trials *t;
	const struct pt_trials_plan *plan;
	struct pt_trials_folder folder;
	struct pt_trials_progress progress;
	struct pt_capacity_table capacity;
	bool calibrate; /* the first process has to calibrate */
	struct pt_headless_progress draw;
	struct pt_error error;    /* the first failure */
	struct pt_error *failure; /* of each configuration; exit 0: none */
	bool *told;
	size_t left; /* configurations that have not failed */
	uint64_t begin_ns;
	uint32_t ask; /* the number of rounds after which to ask `enough` next */
};

/* ---- what the machine can give ---- */

static bool
has_parallel_workload(const struct pt_trials *t)
{
	for (size_t i = 0; i < t->len; i++)
		if (t->config[i].kind == PT_TRIAL_WORKLOAD && t->config[i].threads != 1)
			return true;
	return false;
}

/* When the capacity is not known, the first process calibrates. */
static int
find_capacity(struct series *s, struct pt_error *e)
{
	bool wanted = s->plan->calibrate && has_parallel_workload(s->t);
	int due = pt_capacity_find(&s->capacity,
		wanted ? PT_CAPACITY_CALIBRATE : PT_CAPACITY_IF_KNOWN, e);

	s->calibrate = due > 0;
	if (s->calibrate && !s->plan->quiet)
		pt_capacity_say_due();
	return due < 0 ? -1 : 0;
}

/* Loads what the first process has found out, if it could. */
static void
learn_capacity(struct series *s)
{
	struct pt_error e;

	if (s->calibrate)
		(void)pt_capacity_find(&s->capacity, PT_CAPACITY_IF_KNOWN, &e);
	s->calibrate = false;
}

/* ---- one after the other ---- */

static bool
is_out(const struct series *s, size_t i)
{
	return s->t->measured[i].error != NULL;
}

static uint64_t
now_ns(void)
{
	return pt_timepiece_now_ns(&pt_timepiece_real);
}

static bool
was_told(const struct series *s, const char *text)
{
	for (size_t i = 0; i < s->t->len; i++)
		if (s->told[i] && strcmp(s->failure[i].text, text) == 0)
			return true;
	return false;
}

static void
tell_failures(struct series *s)
{
	for (size_t i = 0; i < s->t->len; i++) {
		if (s->failure[i].exit == 0 || s->told[i])
			continue;
		if (!was_told(s, s->failure[i].text)) {
			pt_trials_progress_clear(&s->progress);
			pt_output_error(&s->failure[i]);
		}
		s->told[i] = true;
	}
}

static bool
anything_is_measured(const struct series *s)
{
	for (size_t i = 0; i < s->t->len; i++)
		if (s->t->measured[i].processes_len > 0)
			return true;
	return false;
}

/*
 * Tells the reason if others go on.  Until one of them has shown that it can, all reasons are held back: if
 * there is none that can, the end of the command tells the first one, in one line.
 */
static void
take_out(struct series *s, size_t i, const struct pt_error *why)
{
	if (s->error.exit == 0)
		s->error = *why;
	pt_measured_fail(&s->t->measured[i], why->text);
	s->failure[i] = *why;
	s->left--;
	if (s->left >= s->plan->least && anything_is_measured(s))
		tell_failures(s);
}

/* False: a signal has ended partop. */
static bool
try_one(struct series *s, size_t i, uint32_t round, struct pt_measured *into)
{
	const struct pt_trials_plan *p = s->plan;
	char mark[256];
	const char *trace = pt_trials_folder_path(&s->folder, i, round, s->t->config[i].label);
	struct pt_trial_result r;

	pt_trials_folder_mark(mark, sizeof(mark), p->command, i, round, s->t->config[i].label);
	pt_trials_progress_begin(&s->progress, i, round);
	r = pt_trial_run(
		&(struct pt_trial){
			.config = &s->t->config[i],
			.round = round,
			.trace = trace,
			.mark = mark,
			.capacity = &s->capacity,
			.calibrate = s->calibrate,
			.timeout_ns = p->timeout_ns,
			.ignore_failure = p->ignore_failure,
			.progress = s->progress.shown ? &s->draw : NULL,
		},
		into);
	pt_trials_progress_end(&s->progress, i, r.wall_s);
	if (s->t->config[i].kind == PT_TRIAL_WORKLOAD)
		learn_capacity(s);
	if (r.end == PT_TRIAL_STOPPED) {
		tell_failures(s);
		s->t->interrupted = true;
		s->error = r.error;
		return false;
	}
	if (r.end == PT_TRIAL_DONE)
		tell_failures(s);
	else
		take_out(s, i, &r.error);
	return s->left >= p->least;
}

/* Each round begins with another configuration.  False: the trials end here. */
static bool
one_round(struct series *s, uint32_t round)
{
	for (size_t k = 0; k < s->t->len; k++) {
		size_t i = (k + round) % s->t->len;

		if (!is_out(s, i) && !try_one(s, i, round, &s->t->measured[i]))
			return false;
	}
	return true;
}

/* Rounds whose times are forgotten. */
static bool
warm_up(struct series *s)
{
	for (uint32_t round = 0; round < s->plan->warmup; round++) {
		bool goes_on = one_round(s, round);

		for (size_t i = 0; i < s->t->len; i++)
			pt_measured_cut(&s->t->measured[i], 0);
		if (!goes_on)
			return false;
	}
	return true;
}

static bool
is_enough(struct series *s)
{
	const struct pt_trials *t = s->t;

	if (t->enough == NULL || t->rounds < s->ask)
		return false;
	s->ask = t->rounds + t->rounds / 8 + 1;
	return t->enough(t, t->ctx);
}

static bool
wants_more(struct series *s)
{
	const struct pt_trials *t = s->t;
	const struct pt_trials_plan *p = s->plan;

	if (p->rounds > 0)
		return t->rounds < p->rounds;
	if (t->rounds < p->processes)
		return true;
	if (t->rounds >= PT_TRIALS_ROUNDS_MAX || now_ns() - s->begin_ns >= p->budget_ns)
		return false;
	return !is_enough(s);
}

static void
all_rounds(struct series *s)
{
	struct pt_trials *t = s->t;

	if (!warm_up(s))
		return;
	s->begin_ns = now_ns();
	pt_trials_progress_warm(&s->progress);
	while (wants_more(s) && one_round(s, t->rounds)) {
		t->rounds++;
		t->elapsed_s = (double)(now_ns() - s->begin_ns) / 1e9;
		pt_trials_progress_round(&s->progress);
	}
	for (size_t i = 0; i < t->len; i++)
		pt_measured_cut(&t->measured[i], t->rounds);
}

/* ---- before and after ---- */

static void
make_measured(struct pt_trials *t)
{
	t->measured = pt_xcalloc(t->len, sizeof(*t->measured));
	for (size_t i = 0; i < t->len; i++)
		pt_measured_init(&t->measured[i], t->config[i].label, t->config[i].title,
			t->config[i].kind == PT_TRIAL_COMMAND);
}

static void
draw(const struct pt_session *session, void *ctx)
{
	struct series *s = ctx;

	pt_trials_progress_draw(&s->progress, session);
}

static const struct pt_error *
first_untold(const struct series *s)
{
	for (size_t i = 0; i < s->t->len; i++)
		if (s->failure[i].exit != 0 && !s->told[i])
			return &s->failure[i];
	return &s->error;
}

static int
verdict(struct series *s, struct pt_error *e)
{
	if (s->t->rounds == 0 && s->error.exit != 0) {
		*e = *first_untold(s);
		if (*e->text == 0)
			pt_fail(e, s->error.exit,
				"interrupted before the first round was complete");
		return -1;
	}
	return s->error.exit;
}

int
pt_trials_run(struct pt_trials *t, const struct pt_trials_plan *p, struct pt_error *e)
{
	struct series s = { .t = t, .plan = p, .left = t->len };
	int rc;

	s.draw = (struct pt_headless_progress){ .draw = draw, .ctx = &s };
	if (find_capacity(&s, e) < 0 || pt_trials_folder_begin(&s.folder, p->save, e) < 0)
		return -1;
	make_measured(t);
	s.failure = pt_xcalloc(t->len, sizeof(*s.failure));
	s.told = pt_xcalloc(t->len, sizeof(*s.told));
	pt_trials_progress_init(&s.progress, t, p, !p->quiet && isatty(STDERR_FILENO));
	all_rounds(&s);
	pt_trials_progress_fini(&s.progress);
	pt_trials_folder_end(&s.folder);
	if (t->rounds > 0)
		tell_failures(&s);
	rc = verdict(&s, e);
	free(s.failure);
	free(s.told);
	if (rc < 0)
		pt_trials_fini(t);
	return rc;
}

void
pt_trials_fini(struct pt_trials *t)
{
	for (size_t i = 0; t->measured != NULL && i < t->len; i++)
		pt_measured_fini(&t->measured[i]);
	free(t->measured);
	t->measured = NULL;
}
