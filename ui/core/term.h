/* SPDX-License-Identifier: MIT */
/*
 * The terminal: shows canvases, reads keys.  term.c and term_keys.c alone know ncurses.
 *
 * One frame is one write(2): ncurses renders into a file in memory, from where the bytes go to the
 * terminal between the marks of a synchronized update.
 */
#ifndef PT_UI_CORE_TERM_H
#define PT_UI_CORE_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/core/canvas.h"
#include "ui/ui.h"

struct pt_term;

/* Takes the terminal.  NULL with e filled when there is none to draw on; then nothing was written.
 * One at a time. */
struct pt_term *pt_term_open(bool ascii, enum pt_ui_color color, struct pt_error *e);
/* Gives the terminal back as it was. */
void pt_term_close(struct pt_term *t);

/* For ^Z: gives it back for a while; takes it again, and the next frame is sent whole. */
void pt_term_leave(struct pt_term *t);
void pt_term_enter(struct pt_term *t);

/* Whether pictures must be drawn with plain characters. */
bool pt_term_ascii(const struct pt_term *t);

/* Asks the terminal for its size; sends the next frame whole if it has changed. */
void pt_term_size(struct pt_term *t, int *w, int *h);

/* Shows a canvas: only what differs from the last one.  False: the terminal still has to take the
 * one before; present again when it has. */
bool pt_term_present(struct pt_term *t, const struct pt_canvas *c);

/* Whether the terminal has taken a frame in part only.  Then wait until out_fd is writable, and go
 * on; true: the frame is whole now. */
bool pt_term_busy(const struct pt_term *t);
bool pt_term_go_on(struct pt_term *t);

/* The next frame is sent whole. */
void pt_term_repaint(struct pt_term *t);

/* The next key that was typed (ui/core/keys.h), PT_KEY_NONE when there is none.  Never waits, except
 * 25 ms behind an escape character. */
int pt_term_key(struct pt_term *t);

int pt_term_in_fd(const struct pt_term *t);
int pt_term_out_fd(const struct pt_term *t);
/* It was closed: nothing will be shown any more. */
bool pt_term_gone(const struct pt_term *t);

bool pt_term_usable(void);
void pt_term_describe(char *out, size_t size);

#endif
