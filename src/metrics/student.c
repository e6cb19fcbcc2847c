/* SPDX-License-Identifier: MIT */
/* Student's t.  See student.h. */
#include "metrics/student.h"

#include <math.h>

#define NORMAL 1.959964

/* After the first values, from tables, the series (Fisher and Cornish 1960) is right to 1e-3. */
double
pt_student_95(size_t degrees_of_freedom)
{
	static const double first[] = { NAN, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365,
		2.306 };
	const double z = NORMAL, n = (double)degrees_of_freedom;

	if (degrees_of_freedom < sizeof(first) / sizeof(*first))
		return first[degrees_of_freedom];
	return z + (pow(z, 3) + z) / (4 * n) +
		(5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / (96 * n * n) +
		(3 * pow(z, 7) + 19 * pow(z, 5) + 17 * pow(z, 3) - 15 * z) / (384 * n * n * n);
}
