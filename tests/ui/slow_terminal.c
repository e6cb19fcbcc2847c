/* SPDX-License-Identifier: MIT */
/*
 * Terminals that take little, late, or nothing: a pty whose other end reads when a test says so.
 *
 * A frame stands between the marks of a synchronized update, so a stream is *whole* when its last
 * mark is an end.  A pty holds about 4 KiB; a frame of this size is larger, so that a reader which
 * pauses leaves it cut in the middle.  TAP.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define WIDTH 240
#define HEIGHT 66
#define PATIENCE 2000 /* times 10 ms */

static const char begin_mark[] = "\033[?2026h", end_mark[] = "\033[?2026l",
		  leave_mark[] = "\033[?1049l";

struct terminal {
	int master;
	pid_t program;
	char *seen; /* all that was read, terminated */
	size_t len, cap;
};

static int number;

static void
verdict(bool holds, const char *fact)
{
	printf("%sok %d - %s\n", holds ? "" : "not ", ++number, fact);
	fflush(stdout);
}

static void
start(struct terminal *t, char *const argv[])
{
	struct winsize size = { .ws_row = HEIGHT, .ws_col = WIDTH };

	*t = (struct terminal){ .cap = 1 << 16 };
	t->seen = calloc(1, t->cap);
	t->program = forkpty(&t->master, NULL, NULL, &size);
	if (t->program == 0) {
		(void)close(STDERR_FILENO);
		(void)open("/dev/null", O_WRONLY);
		execv(argv[0], argv);
		_exit(127);
	}
	(void)fcntl(t->master, F_SETFL, O_NONBLOCK);
}

static int
nap(void)
{
	return poll(NULL, 0, 10) == 0;
}

/* At most n bytes; how many there were. */
static size_t
take(struct terminal *t, size_t n)
{
	ssize_t got;

	if (t->len + n + 1 > t->cap)
		t->seen = realloc(t->seen, t->cap *= 2);
	got = read(t->master, t->seen + t->len, n);
	if (got <= 0)
		return 0;
	t->len += (size_t)got;
	t->seen[t->len] = 0;
	return (size_t)got;
}

static const char *
last(const char *in, const char *what)
{
	const char *found = NULL;

	for (const char *p = in; (p = strstr(p, what)) != NULL; p++)
		found = p;
	return found;
}

static bool
whole(const struct terminal *t, size_t from)
{
	const char *b = last(t->seen + from, begin_mark), *e = last(t->seen + from, end_mark);

	return b != NULL && e != NULL && e > b;
}

/* Reads parts of n bytes until `what` has come behind `from`; false when patience is at its end. */
static bool
read_until(struct terminal *t, size_t n, size_t from, const char *what)
{
	for (int naps = 0; naps < PATIENCE;) {
		if (strstr(t->seen + from, what) != NULL)
			return true;
		if (take(t, n) == 0)
			naps += nap();
	}
	return false;
}

static bool
read_until_whole(struct terminal *t, size_t n, size_t from)
{
	for (int naps = 0; naps < PATIENCE;) {
		if (whole(t, from))
			return true;
		if (take(t, n) == 0)
			naps += nap();
	}
	return false;
}

static void
type(struct terminal *t, const char *key)
{
	(void)!write(t->master, key, 1);
}

/* Without reading: until the program has written all that fits, and goes on no more. */
static size_t
fill(const struct terminal *t)
{
	int bytes = 0, before = -1, same = 0;

	for (int i = 0; i < PATIENCE && same < 20; i++) {
		(void)ioctl(t->master, FIONREAD, &bytes);
		same = bytes > 0 && bytes == before ? same + 1 : 0;
		before = bytes;
		nap();
	}
	return (size_t)bytes;
}

static bool
ended(struct terminal *t)
{
	for (int i = 0; i < PATIENCE; i++) {
		if (waitpid(t->program, NULL, WNOHANG) == t->program) {
			t->program = 0;
			return true;
		}
		nap();
	}
	return false;
}

static void
stop(struct terminal *t)
{
	if (t->program > 0) {
		(void)kill(t->program, SIGKILL);
		(void)waitpid(t->program, NULL, 0);
	}
	(void)close(t->master);
	free(t->seen);
}

/* The run is over, so that no tick would send the rest; the reader stands still while the next screen
 * is drawn.  Where the cut is, in `from`. */
static size_t
cut_frame(struct terminal *t, char *const argv[], const char *key)
{
	size_t from;

	start(t, argv);
	(void)read_until(t, 4096, 0, "DONE");
	(void)read_until_whole(t, 4096, 0);
	from = t->len;
	type(t, key);
	(void)fill(t);
	return from;
}

static void
paused_reader(char *const argv[])
{
	struct terminal t;
	size_t from = cut_frame(&t, argv, "\t");

	for (size_t left = fill(&t); left > 0;)
		left -= take(&t, left);
	verdict(!whole(&t, from), "a frame is larger than what the terminal holds");
	verdict(read_until_whole(&t, 100, from), "a frame that was taken in part is finished");
	from = t.len;
	type(&t, "\f");
	(void)fill(&t);
	verdict(read_until_whole(&t, 7, from), "also when it is drawn anew, in parts of 7 bytes");
	stop(&t);
}

static void
stopped_terminal(char *const argv[])
{
	struct terminal t;
	size_t from = cut_frame(&t, argv, "\t");

	type(&t, "\023"); /* ^S: the terminal takes nothing, room or not */
	while (take(&t, 4096) > 0)
		;
	type(&t, "\021");
	verdict(read_until_whole(&t, 4096, from), "a terminal that was stopped gets the rest");
	stop(&t);
}

static void
quitting(char *const argv[])
{
	struct terminal t;
	size_t from = cut_frame(&t, argv, "\t");

	type(&t, "q");
	verdict(read_until(&t, 100, from, leave_mark), "what puts the terminal back comes through");
	verdict(ended(&t), "then the program ends");
	stop(&t);
	(void)cut_frame(&t, argv, "\t");
	type(&t, "q");
	verdict(ended(&t), "a terminal that takes nothing holds nobody up");
	stop(&t);
}

int
main(void)
{
	const char *build = getenv("BUILD"), *skip = getenv("PARTOP_SKIP");
	char path[4096];
	char workers[] = "64", cpus[] = "8", end[] = "--end-after=3";
	char *const argv[] = { path, workers, cpus, end, NULL };

	if (skip != NULL && strstr(skip, "ui") != NULL) {
		printf("1..0 # SKIP not again in this tree\n");
		return 0;
	}
	snprintf(path, sizeof(path), "%s/tests/ui/ui_demo", build != NULL ? build : ".");
	(void)setenv("TERM", "xterm-256color", 1);
	(void)setenv("LC_ALL", "C.UTF-8", 1);
	(void)unsetenv("NO_COLOR");
	printf("1..7\n");
	paused_reader(argv);
	stopped_terminal(argv);
	quitting(argv);
	return 0;
}
