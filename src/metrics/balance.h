/* SPDX-License-Identifier: MIT */
/*
 * How evenly the work is spread: the largest busy time of a worker over the mean.  1 is perfect; P
 * means that one worker did everything.
 */
#ifndef PT_METRICS_BALANCE_H
#define PT_METRICS_BALANCE_H

#include <stddef.h>

/* NAN when no worker was busy. */
double pt_balance(const double *busy, size_t workers);

#endif
