/* SPDX-License-Identifier: MIT */
/*
 * The atomic vocabulary of the runtime in Relacy's C++11 memory model.
 *
 * One access of the compiled text, or several in one file, can be broken from the command line,
 * so that one binary runs the text as it is and all of its mutants:
 *	FILE:LINE,..:ORDER	relaxed, acquire or release instead of what is written there
 *	FILE:LINE,..:torn	a read-modify-write as a load and a store
 *	FILE:LINE,..:skip	the store or read-modify-write does not happen
 * Steps that are no single access are broken in a copy of the text (steps.sed), where
 * MUTANT(name) asks for the name given on the command line.
 */
#ifndef PT_MODEL_RELACY_SHIM_H
#define PT_MODEL_RELACY_SHIM_H

#include <relacy/relacy.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#define PT_MODEL
#define PT_ATOMIC(T) rl::atomic<T>
#define PT_LD(x, mo) model_load(x, rl::mo_##mo, $)
#define PT_ST(x, v, mo) model_store(x, v, rl::mo_##mo, $)
#define PT_XCHG(x, v, mo) model_rmw(x, v, rl::mo_##mo, $, OP_XCHG)
#define PT_ADD(x, v, mo) model_rmw(x, v, rl::mo_##mo, $, OP_ADD)
#define PT_SUB(x, v, mo) model_rmw(x, v, rl::mo_##mo, $, OP_SUB)
#define PT_OR(x, v, mo) model_rmw(x, v, rl::mo_##mo, $, OP_OR)
#define PT_AND(x, v, mo) model_rmw(x, v, rl::mo_##mo, $, OP_AND)
#define PT_CAS(x, e, v, mo) model_cas(x, e, v, rl::mo_##mo, $)
#define PT_FENCE(mo) model_fence(rl::mo_##mo, $)
#define MUTANT(name) (strcmp(the_mutant, name) == 0)

#define PT_LIMIT_ARMED ((uintptr_t)0)
#define PT_SGATE_ARMED (~(uintptr_t)0)

/* ---- what is broken ---- */

static const char *the_variant = "", *the_mutant = "";
static char broken_file[64];
static unsigned broken_line[4];	/* 0: nothing */
static const char *broken_how;

static inline bool
broken_here(rl::debug_info const &at)
{
	unsigned n = at.line_;

	if (n != broken_line[0] && n != broken_line[1] && n != broken_line[2] && n != broken_line[3])
		return false;
	const char *slash = strrchr(at.file_, '/');

	return strcmp(slash ? slash + 1 : at.file_, broken_file) == 0;
}

static inline bool
broken(rl::debug_info const &at, const char *how)
{
	return broken_here(at) && strcmp(how, broken_how) == 0;
}

static inline rl::memory_order
order_of(rl::memory_order mo, rl::debug_info const &at)
{
	if (!broken_here(at))
		return mo;
	return broken(at, "relaxed") ? rl::mo_relaxed : broken(at, "acquire") ? rl::mo_acquire :
		broken(at, "release") ? rl::mo_release : mo;
}

/* ---- the accesses ---- */

enum op { OP_XCHG, OP_ADD, OP_SUB, OP_OR, OP_AND };

template <typename T>
static inline T
model_load(rl::atomic<T> const &x, rl::memory_order mo, rl::debug_info const &at)
{
	return x.load(order_of(mo, at), at);
}

template <typename T, typename V>
static inline void
model_store(rl::atomic<T> &x, V v, rl::memory_order mo, rl::debug_info const &at)
{
	if (!broken(at, "skip"))
		x.store((T)v, order_of(mo, at), at);
}

template <typename T>
static inline T
apply(T old, T v, op how)
{
	switch (how) {
	case OP_ADD: return old + v;
	case OP_SUB: return old - v;
	case OP_OR: return old | v;
	case OP_AND: return old & v;
	default: return v;
	}
}

template <typename T, typename V>
static inline T
model_rmw(rl::atomic<T> &x, V value, rl::memory_order mo, rl::debug_info const &at, op how)
{
	T v = (T)value;

	if (broken(at, "skip"))
		return x.load(rl::mo_acquire, at);
	if (broken(at, "torn")) {
		T old = x.load(rl::mo_acquire, at);

		x.store(apply(old, v, how), rl::mo_release, at);
		return old;
	}
	mo = order_of(mo, at);
	switch (how) {
	case OP_ADD: return x.fetch_add(v, mo, at);
	case OP_SUB: return x.fetch_sub(v, mo, at);
	case OP_OR: return x.fetch_or(v, mo, at);
	case OP_AND: return x.fetch_and(v, mo, at);
	default: return x.exchange(v, mo, at);
	}
}

template <typename T, typename V>
static inline bool
model_cas(rl::atomic<T> &x, T &expected, V v, rl::memory_order mo, rl::debug_info const &at)
{
	if (broken(at, "torn")) {
		T old = x.load(rl::mo_acquire, at);

		if (old != expected) {
			expected = old;
			return false;
		}
		x.store((T)v, rl::mo_release, at);
		return true;
	}
	return x.compare_exchange_strong(expected, (T)v, order_of(mo, at), at, rl::mo_relaxed, at);
}

static inline void
model_fence(rl::memory_order mo, rl::debug_info const &at)
{
	if (!broken(at, "skip"))
		rl::atomic_thread_fence(mo, at);
}

/* ---- running ---- */

static inline bool
variant(const char *name)
{
	return strcmp(the_variant, name) == 0;
}

/*
 * model random N | bound N  VARIANT  MUTANT
 * N random schedules, or all with at most N preemptions.
 */
template <typename model>
static int
simulate(int argc, char **argv)
{
	rl::test_params p;

	if (argc < 3)
		return 2;
	p.execution_depth_limit = 3000;
	if (strcmp(argv[1], "random") == 0) {
		p.iteration_count = strtoul(argv[2], NULL, 10);
	} else {
		p.search_type = rl::sched_bound;
		p.context_bound = atoi(argv[2]);
	}
	if (argc > 3)
		the_variant = argv[3];
	if (argc > 4) {
		the_mutant = broken_how = argv[4];
		unsigned *n = broken_line;

		if (sscanf(argv[4], "%63[^:]:%u,%u,%u,%u", broken_file, n, n + 1, n + 2, n + 3) > 1)
			broken_how = strrchr(argv[4], ':') + 1;
	}
	bool ok = rl::simulate<model>(p);
	printf("RESULT %s\n", ok ? "pass" : "FAIL");
	return !ok;
}

#endif
