/* SPDX-License-Identifier: MIT */
/*
 * The live screens on a made-up run, for the tests of the terminal: no workload, no recording.  The
 * child is a shell that sleeps; the source is a model that moves on by itself.
 *
 *	ui_demo [WORKERS [CPUS]] [--ascii] [--color=always|never] [--end-after=N] [--end-as=STATE]
 *		[--crash=abort|segv|exit] [--hostile]
 */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "metrics/source.h"
#include "os/clock.h"
#include "ui/ui.h"
#include "ui_models.h"

/* A model does not change once it is made: a frozen screen keeps it. */
struct made {
	struct pt_model model;
	struct made *before;
};

struct pt_source {
	struct fake_model fake;
	struct made *newest;
	int ticks, end_after, end_signal;
	enum pt_model_state end_as;
	const char *crash;
	pid_t child;
	bool cancelled;
};

static void
on_look(void *host)
{
	struct pt_source *s = host;

	struct made *made;

	if (s->fake.model.state == PT_MODEL_RUNNING)
		fake_model_step(&s->fake);
	made = pt_xcalloc(1, sizeof(*made));
	made->model = s->fake.model;
	made->before = s->newest;
	s->newest = made;
}

static void
free_made(struct pt_source *s)
{
	while (s->newest) {
		struct made *before = s->newest->before;

		free(s->newest);
		s->newest = before;
	}
}

/* There is one pool. */
void
pt_source_choose_pool(struct pt_source *s, uint32_t id)
{
}

/* There is no recording here, and no past. */
bool
pt_source_seek(struct pt_source *s, uint64_t at)
{
	return false;
}

const struct pt_over_time *
pt_source_over_time(struct pt_source *s)
{
	return NULL;
}

const struct pt_model *
pt_source_model(struct pt_source *s)
{
	return s->newest ? &s->newest->model : &s->fake.model;
}

static void
end_child(struct pt_source *s)
{
	if (s->child > 0)
		(void)kill(s->child, SIGKILL);
}

static void
on_quit(void *host)
{
	struct pt_source *s = host;

	s->cancelled = true;
	end_child(s);
}

static void
on_child_exit(void *host)
{
	struct pt_source *s = host;
	struct pt_model *m = &s->fake.model;

	(void)waitpid(s->child, NULL, 0);
	s->child = 0;
	m->state = s->cancelled ? PT_MODEL_CANCELLED : s->end_as;
	m->progress = 1;
	if (m->state == PT_MODEL_ERROR)
		(void)snprintf(m->error, sizeof(m->error), "its process was killed by SIGSEGV");
}

/* The tests' steps happen at a tick, when the screen is certainly drawn. */
static void
on_tick(void *host)
{
	struct pt_source *s = host;

	s->ticks++;
	if (s->end_after && s->ticks == s->end_after)
		end_child(s);
	if (!s->crash || s->ticks != 5)
		return;
	if (strcmp(s->crash, "exit") == 0)
		exit(9);
	(void)raise(strcmp(s->crash, "segv") == 0 ? SIGSEGV : SIGABRT);
}

static void
on_suspend(void *host)
{
	const struct pt_source *s = host;

	(void)kill(s->child, SIGSTOP);
}

static void
on_resume(void *host)
{
	const struct pt_source *s = host;

	(void)kill(s->child, SIGCONT);
}

static pid_t
start_child(void)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	(void)setpgid(0, 0);
	(void)execlp("sleep", "sleep", "600", (char *)NULL);
	_exit(127);
}

static int
signals(void)
{
	static const int its[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
	sigset_t set;

	(void)sigemptyset(&set);
	for (size_t i = 0; i < sizeof(its) / sizeof(its[0]); i++)
		(void)sigaddset(&set, its[i]);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static enum pt_model_state
state_named(const char *name)
{
	return strcmp(name, "error") == 0 ? PT_MODEL_ERROR : PT_MODEL_DONE;
}

static void
option(struct pt_source *s, struct pt_ui_options *o, const char *arg)
{
	if (strcmp(arg, "--ascii") == 0)
		o->ascii = true;
	else if (strcmp(arg, "--color=always") == 0)
		o->color = PT_UI_COLOR_ALWAYS;
	else if (strcmp(arg, "--color=never") == 0)
		o->color = PT_UI_COLOR_NEVER;
	else if (strncmp(arg, "--end-after=", 12) == 0)
		s->end_after = atoi(arg + 12);
	else if (strncmp(arg, "--end-as=", 9) == 0)
		s->end_as = state_named(arg + 9);
	else if (strncmp(arg, "--crash=", 8) == 0)
		s->crash = arg + 8;
}

/* For the tests of what a frame costs: frames drawn at least, and write(2) calls in all. */
static void
print_counts(const struct pt_source *s)
{
	char line[64];
	FILE *io = fopen("/proc/self/io", "r");
	unsigned long writes = 0;
	struct timespec cpu;

	while (io && fgets(line, sizeof(line), io))
		(void)sscanf(line, "syscw: %lu", &writes);
	if (io)
		(void)fclose(io);
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	(void)fprintf(stderr, "frames %d writes %lu cpu_ms %ld\n", s->ticks, writes,
		cpu.tv_sec * 1000 + cpu.tv_nsec / 1000000);
}

static int
exit_code(int end, int end_signal)
{
	static const char *const names[] = { "quit", "signal", "hangup", "unusable" };

	(void)fprintf(stderr, "ui_demo: %s %d\n", names[end], end_signal);
	return end == PT_UI_SIGNAL    ? 128 + end_signal :
		end == PT_UI_UNUSABLE ? PT_EXIT_ENVIRONMENT :
					0;
}

int
main(int argc, char **argv)
{
	struct pt_source s = { .end_as = PT_MODEL_DONE };
	struct pt_ui_options o = { .source = &s,
		.host = &s,
		.clock = &pt_timepiece_real,
		.child_out_fd = -1,
		.on_look = on_look,
		.on_quit = on_quit,
		.on_child_exit = on_child_exit,
		.on_tick = on_tick,
		.on_suspend = on_suspend,
		.on_resume = on_resume,
		.end_signal = &s.end_signal };
	struct pt_error e = { .exit = 0 };
	unsigned n[2] = { 8, 2 }, numbers = 0;
	int end;

	(void)setlocale(LC_CTYPE, "");
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-' && numbers < 2)
			n[numbers++] = (unsigned)atoi(argv[i]);
		else
			option(&s, &o, argv[i]);
	}
	fake_model_make(&s.fake, n[0], n[1], 1);
	s.child = start_child();
	o.pidfd = pidfd_open(s.child, 0);
	o.signal_fd = signals();
	end = pt_ui_run(&o, &e);
	print_counts(&s);
	if (e.text[0])
		(void)fprintf(stderr, "ui_demo: %s\n", e.text);
	end_child(&s);
	free_made(&s);
	fake_model_fini(&s.fake);
	return exit_code(end, s.end_signal);
}
