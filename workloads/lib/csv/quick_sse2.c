/* SPDX-License-Identifier: MIT */
/* Quick rows of CSV for SSE2. */
#include "workloads/lib/block/vec_sse2.h"

#define KERNEL pt_csv_quick_sse2
#include "workloads/lib/csv/quick_body.h"
