/* SPDX-License-Identifier: MIT */
/* The times of a worker: see worker_times.h. */
#include "export/worker_times.h"

#include "metrics/model.h"

const char *const pt_worker_time_names[PT_WORKER_TIMES] = { "work_s", "busy_s", "blocked_s",
	"search_s", "park_s", "wait_s", "off_cpu_s", "other_s", "cpu_s" };

double
pt_worker_time(const struct pt_worker_summary *w, size_t i)
{
	const double times[PT_WORKER_TIMES] = { w->work_s, w->busy_s, w->blocked_s, w->search_s,
		w->park_s, w->wait_s, w->off_cpu_s, w->other_s, w->cpu_s };

	return times[i];
}
