/* SPDX-License-Identifier: MIT */
/*
 * What is run, and what it is doing, in words for the head of a screen: clean and short.
 */
#ifndef PT_METRICS_TITLE_H
#define PT_METRICS_TITLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "timeline/journal.h"

/* "quicksort n=100M, parallel-partition", "fib n=38", or the program's name. */
void pt_title_of_run(char *out, size_t size, const struct pt_journal *j);

/* "sequential 2/3", "run 3/5", "verify"; "" between phases.  total 0: unknown. */
void pt_title_of_phase(char *out, size_t size, const struct pt_phase *p, uint64_t total);

/* 100000000 as "100M", 65536 as "64Ki": only where nothing is lost; else all digits, and false. */
bool pt_title_number(char out[PT_NUM], uint64_t v);

#endif
