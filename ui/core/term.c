/* SPDX-License-Identifier: MIT */
/*
 * Canvases to a terminal with ncurses: see term.h.
 *
 * ncurses is used as a renderer and a key decoder only: it writes into a memfd, and does not touch
 * the terminal's modes or signals.  `front` is the canvas as the terminal shows it.
 */
#define NCURSES_WIDECHAR 1
#include "ui/core/term.h"

#include <curses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ui/core/glyphs.h"
#include "ui/core/keys.h"
#include "ui/core/restore.h"
#include "ui/core/term_keys.h"
#include "ui/core/tty.h"

/* Last: it defines common words (lines, columns) as macros. */
#include <term.h>

struct pt_term {
	struct pt_tty tty;
	int frame_fd; /* the memfd that ncurses writes to */
	FILE *frame_file;
	SCREEN *screen;
	WINDOW *keys; /* a pad: reading from it never refreshes the screen */
	bool ascii, sync;
	attr_t attributes[PT_ROLES];
	short pairs[PT_ROLES];
	struct pt_canvas front;
	bool whole; /* the next frame is sent whole: front is not what the terminal shows */
	struct pt_text enter, leave, frame;
	cchar_t run[PT_CANVAS_MAX_W];
};

/* tputs() has no argument for where to. */
static struct pt_text *capability_out;

static int
put_byte(int byte)
{
	char b = (char)byte;

	pt_text_put(capability_out, &b, 1);
	return byte;
}

static const char *
capability(const char *name)
{
	const char *s = tigetstr(name);

	return s && s != (const char *)-1 ? s : NULL;
}

static void
add_capability(struct pt_text *out, const char *name)
{
	const char *s = capability(name);

	capability_out = out;
	if (s)
		(void)tputs(s, 1, put_byte);
}

/* ---- what the terminal can do ---- */

/* setupterm() for the environment's TERM; false when it cannot address the cursor. */
static bool
look_up(void)
{
	const char *name = getenv("TERM");
	int found;

	if (!name || !*name || strcmp(name, "dumb") == 0)
		return false;
	if (setupterm(NULL, STDOUT_FILENO, &found) != OK)
		return false;
	return capability("cup") != NULL;
}

bool
pt_term_usable(void)
{
	bool usable = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && look_up();

	if (cur_term)
		(void)del_curterm(cur_term);
	return usable;
}

void
pt_term_describe(char *out, size_t size)
{
	const char *name = getenv("TERM");
	bool usable = look_up();

	if (!name || !*name)
		(void)snprintf(out, size, "TERM is not set");
	else if (!usable)
		(void)snprintf(out, size, "%s: cannot move the cursor, no live screens", name);
	else
		(void)snprintf(out, size, "%s, %d colours, %s", name,
			tigetnum("colors") > 0 ? tigetnum("colors") : 0,
			pt_glyphs_can_block(name) ? "UTF-8 blocks" : "plain characters");
	if (cur_term)
		(void)del_curterm(cur_term);
}

static bool
wants_color(enum pt_ui_color color)
{
	const char *no = getenv("NO_COLOR");

	if (color == PT_UI_COLOR_AUTO)
		return !no || !*no;
	return color == PT_UI_COLOR_ALWAYS;
}

static attr_t
attributes_of(unsigned look)
{
	attr_t a = A_NORMAL;

	if (look & PT_LOOK_BOLD)
		a |= A_BOLD;
	if (look & PT_LOOK_DIM)
		a |= A_DIM;
	if (look & PT_LOOK_REVERSE)
		a |= A_REVERSE;
	if (look & PT_LOOK_UNDERLINE)
		a |= A_UNDERLINE;
	return a;
}

/* A colour pair per role: far below the 255 that some ncurses calls can hold. */
static void
set_up_theme(struct pt_term *t, enum pt_ui_color color)
{
	bool light = pt_theme_is_light(getenv("COLORFGBG"));
	int colors = 0;

	if (wants_color(color) && has_colors() && start_color() == OK && use_default_colors() == OK)
		colors = COLORS;
	for (int role = 0; role < PT_ROLES; role++) {
		struct pt_look look = pt_theme_look((enum pt_role)role, colors, light);

		t->attributes[role] = attributes_of(look.attributes);
		if (colors >= 8 && look.fg >= 0 && init_pair((short)(role + 1), look.fg, -1) == OK)
			t->pairs[role] = (short)(role + 1);
	}
}

/* ---- taking and giving back ---- */

/* ncurses flushes at every cursor jump until it has been through endwin() once.  All that it has
 * written so far is thrown away: entering and leaving the screen is done by t->enter, t->leave. */
static void
prime(struct pt_term *t)
{
	(void)refresh();
	(void)endwin();
	(void)refresh();
	(void)lseek(t->frame_fd, 0, SEEK_SET);
}

static void
make_sequences(struct pt_term *t)
{
	add_capability(&t->enter, "smcup");
	add_capability(&t->enter, "smkx");
	add_capability(&t->enter, "civis");
	add_capability(&t->enter, "sgr0");
	add_capability(&t->enter, "clear");
	if (t->sync)
		pt_text_add(&t->leave, "\033[?2026l");
	add_capability(&t->leave, "sgr0");
	add_capability(&t->leave, "rmkx");
	add_capability(&t->leave, "cnorm");
	/* Some terminals keep a row of the second screen when they were resized meanwhile, and some
	 * have no second screen. */
	add_capability(&t->leave, "clear");
	add_capability(&t->leave, "rmcup");
}

/* newterm() installs signal handlers where it finds the default action; they are taken out again.
 * The memfd has no size, and ncurses makes its buffer as large as it takes the screen to be at this
 * moment: so the environment, at which it looks only now, says the size. */
static SCREEN *
new_screen(struct pt_term *t)
{
	static const int its[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
	struct sigaction before[sizeof(its) / sizeof(its[0])];
	char size[2][16];
	SCREEN *screen;
	int w, h;

	pt_term_size(t, &w, &h);
	(void)snprintf(size[0], sizeof(size[0]), "%d", w);
	(void)snprintf(size[1], sizeof(size[1]), "%d", h);
	(void)setenv("COLUMNS", size[0], 1);
	(void)setenv("LINES", size[1], 1);
	for (size_t i = 0; i < sizeof(its) / sizeof(its[0]); i++)
		(void)sigaction(its[i], NULL, &before[i]);
	screen = newterm(NULL, t->frame_file, stdin);
	(void)unsetenv("COLUMNS");
	(void)unsetenv("LINES");
	for (size_t i = 0; i < sizeof(its) / sizeof(its[0]); i++)
		(void)sigaction(its[i], &before[i], NULL);
	return screen;
}

static int
open_screen(struct pt_term *t, struct pt_error *e)
{
	t->frame_fd = memfd_create("partop-frame", MFD_CLOEXEC);
	if (t->frame_fd < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "memfd_create");
	t->frame_file = fdopen(t->frame_fd, "w");
	if (!t->frame_file)
		pt_out_of_memory();
	t->screen = new_screen(t);
	if (!t->screen)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "cannot draw on this terminal");
	(void)cbreak();
	(void)noecho();
	(void)nonl();
	(void)typeahead(-1);
	(void)curs_set(0);
	t->keys = pt_term_keys_open();
	return 0;
}

static void
free_term(struct pt_term *t)
{
	if (t->screen) {
		(void)endwin();
		if (t->keys)
			(void)delwin(t->keys);
		delscreen(t->screen);
	}
	if (t->frame_file)
		(void)fclose(t->frame_file);
	pt_tty_close(&t->tty);
	pt_canvas_fini(&t->front);
	pt_text_fini(&t->enter);
	pt_text_fini(&t->leave);
	pt_text_fini(&t->frame);
	free(t);
}

static bool
knows_synchronized_updates(const char *name)
{
	return strncmp(name, "linux", 5) != 0 && strncmp(name, "vt", 2) != 0;
}

struct pt_term *
pt_term_open(bool ascii, enum pt_ui_color color, struct pt_error *e)
{
	const char *name = getenv("TERM");
	struct pt_term *t;

	if (!pt_term_usable()) {
		(void)pt_fail(e, PT_EXIT_ENVIRONMENT, "cannot draw on this terminal (TERM=%s)",
			name ? name : "");
		return NULL;
	}
	t = pt_xcalloc(1, sizeof(*t));
	if (pt_tty_open(&t->tty, e) != 0 || open_screen(t, e) != 0) {
		free_term(t);
		return NULL;
	}
	t->ascii = ascii || !pt_glyphs_can_block(name);
	t->sync = knows_synchronized_updates(name);
	set_up_theme(t, color);
	make_sequences(t);
	prime(t);
	pt_term_enter(t);
	return t;
}

void
pt_term_enter(struct pt_term *t)
{
	pt_restore_arm(t->tty.out, &t->tty.before, pt_text_string(&t->leave), t->leave.len);
	pt_tty_raw(&t->tty);
	pt_term_repaint(t);
}

void
pt_term_leave(struct pt_term *t)
{
	pt_tty_drain(&t->tty);
	pt_restore_disarm();
}

void
pt_term_close(struct pt_term *t)
{
	if (!t)
		return;
	pt_term_leave(t);
	free_term(t);
}

/* ---- showing ---- */

static void
send_run(struct pt_term *t, const struct pt_canvas *c, int y, int from, int to)
{
	const struct pt_cell *row = &c->cells[(size_t)y * (size_t)c->w];
	int n = 0;

	for (int x = from; x < to; x++) {
		wchar_t text[2] = { (wchar_t)row[x].glyph, 0 };

		if (row[x].width == 0)
			continue;
		(void)setcchar(&t->run[n++], text, t->attributes[row[x].role],
			t->pairs[row[x].role], NULL);
	}
	(void)mvadd_wchnstr(y, from, t->run, n);
}

/* A run begins and ends at whole characters, of the canvas and of what it replaces. */
static bool
same(const struct pt_cell *a, const struct pt_cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static void
send_row(struct pt_term *t, const struct pt_canvas *c, int y)
{
	struct pt_cell *front = &t->front.cells[(size_t)y * (size_t)c->w];
	const struct pt_cell *back = &c->cells[(size_t)y * (size_t)c->w];
	int from = 0, to = c->w;

	if (!t->whole && memcmp(front, back, (size_t)c->w * sizeof(*front)) == 0)
		return;
	while (!t->whole && from < to && same(&front[from], &back[from]))
		from++;
	while (!t->whole && to > from && same(&front[to - 1], &back[to - 1]))
		to--;
	while (from > 0 && (back[from].width == 0 || front[from].width == 0))
		from--;
	while (to < c->w && (back[to].width == 0 || front[to].width == 0))
		to++;
	send_run(t, c, y, from, to);
	memcpy(front + from, back + from, (size_t)(to - from) * sizeof(*front));
}

/* What ncurses has rendered, as one write to the terminal. */
static void
send_frame(struct pt_term *t)
{
	off_t size = lseek(t->frame_fd, 0, SEEK_CUR), at = 0;
	char part[4096];

	pt_text_clear(&t->frame);
	if (t->sync)
		pt_text_add(&t->frame, "\033[?2026h");
	if (t->whole)
		pt_text_put(&t->frame, pt_text_string(&t->enter), t->enter.len);
	while (at < size) {
		size_t want = size - at < (off_t)sizeof(part) ? (size_t)(size - at) : sizeof(part);
		ssize_t n = pread(t->frame_fd, part, want, at); /* behind it lies an older frame */

		if (n <= 0)
			break;
		pt_text_put(&t->frame, part, (size_t)n);
		at += n;
	}
	(void)lseek(t->frame_fd, 0, SEEK_SET);
	if (t->sync)
		pt_text_add(&t->frame, "\033[?2026l");
	if (size > 0 || t->whole)
		pt_tty_send(&t->tty, t->frame.s, t->frame.len);
}

bool
pt_term_present(struct pt_term *t, const struct pt_canvas *c)
{
	if (!pt_tty_flush(&t->tty))
		return false;
	if (t->front.w != c->w || t->front.h != c->h) {
		pt_canvas_resize(&t->front, c->w, c->h);
		(void)resize_term(c->h, c->w);
		t->whole = true;
	}
	if (t->whole)
		(void)clearok(stdscr, TRUE);
	for (int y = 0; y < c->h; y++)
		send_row(t, c, y);
	if (c->cursor_x >= 0) {
		(void)curs_set(1);
		(void)move(c->cursor_y, c->cursor_x);
	} else {
		(void)curs_set(0);
		(void)move(0, 0);
	}
	(void)refresh();
	send_frame(t);
	t->whole = false;
	return true;
}

bool
pt_term_busy(const struct pt_term *t)
{
	return pt_tty_busy(&t->tty);
}

bool
pt_term_go_on(struct pt_term *t)
{
	return pt_tty_flush(&t->tty);
}

void
pt_term_repaint(struct pt_term *t)
{
	t->whole = true;
}

void
pt_term_size(struct pt_term *t, int *w, int *h)
{
	pt_tty_size(&t->tty, w, h);
	if (*w > PT_CANVAS_MAX_W)
		*w = PT_CANVAS_MAX_W;
	if (*h > PT_CANVAS_MAX_H)
		*h = PT_CANVAS_MAX_H;
	if (*w != t->front.w || *h != t->front.h)
		pt_term_repaint(t);
}

int
pt_term_key(struct pt_term *t)
{
	return pt_term_keys_next(t->keys);
}

bool
pt_term_ascii(const struct pt_term *t)
{
	return t->ascii;
}

int
pt_term_in_fd(const struct pt_term *t)
{
	return t->tty.in;
}

int
pt_term_out_fd(const struct pt_term *t)
{
	return t->tty.out;
}

bool
pt_term_gone(const struct pt_term *t)
{
	return t->tty.gone;
}
