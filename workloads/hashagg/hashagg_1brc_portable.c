/* SPDX-License-Identifier: MIT */
/* Kernel of the 1BRC format for every machine. */
#include "workloads/lib/block/vec_portable.h"

#define KERNEL pt_1brc_portable
#include "workloads/hashagg/hashagg_1brc_body.h"
