/* SPDX-License-Identifier: MIT */
/*
 * Replay: the instant of a finished recording that is shown, and how it moves.  No terminal, no clock:
 * seconds and keys in, an instant out.
 */
#ifndef PT_UI_CORE_REPLAY_H
#define PT_UI_CORE_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pt_over_time;

struct pt_replay {
	bool on;     /* a recording is replayed */
	bool placed; /* it has begun: at the end, with a speed that suits its length */
	bool runs, backward;
	int speed;       /* index into the speeds there are */
	uint64_t at;     /* ticks; o->end: the end is shown */
	char event[160]; /* what happened at `at`, "" nothing or not asked */
};

/* At first: the end, stopped. */
void pt_replay_begin(struct pt_replay *r, const struct pt_over_time *o);

/* Time goes on by `s` seconds of the viewer's.  True: another instant is shown. */
bool pt_replay_advance(struct pt_replay *r, const struct pt_over_time *o, double s);

/* Shows another instant, as far as the recording goes. */
void pt_replay_seek(struct pt_replay *r, const struct pt_over_time *o, uint64_t at);

/* Starts and stops; at an end it starts from the other one. */
void pt_replay_toggle(struct pt_replay *r, const struct pt_over_time *o);

/* To the next event of the shown pool, or (direction < 0) the one before; steals only, or all. */
bool pt_replay_step(struct pt_replay *r, const struct pt_over_time *o, int direction, bool steals);

/* Twice or half as fast, roughly. */
void pt_replay_faster(struct pt_replay *r, int by);

/* "x 1/30". */
char *pt_replay_speed(char *out, size_t size, const struct pt_replay *r);

#endif
