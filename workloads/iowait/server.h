/* SPDX-License-Identifier: MIT */
/*
 * The server of workload iowait: a thread with an epoll loop on a port of 127.0.0.1.  It answers each
 * request, a number of 64 bits, with another number, `delay_ns` after it came, and closes the
 * connection.  It waits, it does not compute: any number of answers may be due at once.
 */
#ifndef PT_WORKLOADS_IOWAIT_SERVER_H
#define PT_WORKLOADS_IOWAIT_SERVER_H

#include <stddef.h>
#include <stdint.h>

struct pt_error;
struct pt_server;

/* Descriptors that it takes itself; one more for each connection. */
#define PT_SERVER_DESCRIPTORS 4

/* port 0: a free one; connections: the most at a time.  NULL with e filled (environment). */
struct pt_server *pt_server_start(uint16_t port, size_t connections, uint64_t delay_ns,
	uint64_t seed, struct pt_error *e);
uint16_t pt_server_port(const struct pt_server *s);
/* Ends the thread; NULL is ignored. */
void pt_server_stop(struct pt_server *s);

/* What a request is answered with. */
uint64_t pt_server_answer(uint64_t seed, uint64_t request);

#endif
