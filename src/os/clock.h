/* SPDX-License-Identifier: MIT */
/*
 * Time. *Ticks* are the unit of the recording: the cheapest clock that is the same on all CPUs and
 * never stops. That is the time stamp counter where processor and kernel vouch for it, the virtual
 * counter on aarch64, else CLOCK_MONOTONIC in nanoseconds. The choice is made once per process.
 *
 * Call pt_clock_init() before the first pt_ticks(): before it, ticks are nanoseconds.
 * Everything here is thread-safe.
 */
#ifndef PT_OS_CLOCK_H
#define PT_OS_CLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/timepiece.h"

/* Numbers as in the recording's header. */
enum pt_clock { PT_CLOCK_MONOTONIC = 0, PT_CLOCK_TSC = 1, PT_CLOCK_CNTVCT = 2 };

/* One reading of all clocks at one instant. */
struct pt_clocks {
	uint64_t ticks;
	uint64_t monotonic_ns;
	uint64_t realtime_ns;
	uint64_t boottime_ns;
};

/* enum pt_clock; written once by pt_clock_init(), read by pt_ticks() only. */
extern _Atomic uint32_t pt_clock_chosen __attribute__((visibility("hidden")));

/* Chooses the clock. Idempotent; costs some microseconds the first time. */
void pt_clock_init(void);

/* The clock behind pt_ticks(); initializes if need be. */
enum pt_clock pt_clock_kind(void);

/* Why pt_ticks() reads no counter: one clause, "" when it does. Reads a file. Returns out. */
char *pt_clock_reason(char *out, size_t size);

/*
 * The judgement behind it: whether the time stamp counter is not to be taken, with the reason in
 * `why`. `invariant` is the processor's word; `sources` are the clock sources that the kernel
 * offers, separated by blanks, "" unknown.
 */
bool pt_clock_tsc_refused(bool invariant, const char *sources, char *why, size_t size);

/* Nanoseconds that one reading takes, the least of many short attempts; under a millisecond. */
double pt_clock_read_ns(void);
/* The same of the time stamp counter, chosen or not; NAN where there is none. */
double pt_clock_tsc_read_ns(void);

/* Ticks per second: the kernel's rate where it tells, else measured, at most 1 ms. Cached. */
uint64_t pt_clock_hz(void);

/* Reads all clocks as close together as can be had (the best of five). */
void pt_clocks_read(struct pt_clocks *c);

/* A span of ticks in nanoseconds, exact, saturating; hertz > 0. */
uint64_t pt_ticks_to_ns(uint64_t ticks, uint64_t hertz);

/* CLOCK_MONOTONIC and the CPU time of the process, for what is given its clock. */
extern const struct pt_timepiece pt_timepiece_real;

/* CLOCK_MONOTONIC. */
static inline uint64_t
pt_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/*
 * Readings after it are not earlier than the loads before it: for a stamp that must not be older
 * than that of another CPU whose store was seen.  (A processor that predicts the outcome of a
 * comparison may read its counter before the loaded word has arrived.)  About 10 ns.
 */
static inline void
pt_ticks_fence(void)
{
#if defined(__x86_64__)
	__builtin_ia32_lfence();
#elif defined(__aarch64__)
	__asm__ volatile("isb" ::: "memory");
#endif
}

/* Not serializing: the reading may be some instructions early or late. */
static inline uint64_t
pt_ticks(void)
{
#if defined(__x86_64__)
	if (atomic_load_explicit(&pt_clock_chosen, memory_order_relaxed) == PT_CLOCK_TSC)
		return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
	if (atomic_load_explicit(&pt_clock_chosen, memory_order_relaxed) == PT_CLOCK_CNTVCT) {
		uint64_t t;

		__asm__ volatile("mrs %0, cntvct_el0" : "=r"(t));
		return t;
	}
#endif
	return pt_now_ns();
}

#endif
