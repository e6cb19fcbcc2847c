/* SPDX-License-Identifier: MIT */
/* Portable kernels. */
#include <string.h>

#include "workloads/sort/kernel.h"
#include "workloads/sort/net.h"

#define TEMPLATE "workloads/sort/scalar_type.h"
#include "workloads/sort/each_type.h"
#undef TEMPLATE

const struct pt_kernel pt_kernels_scalar[PT_ELEMS] = {
#define TEMPLATE "workloads/sort/kernel_row.h"
#include "workloads/sort/each_type.h"
};
