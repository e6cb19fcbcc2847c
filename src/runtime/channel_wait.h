/* SPDX-License-Identifier: MIT */
/*
 * Waiting for one of several sends and receives.
 */
#ifndef PT_RUNTIME_CHANNEL_WAIT_H
#define PT_RUNTIME_CHANNEL_WAIT_H

#include "runtime/channel.h"

/* channel.c: does what s says, if that is possible at once; s->error is written if it was. */
enum pt_channel_answer pt_channel_try(struct partop_select *s);

/* As partop_channel_select(); n <= PARTOP_SELECT_MAX. */
int pt_channel_wait(struct partop_select *cases, size_t n, uint64_t timeout_ns);

/* A group of the pool has been cancelled: its workers that wait look at their groups. */
void pt_channel_cancel(partop_pool *p);

#endif
