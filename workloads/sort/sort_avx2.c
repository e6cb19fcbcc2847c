/* SPDX-License-Identifier: MIT */
/* Kernels for AVX2 (with BMI2; Haswell, Zen and later).
 * Compile with -O3 -mavx2 -mbmi -mbmi2 -mpopcnt. */
#include <string.h>

#include "workloads/sort/kernel.h"
#include "workloads/sort/net.h"
#include "workloads/sort/vec_avx2.h"

#define TEMPLATE "workloads/sort/vec_type.h"
#include "workloads/sort/each_type.h"
#undef TEMPLATE

const struct pt_kernel pt_kernels_avx2[PT_ELEMS] = {
#define TEMPLATE "workloads/sort/kernel_row.h"
#include "workloads/sort/each_type.h"
};
