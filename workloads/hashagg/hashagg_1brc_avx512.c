/* SPDX-License-Identifier: MIT */
/* Kernel of the 1BRC format for AVX-512. */
#include "workloads/lib/block/vec_avx512.h"

#define KERNEL pt_1brc_avx512
#include "workloads/hashagg/hashagg_1brc_body.h"
