/* SPDX-License-Identifier: MIT */
/* Student's t: how far a mean of few values may lie from the truth, in its standard errors. */
#ifndef PT_METRICS_STUDENT_H
#define PT_METRICS_STUDENT_H

#include <stddef.h>

/* Half of the 95 % interval; NAN without a degree of freedom. */
double pt_student_95(size_t degrees_of_freedom);

#endif
