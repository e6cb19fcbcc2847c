/* SPDX-License-Identifier: MIT */
/* Template: all vector kernels of one element type. */
#include "workloads/sort/key.h"
#include "workloads/sort/vec_sort.h"
