/* SPDX-License-Identifier: MIT */
/*
 * The server: see server.h.  All answers are delayed alike, so they fall due in the order in which
 * the requests came: a queue is enough, and a timer for its first one.
 */
#include "config.h"

#include "workloads/lib/now.h"
#include "workloads/iowait/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/error.h"
#include "workloads/workload.h"

#define EVENTS 64
#define NONE SIZE_MAX

struct connection {
	int fd;
	size_t got; /* bytes of the request */
	uint64_t request, due_ns;
	size_t next; /* in the queue, or among those that are free */
};

struct pt_server {
	pthread_t thread;
	int listener, events, timer, stop;
	uint16_t port;
	uint64_t delay_ns, seed;
	size_t first, last, unused; /* the queue; connections that are free */
	struct connection connection[];
};

/* What an event is about: numbers behind those of connections. */
enum { LISTENER = 1, TIMER, STOP, CONNECTIONS };

uint64_t
pt_server_answer(uint64_t seed, uint64_t request)
{
	return pt_mix(seed ^ pt_mix(request));
}

static void
set_timer(struct pt_server *s)
{
	struct itimerspec at = { 0 };

	if (s->first != NONE) {
		uint64_t due = s->connection[s->first].due_ns;

		at.it_value.tv_sec = (time_t)(due / 1000000000u);
		at.it_value.tv_nsec = (long)(due % 1000000000u);
	}
	timerfd_settime(s->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static void
drop(struct pt_server *s, size_t i)
{
	close(s->connection[i].fd);
	s->connection[i].fd = -1;
	s->connection[i].next = s->unused;
	s->unused = i;
}

static int
watch(struct pt_server *s, int fd, uint64_t what)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.u64 = what };

	return epoll_ctl(s->events, EPOLL_CTL_ADD, fd, &ev);
}

/* One that is too many, or a stranger's, is closed. */
static void
accept_all(struct pt_server *s)
{
	int fd;

	while ((fd = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		size_t i = s->unused;

		if (i == NONE || watch(s, fd, CONNECTIONS + i) != 0) {
			close(fd);
			continue;
		}
		s->unused = s->connection[i].next;
		s->connection[i] = (struct connection){ .fd = fd, .next = NONE };
	}
}

static void
enqueue(struct pt_server *s, size_t i)
{
	struct connection *c = &s->connection[i];

	epoll_ctl(s->events, EPOLL_CTL_DEL, c->fd, NULL);
	c->due_ns = pt_workload_now_ns() + s->delay_ns;
	c->next = NONE;
	if (s->first == NONE)
		s->first = i;
	else
		s->connection[s->last].next = i;
	s->last = i;
	if (s->first == i)
		set_timer(s);
}

static void
receive(struct pt_server *s, size_t i)
{
	struct connection *c = &s->connection[i];
	ssize_t n = recv(c->fd, (char *)&c->request + c->got, sizeof(c->request) - c->got, 0);

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		drop(s, i);
		return;
	}
	c->got += n > 0 ? (size_t)n : 0;
	if (c->got == sizeof(c->request))
		enqueue(s, i);
}

static void
answer_due(struct pt_server *s)
{
	uint64_t expirations, now = pt_workload_now_ns();

	if (read(s->timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
		return;
	while (s->first != NONE && s->connection[s->first].due_ns <= now) {
		size_t i = s->first;
		struct connection *c = &s->connection[i];
		uint64_t answer = pt_server_answer(s->seed, c->request);

		s->first = c->next;
		/* 8 bytes fit into the socket's buffer; a client that has gone needs none */
		(void)!send(c->fd, &answer, sizeof answer, MSG_NOSIGNAL);
		drop(s, i);
	}
	set_timer(s);
}

static void *
serve(void *arg)
{
	struct pt_server *s = arg;
	struct epoll_event ev[EVENTS];

	for (;;) {
		int n = epoll_wait(s->events, ev, EVENTS, -1);

		for (int k = 0; k < n; k++) {
			if (ev[k].data.u64 == STOP)
				return NULL;
			if (ev[k].data.u64 == LISTENER)
				accept_all(s);
			else if (ev[k].data.u64 == TIMER)
				answer_due(s);
			else
				receive(s, (size_t)(ev[k].data.u64 - CONNECTIONS));
		}
	}
}

/* ---- start and stop ---- */

static int
listen_on(struct pt_server *s, uint16_t port, struct pt_error *e)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	int on = 1;

	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->listener < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "a socket");
	setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(s->listener, (struct sockaddr *)&at, len) != 0 ||
		listen(s->listener, SOMAXCONN) != 0 ||
		getsockname(s->listener, (struct sockaddr *)&at, &len) != 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "port %u of 127.0.0.1",
			(unsigned)port);
	s->port = ntohs(at.sin_port);
	return 0;
}

static int
open_events(struct pt_server *s, struct pt_error *e)
{
	s->events = epoll_create1(EPOLL_CLOEXEC);
	s->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	s->stop = eventfd(0, EFD_CLOEXEC);
	if (s->events < 0 || s->timer < 0 || s->stop < 0 || watch(s, s->listener, LISTENER) != 0 ||
		watch(s, s->timer, TIMER) != 0 || watch(s, s->stop, STOP) != 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "the server of the requests");
	return 0;
}

static void
close_all(struct pt_server *s)
{
	const int fd[] = { s->listener, s->events, s->timer, s->stop };

	for (size_t i = 0; i < sizeof fd / sizeof *fd; i++)
		if (fd[i] >= 0)
			close(fd[i]);
}

static int
start(struct pt_server *s, uint16_t port, struct pt_error *e)
{
	int rc;

	if (listen_on(s, port, e) || open_events(s, e))
		return -1;
	rc = pthread_create(&s->thread, NULL, serve, s);
	if (rc)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "a thread for the server: %s", strerror(rc));
	return 0;
}

struct pt_server *
pt_server_start(uint16_t port, size_t connections, uint64_t delay_ns, uint64_t seed,
	struct pt_error *e)
{
	struct pt_server *s = calloc(1, sizeof(*s) + connections * sizeof(*s->connection));

	if (!s) {
		pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "memory for %zu connections", connections);
		return NULL;
	}
	s->listener = s->events = s->timer = s->stop = -1;
	s->delay_ns = delay_ns;
	s->seed = seed;
	s->first = s->last = NONE;
	for (size_t i = 0; i < connections; i++)
		s->connection[i] =
			(struct connection){ .fd = -1, .next = i + 1 < connections ? i + 1 : NONE };
	s->unused = connections ? 0 : NONE;
	if (start(s, port, e) == 0)
		return s;
	close_all(s);
	free(s);
	return NULL;
}

uint16_t
pt_server_port(const struct pt_server *s)
{
	return s->port;
}

void
pt_server_stop(struct pt_server *s)
{
	uint64_t one = 1;

	if (!s)
		return;
	(void)!write(s->stop, &one, sizeof one);
	pthread_join(s->thread, NULL);
	for (size_t i = s->first; i != NONE; i = s->connection[i].next)
		close(s->connection[i].fd);
	close_all(s);
	free(s);
}
