/* SPDX-License-Identifier: MIT */
/* The times of a worker by their names, as all formats give them, in this order. */
#ifndef PT_EXPORT_WORKER_TIMES_H
#define PT_EXPORT_WORKER_TIMES_H

#include <stddef.h>

struct pt_worker_summary;

enum { PT_WORKER_TIMES = 9 };

extern const char *const pt_worker_time_names[PT_WORKER_TIMES];

/* Seconds; NAN not known. */
double pt_worker_time(const struct pt_worker_summary *w, size_t i);

#endif
