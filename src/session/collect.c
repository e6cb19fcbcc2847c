/* SPDX-License-Identifier: MIT */
/*
 * Pieces in the order read, each with its stream; the oldest are dropped when there are too many
 * bytes.  One epoll descriptor stands for both pipes, so that a poll loop needs only one.
 */
#include "session/collect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"

struct pt_collect_piece {
	struct pt_collect_piece *next;
	int stream;
	size_t len;
	char bytes[];
};

static int
watch(struct pt_collect *c, int stream, int fd)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = stream };

	c->fd[stream] = fd;
	if (fd < 0)
		return 0;
	return epoll_ctl(c->ready_fd, EPOLL_CTL_ADD, fd, &ev);
}

int
pt_collect_begin(struct pt_collect *c, int out, int err)
{
	*c = (struct pt_collect){ .ready_fd = epoll_create1(EPOLL_CLOEXEC), .fd = { -1, -1 } };
	if (c->ready_fd < 0 || watch(c, 0, out) < 0 || watch(c, 1, err) < 0)
		return -errno;
	return 0;
}

static void
drop_oldest(struct pt_collect *c)
{
	struct pt_collect_piece *p = c->first;

	c->first = p->next;
	c->bytes -= p->len;
	c->left_out += p->len;
	free(p);
}

static void
keep(struct pt_collect *c, int stream, const char *bytes, size_t len)
{
	struct pt_collect_piece *p = pt_xcalloc(1, sizeof(*p) + len);

	p->stream = stream;
	p->len = len;
	memcpy(p->bytes, bytes, len);
	if (c->first == NULL)
		c->first = p;
	else
		c->last->next = p;
	c->last = p;
	c->bytes += len;
	c->errors |= stream == 1;
	while (c->bytes > PT_COLLECT_BYTES)
		drop_oldest(c);
}

static void
read_stream(struct pt_collect *c, int stream)
{
	char buf[4096];
	ssize_t n;

	if (c->fd[stream] < 0)
		return;
	/* Bounded, so that a program that never stops printing cannot hold the screens. */
	for (int i = 0; i < 64; i++) {
		n = read(c->fd[stream], buf, sizeof(buf));
		if (n <= 0)
			break;
		keep(c, stream, buf, (size_t)n);
		if ((size_t)n < sizeof(buf))
			return;
	}
	if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return;
	epoll_ctl(c->ready_fd, EPOLL_CTL_DEL, c->fd[stream], NULL);
	c->fd[stream] = -1; /* the child's owner closes it */
}

void
pt_collect_read(struct pt_collect *c)
{
	read_stream(c, 0);
	read_stream(c, 1);
}

void
pt_collect_replay(struct pt_collect *c)
{
	fflush(stdout);
	if (c->left_out > 0)
		fprintf(stderr, "partop: %llu bytes of output left out here\n",
			(unsigned long long)c->left_out);
	for (struct pt_collect_piece *p = c->first; p != NULL; p = p->next) {
		FILE *f = p->stream == 0 ? stdout : stderr;

		fwrite(p->bytes, 1, p->len, f);
		fflush(f);
	}
	while (c->first != NULL)
		drop_oldest(c);
	c->left_out = 0;
}

/* Length of a text without the blanks and newlines at its end. */
static size_t
without_end(const char *text, size_t len)
{
	while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
		len--;
	return len;
}

void
pt_collect_last_error(const struct pt_collect *c, char *out, size_t size)
{
	struct pt_text all = { 0 };
	size_t len, first;

	for (const struct pt_collect_piece *p = c->first; p != NULL; p = p->next)
		if (p->stream == 1)
			pt_text_put(&all, p->bytes, p->len);
	len = without_end(pt_text_string(&all), all.len);
	for (first = len; first > 0 && all.s[first - 1] != '\n';)
		first--;
	pt_clean(out, size, pt_text_string(&all) + first, len - first);
	pt_text_fini(&all);
}

void
pt_collect_fini(struct pt_collect *c)
{
	while (c->first != NULL)
		drop_oldest(c);
	if (c->ready_fd >= 0)
		close(c->ready_fd);
	c->ready_fd = -1;
}
