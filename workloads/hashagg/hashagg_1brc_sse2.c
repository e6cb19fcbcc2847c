/* SPDX-License-Identifier: MIT */
/* Kernel of the 1BRC format for SSE2. */
#include "workloads/lib/block/vec_sse2.h"

#define KERNEL pt_1brc_sse2
#include "workloads/hashagg/hashagg_1brc_body.h"
