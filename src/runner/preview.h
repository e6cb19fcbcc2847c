/* SPDX-License-Identifier: MIT */
/*
 * The preview: the parallel version on a part of the input, before anything is measured.  It is
 * never counted.  Steals can be seen from the first second on, and the workers are warm when the
 * first round begins.
 *
 * A made input has a small one of its own, about a quarter of the size, and at most a quarter of
 * the default size, so that it takes a part of a second whatever was asked for.  An input file is
 * run as it is, and cut off.
 */
#ifndef PT_RUNNER_PREVIEW_H
#define PT_RUNNER_PREVIEW_H

#include <stdbool.h>

struct pt_measure;
struct pt_setup;

/* Before the input is made.  False: there is nothing to make a small one of. */
bool pt_preview_small(struct pt_measure *m, const struct pt_setup *s);

/* On the input itself, cut off after half a second. */
void pt_preview_cut(struct pt_measure *m);

#endif
