/* SPDX-License-Identifier: MIT */
/*
 * Clients: see client.h.  A connection is given up with a reset when its answer is there: closed in
 * the usual way its port would rest for a minute, and a few ten thousand requests take all there are.
 */
#include "config.h"

#include "workloads/iowait/client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 64
#define LOOK_MS 50 /* how often the loop looks whether it is to stop */

static int
begin(uint16_t port, int flags)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct linger reset = { .l_onoff = 1 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0), rc;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
	do
		rc = connect(fd, (struct sockaddr *)&to, sizeof to);
	while (rc != 0 && errno == EINTR);
	if (rc != 0 && errno != EINPROGRESS && errno != EISCONN) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

static int
talk(int fd, uint64_t request, uint64_t *answer)
{
	size_t got = 0;

	if (send(fd, &request, sizeof request, MSG_NOSIGNAL) != sizeof request)
		return -errno;
	while (got < sizeof *answer) {
		ssize_t n = recv(fd, (char *)answer + got, sizeof *answer - got, 0);

		if (n == 0)
			return -ECONNRESET;
		if (n < 0 && errno != EINTR)
			return -errno;
		got += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

int
pt_request(uint16_t port, uint64_t request, uint64_t *answer)
{
	int fd = begin(port, 0), rc;

	if (fd < 0)
		return fd;
	rc = talk(fd, request, answer);
	close(fd);
	return rc;
}

/* ---- many at a time ---- */

struct call {
	int fd; /* -1: none */
	bool sent;
	size_t got;
	uint64_t request, answer;
};

struct loop {
	const struct pt_event_loop *l;
	int events;
	uint64_t next, left; /* requests: the next one, those without answer */
	bool unwanted;
	struct call *call;
};

static int
watch(struct loop *x, uint32_t i, int how, uint32_t events)
{
	struct epoll_event ev = { .events = events, .data.u32 = i };

	return epoll_ctl(x->events, how, x->call[i].fd, &ev) == 0 ? 0 : -errno;
}

static int
call_next(struct loop *x, uint32_t i)
{
	struct call *c = &x->call[i];

	if (x->next >= x->l->requests)
		return 0;
	*c = (struct call){ .fd = begin(x->l->port, SOCK_NONBLOCK), .request = x->next };
	if (c->fd < 0)
		return c->fd;
	x->next++;
	return watch(x, i, EPOLL_CTL_ADD, EPOLLOUT);
}

static int
end_call(struct loop *x, uint32_t i)
{
	struct call *c = &x->call[i];
	uint64_t request = c->request, answer = c->answer;

	close(c->fd);
	c->fd = -1;
	x->left--;
	x->unwanted = !x->l->answered(x->l->arg, request, answer);
	return x->unwanted ? 0 : call_next(x, i);
}

static int
send_request(struct loop *x, uint32_t i)
{
	struct call *c = &x->call[i];
	int error = 0;
	socklen_t len = sizeof error;

	getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len);
	if (error)
		return -error;
	if (send(c->fd, &c->request, sizeof c->request, MSG_NOSIGNAL) != sizeof c->request)
		return errno == EAGAIN ? 0 : -errno;
	c->sent = true;
	return watch(x, i, EPOLL_CTL_MOD, EPOLLIN);
}

static int
receive(struct loop *x, uint32_t i)
{
	struct call *c = &x->call[i];
	ssize_t n = recv(c->fd, (char *)&c->answer + c->got, sizeof c->answer - c->got, 0);

	if (n == 0)
		return -ECONNRESET;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	c->got += (size_t)n;
	return c->got == sizeof c->answer ? end_call(x, i) : 0;
}

static int
turn(struct loop *x)
{
	struct epoll_event ev[EVENTS];
	int n = epoll_wait(x->events, ev, EVENTS, LOOK_MS), rc = 0;

	if (n < 0 && errno != EINTR)
		return -errno;
	for (int k = 0; k < n && rc == 0 && !x->unwanted; k++) {
		uint32_t i = ev[k].data.u32;

		rc = x->call[i].sent ? receive(x, i) : send_request(x, i);
	}
	return rc;
}

static int
run(struct loop *x)
{
	int rc = 0;

	for (uint32_t i = 0; i < x->l->at_once && rc == 0; i++)
		rc = call_next(x, i);
	while (rc == 0 && x->left > 0 && !x->unwanted && !x->l->stop(x->l->arg))
		rc = turn(x);
	for (uint32_t i = 0; i < x->l->at_once; i++)
		if (x->call[i].fd >= 0)
			close(x->call[i].fd);
	return rc;
}

int
pt_event_loop_run(const struct pt_event_loop *l)
{
	struct loop x = { .l = l, .left = l->requests };
	int rc;

	x.call = malloc(l->at_once * sizeof(*x.call));
	if (!x.call)
		return -ENOMEM;
	for (uint32_t i = 0; i < l->at_once; i++)
		x.call[i].fd = -1;
	x.events = epoll_create1(EPOLL_CLOEXEC);
	rc = x.events < 0 ? -errno : run(&x);
	if (x.events >= 0)
		close(x.events);
	free(x.call);
	return rc;
}
