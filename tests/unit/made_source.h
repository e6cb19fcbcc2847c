/* SPDX-License-Identifier: MIT */
/* Sources of recordings made by hand (made_recording.h), and what tests compare in them. */
#ifndef PT_TESTS_MADE_SOURCE_H
#define PT_TESTS_MADE_SOURCE_H

#include "metrics/source.h"
#include "tests/unit/made_recording.h"

/* Of a finished recording, by its path; of one that is still written, by its descriptor. */
struct pt_source *made_open(const struct made *m);
struct pt_source *made_watch(int fd);

/* The share of its time that a worker was in tasks: the time that passes in these tests is made up,
 * so the kernel says that the thread slept in it. */
double made_in_tasks(const struct pt_model *m, size_t worker);

/* Equal to a millionth. */
void assert_near(double a, double b);

#endif
