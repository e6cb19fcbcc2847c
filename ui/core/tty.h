/* SPDX-License-Identifier: MIT */
/*
 * The terminal as a device: its modes, its size, and output that never blocks.
 *
 * Output goes through an open file of our own in non-blocking mode, where the device can be opened
 * again: a terminal that is stopped (^S) or slow must not hold up signals and the child.  What
 * could not be written stays *pending*; nothing new is sent before it is gone.
 */
#ifndef PT_UI_CORE_TTY_H
#define PT_UI_CORE_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "base/text.h"

struct pt_error;

#define PT_TTY_PATIENCE_MS 1000 /* the end waits so long for a terminal that takes nothing */

struct pt_tty {
	int in, out;
	bool own_out;          /* out is ours to close */
	bool gone;             /* the terminal was closed */
	struct termios before; /* the modes to go back to */
	struct pt_text pending;
	size_t sent; /* of pending */
};

/* stdin and stdout; -1 with e filled when they are not a terminal. */
int pt_tty_open(struct pt_tty *t, struct pt_error *e);
void pt_tty_close(struct pt_tty *t);

/* Keys at once and unechoed; ^C and ^Z stay signals. */
void pt_tty_raw(struct pt_tty *t);

void pt_tty_size(const struct pt_tty *t, int *w, int *h);

/* Bytes in one write(2) as far as the terminal takes them.  Only when nothing is pending. */
void pt_tty_send(struct pt_tty *t, const char *bytes, size_t n);
/* Goes on with what is pending; true when nothing is any more. */
bool pt_tty_flush(struct pt_tty *t);
bool pt_tty_busy(const struct pt_tty *t); /* something is pending */
/* Flushes, waiting for the terminal for PT_TTY_PATIENCE_MS at most, then drops the rest: for the end,
 * when there will be no later turn. */
void pt_tty_drain(struct pt_tty *t);

#endif
