/* SPDX-License-Identifier: MIT */
/*
 * The atomic vocabulary of the runtime in Relacy's C++11 memory model.  With it the very text of
 * src/runtime/deque.h and sleep.h is checked; DEQUE_H and SLEEP_H name it, or a mutant of it.
 */
#ifndef PT_MODEL_RELACY_SHIM_H
#define PT_MODEL_RELACY_SHIM_H

#include <relacy/relacy.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#define PT_MODEL
#define PT_ATOMIC(T) rl::atomic<T>
#define PT_LD(x, mo) (x).load(rl::mo_##mo, $)
#define PT_ST(x, v, mo) (x).store((v), rl::mo_##mo, $)
#define PT_XCHG(x, v, mo) (x).exchange((v), rl::mo_##mo, $)
#define PT_ADD(x, v, mo) (x).fetch_add((v), rl::mo_##mo, $)
#define PT_SUB(x, v, mo) (x).fetch_sub((v), rl::mo_##mo, $)
#define PT_OR(x, v, mo) (x).fetch_or((v), rl::mo_##mo, $)
#define PT_AND(x, v, mo) (x).fetch_and((v), rl::mo_##mo, $)
#define PT_CAS(x, e, v, mo) (x).compare_exchange_strong((e), (v), rl::mo_##mo, $, rl::mo_relaxed, $)

/* Slot addresses of the model: 1, 2, ... */
#define PT_LIMIT_ARMED ((uintptr_t)0)
#define PT_SGATE_ARMED (~(uintptr_t)0)
#define PT_POS(d, i) ((uintptr_t)(i) + 1)
#define PT_SLOT_STATE(d, i) ((d)->base[i].state)
#define PT_STAMP() 0

/* model ITERATIONS: random schedules; model 0 BOUND: all with at most BOUND preemptions. */
template <typename model>
static int
simulate(int argc, char **argv)
{
	rl::test_params p;

	p.iteration_count = argc > 1 ? atol(argv[1]) : 100000;
	p.execution_depth_limit = 3000;
	if (argc > 2) {
		p.search_type = rl::sched_bound;
		p.context_bound = atoi(argv[2]);
	}
	bool ok = rl::simulate<model>(p);
	printf("RESULT %s\n", ok ? "pass" : "FAIL");
	return !ok;
}

#endif
