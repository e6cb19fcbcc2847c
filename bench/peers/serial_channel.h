/* SPDX-License-Identifier: MIT */
#ifndef PT_PEERS_SERIAL_CHANNEL_H
#define PT_PEERS_SERIAL_CHANNEL_H

#include <stdint.h>

/* As channel_run(), over a ring under a mutex; over a pipe. */
uint64_t channel_mutex(int workers, uint64_t size);
uint64_t channel_pipe(int workers, uint64_t size);

#endif
