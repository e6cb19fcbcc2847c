/* SPDX-License-Identifier: MIT */
#ifndef PT_PEERS_PARTOP_CHANNEL_H
#define PT_PEERS_PARTOP_CHANNEL_H

#include <stdint.h>

/* As channel_run(), over a partop_channel. */
uint64_t channel_partop(int workers, uint64_t size);

#endif
