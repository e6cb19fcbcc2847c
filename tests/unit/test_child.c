/* SPDX-License-Identifier: MIT */
/*
 * os/child.h: what the child gets, how its end is seen, and what becomes of it without its parent.
 */
#include "tests/unit/cm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/child.h"
#include "os/signals.h"
#include "tests/unit/tree.h"

#define LIMIT_MS 60000 /* a test that gets there is broken, however slow the machine */

/* Everything a pipe gives until its end. */
static const char *
read_all(int fd)
{
	static char text[4096];
	size_t used = 0;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (;;) {
		ssize_t n;

		assert_int_equal(poll(&p, 1, LIMIT_MS), 1);
		n = read(fd, text + used, sizeof(text) - 1 - used);
		if (n <= 0)
			break;
		used += (size_t)n;
	}
	text[used] = '\0';
	return text;
}

/* argv without casting constness away from literals. */
struct command {
	char word[3][512];
	char *argv[4];
};

static struct pt_child_options
shell(struct command *c, const char *script)
{
	snprintf(c->word[0], sizeof(c->word[0]), "sh");
	snprintf(c->word[1], sizeof(c->word[1]), "-c");
	snprintf(c->word[2], sizeof(c->word[2]), "%s", script);
	for (int i = 0; i < 3; i++)
		c->argv[i] = c->word[i];
	c->argv[3] = NULL;
	return (struct pt_child_options){ .file = "/bin/sh",
		.argv = c->argv,
		.out = PT_CHILD_PIPE,
		.err = PT_CHILD_INHERIT };
}

static void
spawn(struct pt_child *child, const struct pt_child_options *o)
{
	struct pt_error e = { 0 };

	if (pt_child_spawn(child, o, &e) != 0)
		fail_msg("%s", e.text);
}

static int
end_of(struct pt_child *child)
{
	int status = -1;

	assert_int_equal(pt_child_wait(child, LIMIT_MS, &status), 1);
	return pt_child_exit_code(status);
}

static void
output_and_errors_come_through_their_pipes(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "echo out; echo err >&2; exit 7");
	struct pt_child child;

	o.err = PT_CHILD_PIPE;
	spawn(&child, &o);
	assert_string_equal(read_all(child.out), "out\n");
	assert_string_equal(read_all(child.err), "err\n");
	assert_int_equal(end_of(&child), 7);
	assert_int_equal(child.pid, 0);
	pt_child_fini(&child);
	assert_int_equal(child.pidfd, -1);
	pt_child_fini(&child);
}

static void
input_is_empty_unless_inherited(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "cat; echo end");
	struct pt_child child;

	spawn(&child, &o);
	assert_string_equal(read_all(child.out), "end\n");
	assert_int_equal(end_of(&child), 0);
	pt_child_fini(&child);
}

static void
the_environment_is_added_to_and_replaced(void **state)
{
	static const char *const add[] = { "PARTOP_A=new", "PARTOP_B=", NULL };
	struct command c;
	struct pt_child_options o = shell(&c, "env | grep '^PARTOP_[ABCD]' | sort");
	struct pt_child child;

	setenv("PARTOP_A", "old", 1);
	setenv("PARTOP_C", "kept", 1);
	unsetenv("PARTOP_D");
	o.env = add;
	spawn(&child, &o);
	assert_string_equal(read_all(child.out), "PARTOP_A=new\nPARTOP_B=\nPARTOP_C=kept\n");
	pt_child_fini(&child);
	assert_string_equal(getenv("PARTOP_A"), "old");
}

static void
descriptors_are_kept_under_free_numbers(void **state)
{
	int file = memfd_create("a", MFD_CLOEXEC), number = pt_child_reserve(file), taken, status;
	char script[128], text[8] = { 0 };
	struct pt_child child;
	struct command c;
	struct pt_child_options o;

	assert_true(number > 2);
	taken = pt_child_reserve(file);
	assert_true(taken > 2 && taken != number);
	snprintf(script, sizeof(script), "echo x >/proc/self/fd/%d && ! test -e /proc/self/fd/%d",
		number, taken);
	o = shell(&c, script);
	o.keep = &number;
	o.keep_len = 1;
	spawn(&child, &o);
	assert_int_equal(pt_child_wait(&child, LIMIT_MS, &status), 1);
	assert_int_equal(pt_child_exit_code(status), 0);
	assert_int_equal(pread(file, text, 7, 0), 2);
	assert_string_equal(text, "x\n");
	assert_int_equal(fcntl(number, F_GETFD), FD_CLOEXEC); /* here nothing has changed */
	pt_child_fini(&child);
	close(taken);
	close(number);
	close(file);
}

static void
a_number_is_found_where_few_are_allowed(void **state)
{
	struct rlimit old, few;
	int number;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	few = (struct rlimit){ .rlim_cur = 40, .rlim_max = old.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	number = pt_child_reserve(STDERR_FILENO);
	assert_true(number > 2 && number < 40);
	close(number);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
}

static void
nothing_else_is_left_open_in_the_child(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "exec ls -v /proc/self/fd");
	int file = memfd_create("x", MFD_CLOEXEC), number = pt_child_reserve(file);
	struct pt_child child;
	char want[32];

	o.keep = &number;
	o.keep_len = 1;
	o.out = PT_CHILD_PIPE;
	o.err = PT_CHILD_NULL;
	/* what the test program itself inherited is open there too */
	for (int i = 3; i < 1024; i++)
		if (i != number)
			fcntl(i, F_SETFD, FD_CLOEXEC);
	spawn(&child, &o);
	snprintf(want, sizeof(want), "0\n1\n2\n3\n%d\n", number); /* 3: the folder ls reads */
	assert_string_equal(read_all(child.out), want);
	pt_child_fini(&child);
	close(number);
	close(file);
}

static void
it_leads_its_own_group_with_default_signals(void **state)
{
	struct command c;
	/* bits 31 and 32 are signals of libc, which cannot be set through it */
	struct pt_child_options o = shell(&c,
		"awk '/^Sig(Blk|Ign)/{print $2}' /proc/self/status |"
		"sed 's/0000000180000000/0000000000000000/';"
		"cut -d' ' -f5 /proc/$$/stat; echo $$");
	struct pt_child child;
	sigset_t set, old;
	char want[128];

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &old);
	spawn(&child, &o);
	sigprocmask(SIG_SETMASK, &old, NULL);
	signal(SIGPIPE, SIG_DFL);
	snprintf(want, sizeof(want), "%016d\n%016d\n%d\n%d\n", 0, 0, child.pid, child.pid);
	assert_string_equal(read_all(child.out), want);
	pt_child_fini(&child);
}

static void
the_callers_dispositions_go_on(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c,
		"awk '/^Sig(Blk|Ign)/{print $2}' /proc/self/status |"
		"sed 's/000000018/000000000/'");
	sigset_t set, old;
	struct pt_child child;

	signal(SIGHUP, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &old);
	pt_signals_remember();
	signal(SIGHUP, SIG_DFL); /* what the program does itself stays its own */
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_SETMASK, &old, NULL);
	o.signals = pt_signals_inherited();
	spawn(&child, &o);
	signal(SIGPIPE, SIG_DFL);
	assert_string_equal(read_all(child.out), "0000000000000200\n0000000000000001\n");
	pt_child_fini(&child);
}

/* With SIGCHLD ignored the system reaps children itself. */
static void
a_child_that_another_has_reaped_is_an_error(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "exit 0");
	struct pt_child child;
	int status;

	signal(SIGCHLD, SIG_IGN);
	spawn(&child, &o);
	assert_int_equal(pt_child_wait(&child, LIMIT_MS, &status), -ECHILD);
	assert_int_equal(child.pid, 0);
	pt_child_fini(&child);
	signal(SIGCHLD, SIG_DFL);
}

static void
a_missing_program_is_127(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "");
	struct pt_child child;
	struct pt_error e;

	o.file = "/nonexistent/prog\033ram";
	assert_int_equal(pt_child_spawn(&child, &o, &e), -1);
	assert_int_equal(e.exit, 127);
	assert_string_equal(e.text,
		"cannot run /nonexistent/prog\\x1bram: No such file or directory");
	assert_int_equal(child.pid, 0);
	/* a PATH of our own: the user's may hold folders that may not be searched */
	char *path = getenv("PATH") ? strdup(getenv("PATH")) : NULL;

	assert_int_equal(setenv("PATH", "/bin:/nonexistent", 1), 0);
	o.file = "partop-no-such-program";
	assert_int_equal(pt_child_spawn(&child, &o, &e), -1);
	assert_int_equal(e.exit, 127);
	if (path)
		setenv("PATH", path, 1);
	free(path);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nothing to reap */
	assert_int_equal(errno, ECHILD);
}

static void
a_program_that_cannot_be_run_is_126(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "");
	struct pt_child child;
	struct pt_error e;
	struct tree t;
	char path[300];

	tree_init(&t);
	tree_file(&t, "/plain", "#!/bin/sh\n");
	snprintf(path, sizeof(path), "%s/plain", t.root);
	o.file = path;
	assert_int_equal(pt_child_spawn(&child, &o, &e), -1);
	assert_int_equal(e.exit, 126);
	o.file = t.root;
	assert_int_equal(pt_child_spawn(&child, &o, &e), -1);
	assert_int_equal(e.exit, 126);
	tree_fini(&t);
}

static void
failed_spawns_leave_no_descriptor_open(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "");
	struct pt_child child;
	int before = dup(0), after;

	close(before);
	o.file = "/nonexistent";
	o.err = PT_CHILD_PIPE;
	for (int i = 0; i < 8; i++)
		assert_int_equal(pt_child_spawn(&child, &o, NULL), -1);
	after = dup(0);
	close(after);
	assert_int_equal(after, before);
}

static void
a_signal_reaches_the_whole_group_and_gives_128_plus_its_number(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "sleep 1000 & echo up; wait");
	struct pt_child child;
	char up[3];
	struct pollfd p;
	int status;

	spawn(&child, &o);
	p = (struct pollfd){ .fd = child.out, .events = POLLIN };
	assert_int_equal(poll(&p, 1, LIMIT_MS), 1);
	assert_int_equal(read(child.out, up, 3), 3);
	assert_int_equal(pt_child_wait(&child, 0, &status), 0);
	assert_int_equal(pt_child_signal(&child, SIGTERM), 0);
	assert_int_equal(end_of(&child), 128 + SIGTERM);
	/* the pipe ends only when the sleeping one is gone as well */
	assert_string_equal(read_all(child.out), "");
	assert_int_equal(pt_child_signal(&child, SIGTERM), -ESRCH);
	assert_int_equal(pt_child_wait(&child, 0, &status), -ECHILD);
	pt_child_fini(&child);
}

static void
fini_kills_what_still_runs(void **state)
{
	struct command c;
	struct pt_child_options o = shell(&c, "trap '' TERM INT HUP; sleep 1000");
	struct pt_child child;
	pid_t pid;

	spawn(&child, &o);
	pid = child.pid;
	pt_child_fini(&child);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
}

/* The middle process spawns one that holds the pipe open for ever, and dies. */
static _Noreturn void
be_a_parent_that_dies(int pipe_end)
{
	struct command c;
	struct pt_child_options o;
	struct pt_child child;
	char script[64];

	snprintf(script, sizeof(script), "echo up >/proc/self/fd/%d; exec sleep 1000", pipe_end);
	o = shell(&c, script);

	o.out = PT_CHILD_NULL;
	o.keep = &pipe_end;
	o.keep_len = 1;
	if (pt_child_spawn(&child, &o, NULL) != 0)
		_exit(1);
	pause();
	_exit(1);
}

static void
the_child_dies_with_its_parent(void **state)
{
	int ends[2];
	char up[3];
	pid_t middle;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	middle = fork();
	assert_true(middle >= 0);
	if (middle == 0)
		be_a_parent_that_dies(ends[1]);
	close(ends[1]);
	assert_int_equal(read(ends[0], up, 3), 3);
	assert_int_equal(kill(middle, SIGKILL), 0);
	assert_int_equal(waitpid(middle, NULL, 0), middle);
	assert_string_equal(read_all(ends[0]), ""); /* ends when no process holds the other end */
	close(ends[0]);
}

/* Whatever ran the tests (nohup, a shell's background job) may ignore or block some. */
static void
take_signals_back(void)
{
	sigset_t none;

	for (int s = 1; s <= SIGRTMAX; s++)
		signal(s, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
what_it_used_is_known_once_it_has_ended(void **state)
{
	struct command c;
	struct pt_child child;
	struct pt_child_options o = shell(&c, "i=0; while [ $i -lt 30000 ]; do i=$((i + 1)); done");
	int status;

	assert_int_equal(pt_child_spawn(&child, &o, NULL), 0);
	assert_int_equal(pt_child_wait(&child, LIMIT_MS, &status), 1);
	assert_true(child.usage.user_s + child.usage.system_s > 0);
	assert_true(child.usage.max_rss_bytes > 100000);
	pt_child_fini(&child);
}

int
main(void)
{
	take_signals_back();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_used_is_known_once_it_has_ended),
		cmocka_unit_test(output_and_errors_come_through_their_pipes),
		cmocka_unit_test(input_is_empty_unless_inherited),
		cmocka_unit_test(the_environment_is_added_to_and_replaced),
		cmocka_unit_test(descriptors_are_kept_under_free_numbers),
		cmocka_unit_test(a_number_is_found_where_few_are_allowed),
		cmocka_unit_test(nothing_else_is_left_open_in_the_child),
		cmocka_unit_test(it_leads_its_own_group_with_default_signals),
		cmocka_unit_test(the_callers_dispositions_go_on),
		cmocka_unit_test(a_child_that_another_has_reaped_is_an_error),
		cmocka_unit_test(a_missing_program_is_127),
		cmocka_unit_test(a_program_that_cannot_be_run_is_126),
		cmocka_unit_test(failed_spawns_leave_no_descriptor_open),
		cmocka_unit_test(a_signal_reaches_the_whole_group_and_gives_128_plus_its_number),
		cmocka_unit_test(fini_kills_what_still_runs),
		cmocka_unit_test(the_child_dies_with_its_parent),
	};

	return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
