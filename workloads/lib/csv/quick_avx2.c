/* SPDX-License-Identifier: MIT */
/* Quick rows of CSV for AVX2. */
#include "workloads/lib/block/vec_avx2.h"

#define KERNEL pt_csv_quick_avx2
#include "workloads/lib/csv/quick_body.h"
