/* SPDX-License-Identifier: MIT */
/*
 * What is being watched: a source of numbers, the clock by which it is read, and the child that
 * makes them, where partop started it.
 *
 *	run, exec	a live recording, the real clock, a child	(launch.h)
 *	report		a finished recording, no child
 *	compare, scale	many children, one after the other	(trials.h)
 *
 * A replay brings a cursor for a clock, an attach a live recording without a child.
 */
#ifndef PT_SESSION_SESSION_H
#define PT_SESSION_SESSION_H

#include <stdbool.h>

struct pt_error;
struct pt_host;
struct pt_host_options;
struct pt_source;
struct pt_timepiece;

struct pt_session {
	struct pt_source *source;         /* NULL: a child that is timed and not recorded */
	const struct pt_timepiece *clock; /* the caller's */
	struct pt_host *child;            /* NULL: partop started none */
	bool plans;                       /* the child tells at once what it will do */
};

/* Opens a recording in a file.  0, or -1 with e filled; pt_session_end() after success only. */
int pt_session_of_file(struct pt_session *s, const char *path, const struct pt_timepiece *clock,
	struct pt_error *e);

/* Starts a child that records into the caller's descriptor, or not at all.  0 or -1 as above. */
int pt_session_of_child(struct pt_session *s, const struct pt_host_options *o,
	const struct pt_timepiece *clock, struct pt_error *e);

/* Brings the source up to date. */
void pt_session_look(const struct pt_session *s);

/* Whether a child of the session still runs. */
bool pt_session_runs(const struct pt_session *s);

/* A child must have ended before. */
void pt_session_end(struct pt_session *s);

#endif
