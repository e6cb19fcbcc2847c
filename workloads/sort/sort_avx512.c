/* SPDX-License-Identifier: MIT */
/* Kernels for AVX-512 (F, DQ, BW, VL and BMI2; Skylake-X, Zen 4 and later).
 * Compile with -O3 -mavx512f -mavx512dq -mavx512bw -mavx512vl -mavx2 -mbmi -mbmi2 -mpopcnt. */
#include <string.h>

#include "workloads/sort/kernel.h"
#include "workloads/sort/net.h"
#include "workloads/sort/vec_avx512.h"

#define TEMPLATE "workloads/sort/vec_type.h"
#include "workloads/sort/each_type.h"
#undef TEMPLATE

const struct pt_kernel pt_kernels_avx512[PT_ELEMS] = {
#define TEMPLATE "workloads/sort/kernel_row.h"
#include "workloads/sort/each_type.h"
};
