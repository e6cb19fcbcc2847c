/* SPDX-License-Identifier: MIT */
/*
 * How evenly the work is spread.  See balance.h.
 */
#include "metrics/balance.h"

#include <math.h>

double
pt_balance(const double *busy, size_t workers)
{
	double sum = 0, max = 0;

	for (size_t i = 0; i < workers; i++) {
		sum += busy[i];
		if (busy[i] > max)
			max = busy[i];
	}
	return sum > 0 ? max / (sum / (double)workers) : NAN;
}
