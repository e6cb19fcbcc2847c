/* SPDX-License-Identifier: MIT */
/*
 * Spawning and watching one child.
 *
 * Between fork and exec the child makes system calls only (another thread of the parent may hold
 * the allocator's lock). What fails there is reported as a struct report through a pipe that exec
 * closes: an empty read means that the program is running.
 */
#include "os/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "os/signals.h"

#define FIRST_FD 3      /* after the standard streams */
#define HIGHEST_FD 1023 /* a table of descriptors that is no larger than usual */
#define NOT_FOUND 127
#define NOT_EXECUTABLE 126

/* Why the child could not become the program. */
struct report {
	int error;    /* errno */
	bool at_exec; /* else while preparing */
};

/* Everything of one spawn; descriptors are -1 when not open. */
struct spawn {
	const struct pt_child_options *o;
	struct pt_child *child;
	pid_t parent;
	char **env;
	int null;                      /* /dev/null */
	int out[2], err[2], status[2]; /* pipes: read end, write end */
	sigset_t old_mask;
};

/* ---- the environment of the child ---- */

static bool
same_name(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return strncmp(a, b, len) == 0 && b[len] == '=';
}

static bool
is_replaced(const char *variable, const char *const *by)
{
	for (size_t i = 0; by && by[i]; i++)
		if (same_name(by[i], variable))
			return true;
	return false;
}

/* environ without what is replaced, then the additions; strings are borrowed. NULL: no memory. */
static char **
make_env(const char *const *add)
{
	size_t n = 0, len = 0, added = 0;
	char **env;

	while (environ && environ[n])
		n++;
	while (add && add[added])
		added++;
	env = calloc(n + added + 1, sizeof(*env));
	if (!env)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!is_replaced(environ[i], add))
			env[len++] = environ[i];
	for (size_t i = 0; i < added; i++)
		memcpy(&env[len++], &add[i], sizeof(*env)); /* exec's type lacks the const */
	return env;
}

/* ---- in the child ---- */

static _Noreturn void
child_fails(const struct spawn *s, bool at_exec)
{
	struct report r = { .error = errno, .at_exec = at_exec };

	while (write(s->status[1], &r, sizeof(r)) < 0 && errno == EINTR)
		continue;
	_exit(NOT_FOUND);
}

/* They have their numbers already: the parent has chosen free ones. */
static int
keep_fds(const struct spawn *s)
{
	for (size_t i = 0; i < s->o->keep_len; i++)
		if (fcntl(s->o->keep[i], F_SETFD, 0) != 0)
			return -1;
	return 0;
}

static int
place_stream(const struct spawn *s, enum pt_child_stream kind, int pipe_end, int number)
{
	if (kind == PT_CHILD_INHERIT)
		return 0;
	return dup2(kind == PT_CHILD_PIPE ? pipe_end : s->null, number) < 0 ? -1 : 0;
}

static _Noreturn void
run_child(const struct spawn *s)
{
	const struct pt_child_options *o = s->o;
	struct pt_signals standard;

	if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		child_fails(s, false);
	if (getppid() != s->parent) /* it died before the prctl(): no signal would come */
		_exit(NOT_EXECUTABLE);
	if (keep_fds(s) != 0 || place_stream(s, o->in, -1, STDIN_FILENO) != 0 ||
		place_stream(s, o->out, s->out[1], STDOUT_FILENO) != 0 ||
		place_stream(s, o->err, s->err[1], STDERR_FILENO) != 0)
		child_fails(s, false);
	sigemptyset(&standard.ignored);
	sigemptyset(&standard.blocked);
	pt_signals_apply(o->signals ? o->signals : &standard);
	execvpe(o->file ? o->file : o->argv[0], o->argv, s->env);
	child_fails(s, true);
}

/* ---- in the parent ---- */

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Moves `*fd` off the numbers of the standard streams, which the child puts other things on. */
static int
above_streams(int *fd)
{
	int low = *fd;

	if (low < 0 || low >= FIRST_FD)
		return low < 0 ? -1 : 0;
	*fd = fcntl(low, F_DUPFD_CLOEXEC, FIRST_FD);
	close(low);
	return *fd < 0 ? -1 : 0;
}

static int
make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	return above_streams(&ends[0]) != 0 || above_streams(&ends[1]) != 0 ? -1 : 0;
}

/* Only the parent's end must not block. */
static int
make_output(int ends[2])
{
	return make_pipe(ends) == 0 ? fcntl(ends[0], F_SETFL, O_NONBLOCK) : -1;
}

static int
prepare(struct spawn *s, struct pt_error *e)
{
	const struct pt_child_options *o = s->o;

	s->env = make_env(o->env);
	if (!s->env)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "out of memory");
	s->null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (above_streams(&s->null) != 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open /dev/null");
	if ((o->out == PT_CHILD_PIPE && make_output(s->out) != 0) ||
		(o->err == PT_CHILD_PIPE && make_output(s->err) != 0) || make_pipe(s->status) != 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot make a pipe");
	return 0;
}

/* Signals are blocked meanwhile: a handler of the parent must not run in the child. */
static int
fork_child(struct spawn *s, struct pt_error *e)
{
	sigset_t all;
	pid_t pid;

	s->parent = getpid();
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &s->old_mask);
	pid = fork();
	if (pid == 0)
		run_child(s);
	pthread_sigmask(SIG_SETMASK, &s->old_mask, NULL);
	if (pid < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot start a process");
	s->child->pid = pid;
	setpgid(pid, pid); /* by the child or here, whichever is first; fails after exec */
	s->child->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (s->child->pidfd < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot watch a process");
	return 0;
}

/* Waits until the child is the program, or has said why not. */
static int
await_exec(struct spawn *s, struct pt_error *e)
{
	const char *name = s->o->file ? s->o->file : s->o->argv[0];
	char file[512];
	struct report r;
	ssize_t n;
	bool missing;

	pt_clean(file, sizeof(file), name, strlen(name));
	close_fd(&s->status[1]);
	do
		n = read(s->status[0], &r, sizeof(r));
	while (n < 0 && errno == EINTR);
	if (n == 0)
		return 0;
	if (n != (ssize_t)sizeof(r))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "cannot start %s", file);
	errno = r.error;
	if (!r.at_exec)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot start %s", file);
	missing = r.error == ENOENT || r.error == ENOTDIR;
	return pt_fail_errno(e, missing ? NOT_FOUND : NOT_EXECUTABLE, "cannot run %s", file);
}

static void
release(struct spawn *s)
{
	close_fd(&s->null);
	for (int i = 0; i < 2; i++) {
		close_fd(&s->status[i]);
		close_fd(&s->out[i]);
		close_fd(&s->err[i]);
	}
	free(s->env);
}

int
pt_child_reserve(int fd)
{
	struct rlimit limit;
	int number = HIGHEST_FD;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur <= HIGHEST_FD)
		number = (int)limit.rlim_cur - 1;
	for (; number >= FIRST_FD; number--) {
		int got = fcntl(fd, F_DUPFD_CLOEXEC, number); /* the lowest from there on */

		if (got >= 0)
			return got;
		if (errno != EMFILE && errno != EINVAL)
			return -errno;
	}
	return -EMFILE;
}

int
pt_child_spawn(struct pt_child *c, const struct pt_child_options *o, struct pt_error *e)
{
	struct spawn s = { .o = o,
		.child = c,
		.null = -1,
		.out = { -1, -1 },
		.err = { -1, -1 },
		.status = { -1, -1 } };
	int result = -1;

	*c = (struct pt_child){ .pidfd = -1, .out = -1, .err = -1 };
	if (prepare(&s, e) == 0 && fork_child(&s, e) == 0)
		result = await_exec(&s, e);
	if (result == 0) {
		c->out = s.out[0];
		c->err = s.err[0];
		s.out[0] = s.err[0] = -1;
	} else {
		pt_child_fini(c);
	}
	release(&s);
	return result;
}

int
pt_child_signal(const struct pt_child *c, int signal)
{
	if (c->pid <= 0)
		return -ESRCH;
	return kill(-c->pid, signal) == 0 ? 0 : -errno;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void
keep_usage(struct pt_child *c, const struct rusage *r)
{
	c->usage = (struct pt_child_usage){
		.user_s = seconds(r->ru_utime),
		.system_s = seconds(r->ru_stime),
		.max_rss_bytes = (uint64_t)r->ru_maxrss * 1024,
		.involuntary = (uint64_t)r->ru_nivcsw,
	};
}

int
pt_child_wait(struct pt_child *c, int timeout_ms, int *status)
{
	struct rusage used;
	struct pollfd p = { .fd = c->pidfd, .events = POLLIN };
	pid_t pid;
	int n;

	if (c->pid <= 0)
		return -ECHILD;
	do
		n = poll(&p, 1, timeout_ms);
	while (n < 0 && errno == EINTR && timeout_ms < 0);
	if (n <= 0)
		return n == 0 || errno == EINTR ? 0 : -errno;
	do
		pid = wait4(c->pid, status, 0, &used);
	while (pid < 0 && errno == EINTR);
	c->pid = 0;
	if (pid > 0)
		keep_usage(c, &used);
	return pid < 0 ? -errno : 1;
}

int
pt_child_exit_code(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void
pt_child_fini(struct pt_child *c)
{
	if (c->pid > 0) {
		pt_child_signal(c, SIGKILL);
		while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
		c->pid = 0;
	}
	close_fd(&c->pidfd);
	close_fd(&c->out);
	close_fd(&c->err);
}
