/* SPDX-License-Identifier: MIT */
/*
 * The parent's side of a run: its child, the recording it looks at, the signals, the deadlines.
 *
 * The child is *cancelled* with SIGTERM when the user quits, a signal ends partop, or time is up;
 * if it is still there two seconds later, it is killed.  The same callbacks serve the screens and
 * the loop without screens.
 */
#ifndef PT_SESSION_HOST_H
#define PT_SESSION_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "session/collect.h"
#include "os/child.h"

struct pt_capacity_table;
struct pt_error;
struct pt_record;
struct pt_source;
struct pt_timepiece;

struct pt_host_options {
	const char *name; /* of the workload or the program, for messages */
	const char *file; /* program to start; NULL: argv[0] */
	char *const *argv;
	const struct pt_record *record;
	int recording_fd;                         /* stays the caller's; -1: nothing is recorded */
	int input_fd;                             /* stays the caller's; 0: none */
	const struct pt_capacity_table *capacity; /* of the machine, for the recording */
	bool calibrate;                           /* the child measures the capacity first */
	uint64_t timeout_ns;                      /* 0: none */
	bool own_streams;                         /* the child has partop's own standard streams */
	bool own_signals; /* ... and what partop's caller ignored and blocked */
	bool mute;        /* stdout of the child is thrown away */
};

struct pt_host {
	const char *name;
	struct pt_child child;
	struct pt_source *source; /* NULL: nothing is recorded */
	const struct pt_timepiece *clock;
	struct pt_collect output;
	int recording_fd, signal_fd;
	uint64_t timeout_ns, deadline_ns, kill_ns; /* 0: none */
	uint64_t suspended_ns;
	uint64_t begun_ns,
		ended_ns; /* CLOCK_MONOTONIC: before the start, when the end was noticed */
	bool running, cancelled, timed_out, own_streams, has_terminal;
	int signal;     /* that ended partop, 0 none */
	int status;     /* of the child, as of waitpid() */
	int wait_error; /* errno: how the child ended is not known */
	char phase[64]; /* in which it ended */
};

/*
 * Starts the child.  Source and clock stay the caller's.  0, or -1 with e filled; pt_host_fini()
 * after success only.
 */
int pt_host_start(struct pt_host *h, const struct pt_host_options *o, struct pt_source *source,
	const struct pt_timepiece *clock, struct pt_error *e);

/* How the run ended: an exit code, or -1 with e filled when there is something to say. */
int pt_host_verdict(const struct pt_host *h, struct pt_error *e);

void pt_host_fini(struct pt_host *h);

/* ---- for the loops ---- */
void pt_host_on_output(void *host);
void pt_host_on_exit(void *host);
void pt_host_on_quit(void *host);
void pt_host_on_suspend(void *host);
void pt_host_on_resume(void *host);
void pt_host_on_tick(void *host);
bool pt_host_finished(void *host);

#endif
