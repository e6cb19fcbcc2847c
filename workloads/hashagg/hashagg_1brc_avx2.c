/* SPDX-License-Identifier: MIT */
/* Kernel of the 1BRC format for AVX2. */
#include "workloads/lib/block/vec_avx2.h"

#define KERNEL pt_1brc_avx2
#include "workloads/hashagg/hashagg_1brc_body.h"
