/* SPDX-License-Identifier: MIT */
/* A session by a clock that only the test moves: limits, cancelling, killing, and no child at all. */
#include "session/session.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/error.h"
#include "base/timepiece.h"
#include "metrics/capacity.h"
#include "metrics/source.h"
#include "session/host.h"
#include "session/record.h"
#include "session/tracefile.h"
#include "tests/unit/cm.h"

#define SECOND UINT64_C(1000000000)

static uint64_t made_ns;

static uint64_t
made_now(const struct pt_timepiece *self)
{
	return made_ns;
}

static const struct pt_timepiece clock_of_test = { .now_ns = made_now, .cpu_ns = made_now };

struct watched {
	struct pt_session s;
	struct pt_tracefile t;
};

static void
start(struct watched *w, char *const *argv, uint64_t timeout_ns)
{
	static const struct pt_record record;
	static const struct pt_capacity_table capacity;
	struct pt_error e;

	made_ns = 5 * SECOND;
	assert_int_equal(pt_tracefile_open(&w->t, NULL, false, &e), 0);
	const struct pt_host_options o = { .name = argv[0],
		.argv = argv,
		.record = &record,
		.capacity = &capacity,
		.recording_fd = w->t.fd,
		.timeout_ns = timeout_ns };

	assert_int_equal(pt_session_of_child(&w->s, &o, &clock_of_test, &e), 0);
	assert_true(pt_session_runs(&w->s));
}

static void
await_exit(struct watched *w)
{
	struct pollfd child = { .fd = w->s.child->child.pidfd, .events = POLLIN };

	while (poll(&child, 1, -1) != 1)
		;
	pt_host_on_exit(w->s.child);
	assert_false(pt_session_runs(&w->s));
}

static void
end(struct watched *w)
{
	struct pt_error e;

	pt_session_end(&w->s);
	assert_int_equal(pt_tracefile_close(&w->t, &e), 0);
}

static char sleeping[] = "sleep", shell[] = "sh", seconds[] = "1000", option[] = "-c";
static char *const sleeper[] = { sleeping, seconds, NULL };

/* Says on its standard output that it ignores SIGTERM. */
static char script[] = "trap '' TERM; echo ready; while :; do sleep 1000; done";
static char *const deaf[] = { shell, option, script, NULL };

static void
await_output(struct watched *w)
{
	struct pollfd out = { .fd = w->s.child->child.out, .events = POLLIN };

	while (poll(&out, 1, -1) != 1)
		;
}

static void
a_limit_is_kept_by_the_given_clock(void **state)
{
	struct watched w;
	struct pt_error e = { 0 };

	start(&w, sleeper, 3600 * SECOND);
	pt_host_on_tick(w.s.child);
	made_ns += 3600 * SECOND - 1;
	pt_host_on_tick(w.s.child);
	assert_false(w.s.child->timed_out);
	made_ns += 1;
	pt_host_on_tick(w.s.child);
	assert_true(w.s.child->timed_out);
	await_exit(&w);
	assert_true(pt_host_finished(w.s.child));
	assert_int_equal(pt_host_verdict(w.s.child, &e), -1);
	assert_int_equal(e.exit, PT_EXIT_TIMEOUT);
	end(&w);
}

static void
time_that_it_was_stopped_does_not_count(void **state)
{
	struct watched w;

	start(&w, sleeper, 10 * SECOND);
	pt_host_on_suspend(w.s.child);
	made_ns += 100 * SECOND;
	pt_host_on_resume(w.s.child);
	made_ns += 9 * SECOND;
	pt_host_on_tick(w.s.child);
	assert_false(w.s.child->timed_out);
	pt_host_on_quit(w.s.child);
	await_exit(&w);
	assert_true(WIFSIGNALED(w.s.child->status));
	assert_int_equal(WTERMSIG(w.s.child->status), SIGTERM);
	end(&w);
}

static void
what_does_not_end_is_killed_after_two_seconds(void **state)
{
	struct watched w;

	start(&w, deaf, 0);
	await_output(&w);
	pt_host_on_quit(w.s.child);
	made_ns += 2 * SECOND - 1;
	pt_host_on_tick(w.s.child);
	assert_int_equal(kill(w.s.child->child.pid, 0), 0);
	made_ns += 1;
	pt_host_on_tick(w.s.child);
	await_exit(&w);
	assert_int_equal(WTERMSIG(w.s.child->status), SIGKILL);
	end(&w);
}

static void
a_file_that_is_not_there_is_no_session(void **state)
{
	struct pt_session s;
	struct pt_error e = { 0 };

	assert_int_equal(pt_session_of_file(&s, "/nowhere/at/all", &clock_of_test, &e), -1);
	assert_int_equal(e.exit, PT_EXIT_ENVIRONMENT);
	assert_non_null(strstr(e.text, "/nowhere/at/all"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_limit_is_kept_by_the_given_clock),
		cmocka_unit_test(time_that_it_was_stopped_does_not_count),
		cmocka_unit_test(what_does_not_end_is_killed_after_two_seconds),
		cmocka_unit_test(a_file_that_is_not_there_is_no_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
