/* SPDX-License-Identifier: MIT */
/*
 * The loop of the live screens: see ui.h.  It waits for keys, signals, the child and the next frame
 * at once; draws ten times a second while there is something to follow, at once after a key, and
 * never when nothing has happened.
 */
#include "ui/ui.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/timepiece.h"
#include "base/error.h"
#include "metrics/source.h"
#include "ui/core/governor.h"
#include "ui/core/keys.h"
#include "ui/core/screen.h"
#include "ui/core/term.h"

#define QUIT_PATIENCE_NS 2500000000u

struct app {
	const struct pt_ui_options *o;
	struct pt_term *term;
	struct pt_canvas canvas;
	struct pt_ui_state state;
	struct pt_governor governor;
	sigset_t mask_before;
	int own_signals; /* signalfd for WINCH and CONT, and the host's when it has none */
	bool child_gone, output_closed, draw, leave;
	int end;                                       /* enum pt_ui_end */
	uint64_t next_frame_ns, quit_by_ns, played_ns; /* played: up to when, 0: it stands */
};

enum { WAIT_KEYS, WAIT_TERM, WAIT_HOST_SIGNALS, WAIT_OWN_SIGNALS, WAIT_CHILD, WAIT_OUTPUT, WAITS };

static uint64_t
now_ns(const struct app *a)
{
	return pt_timepiece_now_ns(a->o->clock);
}

static const struct pt_model *
live(const struct app *a)
{
	return pt_source_model(a->o->source);
}

static void
call(const struct app *a, void (*callback)(void *host))
{
	if (callback)
		callback(a->o->host);
}

static void
leave(struct app *a, enum pt_ui_end end)
{
	if (!a->leave)
		a->end = end;
	a->leave = true;
}

static bool
child_runs(const struct app *a)
{
	return a->o->pidfd >= 0 && !a->child_gone;
}

/* Whether time alone changes what is shown. */
static bool
ticking(const struct app *a)
{
	if (a->state.replay.on)
		return a->state.replay.runs;
	return child_runs(a) || live(a)->state <= PT_MODEL_RUNNING;
}

/* ---- drawing ---- */

static void
fit_to_terminal(struct app *a)
{
	int w, h;

	pt_term_size(a->term, &w, &h);
	if (w != a->canvas.w || h != a->canvas.h)
		pt_canvas_resize(&a->canvas, w, h);
}

/* Only what a view asks for is looked up: it costs time with every look. */
static void
ask_over_time(struct app *a)
{
	if (!pt_views[a->state.view]->over_time && !a->state.replay.on)
		return;
	a->state.over_time = pt_source_over_time(a->o->source);
	if (a->state.replay.on && a->state.over_time)
		pt_replay_begin(&a->state.replay, a->state.over_time);
}

static void
draw(struct app *a)
{
	struct pt_screen screen = { .live = live(a),
		.state = &a->state,
		.glyphs = pt_glyphs(pt_term_ascii(a->term)),
		.ui_cost = a->governor.cost };

	fit_to_terminal(a);
	ask_over_time(a);
	pt_screen_draw(&a->canvas, &screen);
	/* A terminal that is still busy with the last frame gets the newest one later. */
	a->draw = !pt_term_present(a->term, &a->canvas) || a->state.again;
	if (pt_term_gone(a->term))
		leave(a, PT_UI_HANGUP);
}

static void
seek(struct app *a)
{
	(void)pt_source_seek(a->o->source, a->state.replay.at);
}

/* The recording goes on by as much as the viewer's time has. */
static void
play(struct app *a, uint64_t now)
{
	double s = a->played_ns != 0 ? (double)(now - a->played_ns) / 1e9 : 0;

	a->played_ns = now;
	if (a->state.over_time && pt_replay_advance(&a->state.replay, a->state.over_time, s))
		seek(a);
	if (!a->state.replay.runs)
		a->played_ns = 0;
}

static void
tick(struct app *a)
{
	uint64_t now = now_ns(a);

	if (a->state.replay.on)
		play(a, now);

	call(a, a->o->on_tick);
	call(a, a->o->on_look);
	pt_governor_step(&a->governor, now, pt_timepiece_cpu_ns(a->o->clock));
	a->next_frame_ns += a->governor.period_ns;
	if (a->next_frame_ns <= now)
		a->next_frame_ns = now + a->governor.period_ns;
	if (a->state.quitting && now >= a->quit_by_ns)
		leave(a, PT_UI_QUIT);
	a->draw = true;
}

/* ---- events ---- */

static void
quit(struct app *a)
{
	if (!child_runs(a) || a->state.quitting) {
		leave(a, PT_UI_QUIT);
		return;
	}
	a->state.quitting = true;
	a->quit_by_ns = now_ns(a) + QUIT_PATIENCE_NS;
	call(a, a->o->on_quit);
}

/* Stops as any program does on SIGTSTP: by its default action, which the kernel leaves out where
 * no shell is there to wake the process again. */
static void
stop_here(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL }, before;
	sigset_t stop, mask;

	(void)sigemptyset(&stop);
	(void)sigaddset(&stop, SIGTSTP);
	(void)sigaction(SIGTSTP, &standard, &before);
	(void)raise(SIGTSTP);
	(void)pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
	(void)pthread_sigmask(SIG_SETMASK, &mask, NULL);
	(void)sigaction(SIGTSTP, &before, NULL);
}

static void
suspend(struct app *a)
{
	call(a, a->o->on_suspend);
	pt_term_leave(a->term);
	stop_here();
	pt_term_enter(a->term);
	call(a, a->o->on_resume);
	a->next_frame_ns = now_ns(a);
	a->draw = true;
}

static void
on_keys(struct app *a)
{
	int key;

	while (!a->leave && (key = pt_term_key(a->term)) != PT_KEY_NONE) {
		unsigned effect = pt_ui_state_key(&a->state, key, live(a));

		if (effect & PT_UI_EFFECT_POOL)
			pt_source_choose_pool(a->o->source, a->state.pool);
		if (effect & PT_UI_EFFECT_SEEK)
			seek(a);
		if (effect & PT_UI_EFFECT_REPAINT)
			pt_term_repaint(a->term);
		if (effect & PT_UI_EFFECT_DRAW)
			a->draw = true;
		if (effect & PT_UI_EFFECT_QUIT)
			quit(a);
		if (effect & PT_UI_EFFECT_SUSPEND)
			suspend(a);
	}
}

/* Readable without a byte to read: the terminal was closed. */
static void
on_terminal(struct app *a, short events)
{
	int bytes = 0;

	if (events & (POLLERR | POLLHUP | POLLNVAL)) {
		leave(a, PT_UI_HANGUP);
		return;
	}
	if (ioctl(pt_term_in_fd(a->term), FIONREAD, &bytes) == 0 && bytes == 0) {
		leave(a, PT_UI_HANGUP);
		return;
	}
	on_keys(a);
}

static void
on_signal(struct app *a, int signo)
{
	switch (signo) {
	case SIGINT:
	case SIGTERM:
	case SIGQUIT:
		if (a->o->end_signal && !a->leave)
			*a->o->end_signal = signo;
		leave(a, PT_UI_SIGNAL);
		break;
	case SIGHUP:
		leave(a, PT_UI_HANGUP);
		break;
	case SIGTSTP:
		suspend(a);
		break;
	case SIGCONT:
		/* Stopped by another process: the terminal may have been used since. */
		pt_term_enter(a->term);
		a->draw = true;
		break;
	case SIGWINCH:
		a->draw = true;
		break;
	default:
		break;
	}
}

static void
read_signals(struct app *a, int fd)
{
	struct signalfd_siginfo info;

	while (!a->leave && read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
		on_signal(a, (int)info.ssi_signo);
}

static void
on_child_exit(struct app *a)
{
	a->child_gone = true;
	call(a, a->o->on_child_exit);
	call(a, a->o->on_look);
	a->draw = true;
	if (a->state.quitting)
		leave(a, PT_UI_QUIT);
}

static void
on_output(struct app *a, short events)
{
	if (!(events & POLLIN))
		a->output_closed = true;
	call(a, a->o->on_child_output);
}

/* ---- the loop ---- */

static void
prepare(const struct app *a, struct pollfd p[WAITS])
{
	bool busy = pt_term_busy(a->term);

	p[WAIT_KEYS] = (struct pollfd){ .fd = pt_term_in_fd(a->term), .events = POLLIN };
	p[WAIT_TERM] =
		(struct pollfd){ .fd = busy ? pt_term_out_fd(a->term) : -1, .events = POLLOUT };
	p[WAIT_HOST_SIGNALS] = (struct pollfd){ .fd = a->o->signal_fd, .events = POLLIN };
	p[WAIT_OWN_SIGNALS] = (struct pollfd){ .fd = a->own_signals, .events = POLLIN };
	p[WAIT_CHILD] = (struct pollfd){ .fd = child_runs(a) ? a->o->pidfd : -1, .events = POLLIN };
	p[WAIT_OUTPUT] = (struct pollfd){ .fd = a->output_closed ? -1 : a->o->child_out_fd,
		.events = POLLIN };
}

/* Milliseconds until the next frame, rounded up: too early would mean one more turn. */
static int
patience_ms(const struct app *a)
{
	uint64_t now = now_ns(a);

	if (a->state.again && !pt_term_busy(a->term))
		return 0;
	if (!ticking(a))
		return -1;
	return now >= a->next_frame_ns ? 0 : (int)((a->next_frame_ns - now + 999999) / 1000000);
}

/* The rest of a frame that the terminal took in part: nothing else would send it once the run is
 * over. */
static void
on_room(struct app *a)
{
	(void)pt_term_go_on(a->term);
	if (pt_term_gone(a->term))
		leave(a, PT_UI_HANGUP);
}

static void
handle(struct app *a, const struct pollfd p[WAITS])
{
	if (p[WAIT_TERM].revents)
		on_room(a);
	if (p[WAIT_HOST_SIGNALS].revents & POLLIN)
		read_signals(a, p[WAIT_HOST_SIGNALS].fd);
	if (p[WAIT_OWN_SIGNALS].revents & POLLIN)
		read_signals(a, p[WAIT_OWN_SIGNALS].fd);
	if (p[WAIT_OUTPUT].revents)
		on_output(a, p[WAIT_OUTPUT].revents);
	if (p[WAIT_CHILD].revents)
		on_child_exit(a);
	if (p[WAIT_KEYS].revents && !a->leave)
		on_terminal(a, p[WAIT_KEYS].revents);
}

static void
turn(struct app *a)
{
	struct pollfd p[WAITS];

	prepare(a, p);
	if (poll(p, WAITS, patience_ms(a)) < 0)
		memset(p, 0, sizeof(p)); /* a signal of the host's: look at the clock */
	else
		handle(a, p);
	if (!a->leave && ticking(a) && now_ns(a) >= a->next_frame_ns)
		tick(a);
	if (!a->leave && a->o->finished && a->o->finished(a->o->host))
		leave(a, PT_UI_QUIT);
	if (!a->leave && a->draw)
		draw(a);
}

/* SIGWINCH and SIGCONT come as data, like everything else the loop waits for. */
static void
take_signals(struct app *a)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGWINCH);
	(void)sigaddset(&set, SIGCONT);
	if (a->o->signal_fd < 0) {
		(void)sigaddset(&set, SIGINT);
		(void)sigaddset(&set, SIGTERM);
		(void)sigaddset(&set, SIGHUP);
		(void)sigaddset(&set, SIGQUIT);
		(void)sigaddset(&set, SIGTSTP);
	}
	(void)pthread_sigmask(SIG_BLOCK, &set, &a->mask_before);
	a->own_signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void
release_signals(struct app *a)
{
	if (a->own_signals >= 0)
		(void)close(a->own_signals);
	(void)pthread_sigmask(SIG_SETMASK, &a->mask_before, NULL);
}

int
pt_ui_run(const struct pt_ui_options *o, struct pt_error *e)
{
	struct app a = { .o = o, .end = PT_UI_QUIT };

	(void)setlocale(LC_CTYPE, "");
	take_signals(&a);
	a.term = pt_term_open(o->ascii, o->color, e);
	if (!a.term) {
		release_signals(&a);
		return PT_UI_UNUSABLE;
	}
	pt_ui_state_init(&a.state);
	a.state.replay.on = o->replay;
	pt_governor_init(&a.governor, now_ns(&a), pt_timepiece_cpu_ns(o->clock));
	a.next_frame_ns = now_ns(&a) + a.governor.period_ns;
	draw(&a);
	while (!a.leave)
		turn(&a);
	pt_term_close(a.term);
	pt_ui_state_fini(&a.state);
	pt_canvas_fini(&a.canvas);
	release_signals(&a);
	return a.end;
}

bool
pt_ui_usable(void)
{
	return pt_term_usable();
}

void
pt_ui_describe(char *out, unsigned size)
{
	(void)setlocale(LC_CTYPE, "");
	pt_term_describe(out, size);
}
