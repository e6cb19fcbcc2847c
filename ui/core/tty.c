/* SPDX-License-Identifier: MIT */
/* Modes, size and output of the terminal: see tty.h. */
#include "ui/core/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

/* The same device once more; not in a container that has another /dev/pts. */
static int
open_again(int fd)
{
	char name[256];
	struct stat a, b;
	int again;

	if (ttyname_r(fd, name, sizeof(name)) != 0)
		return -1;
	again = open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (again < 0)
		return -1;
	if (fstat(fd, &a) == 0 && fstat(again, &b) == 0 && a.st_rdev == b.st_rdev)
		return again;
	(void)close(again);
	return -1;
}

int
pt_tty_open(struct pt_tty *t, struct pt_error *e)
{
	memset(t, 0, sizeof(*t));
	t->in = STDIN_FILENO;
	t->out = STDOUT_FILENO;
	if (!isatty(t->in) || !isatty(t->out) || tcgetattr(t->in, &t->before) != 0)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "stdin and stdout are not a terminal");
	t->out = open_again(STDOUT_FILENO);
	t->own_out = t->out >= 0;
	if (!t->own_out)
		t->out = STDOUT_FILENO;
	return 0;
}

void
pt_tty_close(struct pt_tty *t)
{
	if (t->own_out)
		(void)close(t->out);
	pt_text_fini(&t->pending);
	t->own_out = false;
}

/* The renderer moves with bare line feeds and tabs: the kernel must not translate them. */
void
pt_tty_raw(struct pt_tty *t)
{
	struct termios raw = t->before;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	raw.c_lflag |= ISIG;
	raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP);
	raw.c_oflag &= ~(tcflag_t)(ONLCR | OCRNL | ONLRET | TABDLY);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	while (tcsetattr(t->in, TCSADRAIN, &raw) != 0 && errno == EINTR)
		;
}

void
pt_tty_size(const struct pt_tty *t, int *w, int *h)
{
	struct winsize size;

	*w = 80;
	*h = 24;
	if (ioctl(t->in, TIOCGWINSZ, &size) != 0)
		return;
	if (size.ws_col > 0)
		*w = size.ws_col;
	if (size.ws_row > 0)
		*h = size.ws_row;
}

bool
pt_tty_flush(struct pt_tty *t)
{
	while (t->sent < t->pending.len) {
		ssize_t n = write(t->out, t->pending.s + t->sent, t->pending.len - t->sent);

		if (n > 0) {
			t->sent += (size_t)n;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return false;
		t->gone = true;
		break;
	}
	pt_text_clear(&t->pending);
	t->sent = 0;
	return true;
}

void
pt_tty_send(struct pt_tty *t, const char *bytes, size_t n)
{
	pt_text_put(&t->pending, bytes, n);
	(void)pt_tty_flush(t);
}

bool
pt_tty_busy(const struct pt_tty *t)
{
	return t->pending.len > 0;
}

void
pt_tty_drain(struct pt_tty *t)
{
	struct pollfd p = { .fd = t->out, .events = POLLOUT };

	while (!pt_tty_flush(t)) {
		int ready = poll(&p, 1, PT_TTY_PATIENCE_MS);

		if (ready == 0 || (ready < 0 && errno != EINTR))
			break;
	}
	pt_text_clear(&t->pending);
	t->sent = 0;
}
