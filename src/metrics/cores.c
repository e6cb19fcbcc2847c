/* SPDX-License-Identifier: MIT */
/*
 * Where the P cores went.  See cores.h.
 */
#include "metrics/cores.h"

struct pt_cores
pt_cores_of(const struct pt_speedup_in *in, double idle, double off_cpu)
{
	return (struct pt_cores){
		.useful = pt_speedup_ratio(in->sequential_s, in->parallel_s),
		.scheduling = pt_speedup_ratio(in->one_worker_s - in->sequential_s, in->parallel_s),
		.inflation = in->busy_cores - pt_speedup_ratio(in->one_worker_s, in->parallel_s),
		.idle = idle,
		.off_cpu = off_cpu,
		.other = (double)in->workers - in->busy_cores - idle - off_cpu,
		.busy = in->busy_cores,
		.blocked = NAN,
		.overhead = in->busy_cores - pt_speedup_ratio(in->sequential_s, in->parallel_s),
		.offcpu_own = NAN,
		.offcpu_others = NAN,
		.inflation_machine = NAN,
		.inflation_program = NAN,
	};
}
