/* SPDX-License-Identifier: MIT */
/* Quick rows of CSV for AVX-512. */
#include "workloads/lib/block/vec_avx512.h"

#define KERNEL pt_csv_quick_avx512
#include "workloads/lib/csv/quick_body.h"
