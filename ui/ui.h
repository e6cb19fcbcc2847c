/* SPDX-License-Identifier: MIT */
/*
 * The live screens: the one entry point for the commands.
 *
 * The owner of each thing while pt_ui_run() runs:
 *	terminal	the UI: stdin and stdout, both must be a terminal.  It is as it was before
 *			when pt_ui_run() returns, and also after exit(), abort() and a fatal signal.
 *	signals		the host blocks SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGTSTP and opens
 *			signal_fd (a non-blocking signalfd) for them; the UI reads it.  SIGWINCH,
 *			SIGCONT and the fatal signals (SIGSEGV, SIGABRT, ...) are the UI's own, put
 *			back on return.  The host ignores SIGPIPE.
 *	child		the host: it starts, stops, cancels, kills and reaps it; the UI only polls.
 *	source		the host opens and closes it, and looks at it when on_look() is called, before
 *			each frame; which time of the recording is shown, the host decides.
 *	time		the UI reads the clock it is given and no other; frames are paced by it.
 *
 * How it ends:
 *	q while the child runs	on_quit() once: the host cancels the child, and kills it after 2 s.
 *			The UI stays until the child is gone (pidfd), then returns PT_UI_QUIT.  A
 *			second q returns at once, and so do 2.5 s: the host must then end the child.
 *	q after it ended	returns PT_UI_QUIT.
 *	INT, TERM, QUIT	returns PT_UI_SIGNAL at once, *end_signal says which; the host ends the
 *			child and exits with 128 + N.  ^C comes as SIGINT (the child is not in the
 *			terminal's foreground process group, so it does not see it).
 *	HUP, terminal gone	returns PT_UI_HANGUP; nothing can be shown any more.
 *	finished() true	returns PT_UI_QUIT; for a host that wants to leave on its own (--timeout).
 *	no such terminal	returns PT_UI_UNUSABLE before anything was written; e says why.
 *
 * ^Z: on_suspend() (the host stops the child), the terminal is given back, the process stops; after
 * SIGCONT the terminal is taken again and on_resume() called.
 *
 * Callbacks run on the calling thread, must not block, must not write to the terminal, and may be
 * NULL.  File descriptors may be -1.
 */
#ifndef PT_UI_UI_H
#define PT_UI_UI_H

#include <stdbool.h>

struct pt_timepiece;
struct pt_error;
struct pt_source;

enum pt_ui_color {
	PT_UI_COLOR_AUTO,   /* colour unless NO_COLOR is set and not empty */
	PT_UI_COLOR_ALWAYS, /* also with NO_COLOR */
	PT_UI_COLOR_NEVER
};

enum pt_ui_end { PT_UI_QUIT, PT_UI_SIGNAL, PT_UI_HANGUP, PT_UI_UNUSABLE };

struct pt_ui_options {
	struct pt_source *source;
	const struct pt_timepiece *clock;
	bool ascii;  /* plain characters even where the terminal could do more */
	bool replay; /* the source is finished: its past can be shown, instant by instant */
	enum pt_ui_color color;
	int pidfd;        /* readable when the child has ended; -1: there is no child */
	int child_out_fd; /* readable: on_child_output() must read or close what is there */
	int signal_fd;    /* see above; -1: the UI makes its own */
	void *host;
	void (*on_look)(void *host);         /* brings the source up to date */
	void (*on_child_output)(void *host); /* also at its end of file, then never again */
	void (*on_child_exit)(void *host);   /* once; the host reaps it, pt_source_ended() */
	void (*on_quit)(void *host);
	void (*on_suspend)(void *host);
	void (*on_resume)(void *host);
	void (*on_tick)(void *host); /* 2 to 10 times a second while the child runs */
	bool (*finished)(void *host);
	int *end_signal; /* PT_UI_SIGNAL: its number; may be NULL */
};

/* Runs until it ends.  Returns an enum pt_ui_end; for PT_UI_UNUSABLE e is filled. */
int pt_ui_run(const struct pt_ui_options *o, struct pt_error *e);

/* True when stdin and stdout are a terminal on which pt_ui_run() can draw. */
bool pt_ui_usable(void);

/* What the terminal can do, for `partop info`: "xterm-256color, 256 colours, UTF-8 blocks". */
void pt_ui_describe(char *out, unsigned size);

#endif
