/* SPDX-License-Identifier: MIT */
/* Template: all portable kernels of one element type. */
#include "workloads/sort/key.h"
#include "workloads/sort/scalar_sort.h"
