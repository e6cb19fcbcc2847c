/* SPDX-License-Identifier: MIT */
/*
 * Clients of the server of workload iowait: one request that blocks its thread, and an event loop with
 * many at a time.
 */
#ifndef PT_WORKLOADS_IOWAIT_CLIENT_H
#define PT_WORKLOADS_IOWAIT_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

/* 0, or a negative errno. */
int pt_request(uint16_t port, uint64_t request, uint64_t *answer);

struct pt_event_loop {
	uint16_t port;
	uint64_t requests; /* 0 .. requests - 1 */
	uint32_t at_once;
	/* An answer has come.  False: no more requests are wanted. */
	bool (*answered)(void *arg, uint64_t request, uint64_t answer);
	/* Asked often: true ends the loop. */
	bool (*stop)(void *arg);
	void *arg;
};

/* Runs all requests, at_once of them at a time, on this thread.  0, or a negative errno. */
int pt_event_loop_run(const struct pt_event_loop *l);

#endif
