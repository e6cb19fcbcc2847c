/* SPDX-License-Identifier: MIT */
/*
 * How evenly the work is spread: the busiest worker over the mean one.  1 is perfect, P is one
 * worker doing everything.
 */
#ifndef PT_METRICS_BALANCE_H
#define PT_METRICS_BALANCE_H

#include <stddef.h>

/* NAN when no worker was busy. */
double pt_balance(const double *busy, size_t workers);

#endif
