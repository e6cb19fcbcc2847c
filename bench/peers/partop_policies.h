/* SPDX-License-Identifier: MIT */
/* The loops of bench/peers/policies.h by libpartop, in a pool. */
#ifndef PT_PEERS_PARTOP_POLICIES_H
#define PT_PEERS_PARTOP_POLICIES_H

#include <partop/partop.h>

uint64_t policies_run(partop_pool *pool, bool heavy, enum partop_policy policy, uint64_t size);

#endif
