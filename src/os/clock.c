/* SPDX-License-Identifier: MIT */
/*
 * Choosing and calibrating the clock.
 *
 * The time stamp counter is taken only if the processor calls it invariant (one rate, running in
 * every sleep state: Linux's constant_tsc and nonstop_tsc) and the kernel has not found it to be
 * unreliable: a counter that it distrusts is no longer among the available clock sources.
 */
#include "os/clock.h"

#include <fcntl.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "os/proc.h"

#define NS_PER_S UINT64_C(1000000000)
#define MEASURE_NS 1000000
#define SOURCES_BYTES 256

__extension__ typedef unsigned __int128 u128;

_Atomic uint32_t pt_clock_chosen = PT_CLOCK_MONOTONIC;

static pthread_once_t choose_once = PTHREAD_ONCE_INIT;
static pthread_once_t measure_once = PTHREAD_ONCE_INIT;
static struct pt_clocks chosen_at; /* written under choose_once */
static uint64_t hz;                /* written under measure_once */

static bool
has_word(const char *text, const char *word)
{
	const size_t len = strlen(word);

	for (; *text; text += strcspn(text, " \n"), text += strspn(text, " \n"))
		if (strncmp(text, word, len) == 0 && strcspn(text, " \n") == len)
			return true;
	return false;
}

bool
pt_clock_tsc_refused(bool invariant, const char *sources, char *why, size_t size)
{
	size_t len = strcspn(sources, "\n");

	while (len > 0 && sources[len - 1] == ' ')
		len--;
	if (!invariant) {
		snprintf(why, size, "the processor does not call its time stamp counter invariant");
		return true;
	}
	/* unreadable (a sandbox): the processor's word has to do */
	if (len == 0 || has_word(sources, "tsc"))
		return false;
	snprintf(why, size, "the kernel offers no time stamp counter, only %.*s", (int)len,
		sources);
	return true;
}

#if defined(__x86_64__)
static bool
tsc_refused(char *why, size_t size)
{
	char sources[SOURCES_BYTES];
	unsigned a, b, c, d;

	if (pt_proc_slurp("/sys/devices/system/clocksource/clocksource0/available_clocksource",
		    sources, sizeof(sources)) <= 0)
		sources[0] = '\0';
	return pt_clock_tsc_refused(__get_cpuid(0x80000007, &a, &b, &c, &d) && d & 1u << 8, sources,
		why, size);
}

static enum pt_clock
best_clock(char *why, size_t size)
{
	return tsc_refused(why, size) ? PT_CLOCK_MONOTONIC : PT_CLOCK_TSC;
}
#elif defined(__aarch64__)
static enum pt_clock
best_clock(char *why, size_t size)
{
	return PT_CLOCK_CNTVCT; /* constant and nonstop by the architecture */
}
#else
static enum pt_clock
best_clock(char *why, size_t size)
{
	snprintf(why, size, "no counter of this processor is known");
	return PT_CLOCK_MONOTONIC;
}
#endif

char *
pt_clock_reason(char *out, size_t size)
{
	if (size > 0)
		out[0] = '\0';
	best_clock(out, size);
	return out;
}

static uint64_t
read_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

/* The clock has been chosen. */
static void
read_all(struct pt_clocks *c)
{
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < 5; i++) {
		uint64_t before = pt_ticks();
		uint64_t monotonic = pt_now_ns();
		uint64_t after = pt_ticks();

		if (after - before >= best)
			continue;
		best = after - before;
		c->ticks = before + best / 2;
		c->monotonic_ns = monotonic;
		c->realtime_ns = read_ns(CLOCK_REALTIME);
		c->boottime_ns = read_ns(CLOCK_BOOTTIME);
	}
}

static void
choose(void)
{
	char why[SOURCES_BYTES];

	atomic_store_explicit(&pt_clock_chosen, best_clock(why, sizeof(why)), memory_order_relaxed);
	read_all(&chosen_at);
}

void
pt_clock_init(void)
{
	pthread_once(&choose_once, choose);
}

enum pt_clock
pt_clock_kind(void)
{
	pt_clock_init();
	return (enum pt_clock)atomic_load_explicit(&pt_clock_chosen, memory_order_relaxed);
}

void
pt_clocks_read(struct pt_clocks *c)
{
	pt_clock_init();
	read_all(c);
}

#if defined(__x86_64__)
/* The kernel's conversion, ns = ticks * mult >> shift, stands on the first page of a perf event. */
static uint64_t
kernel_hz(void)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_DUMMY,
		.exclude_kernel = 1,
		.exclude_hv = 1 };
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	struct perf_event_mmap_page *page;
	uint64_t found = 0;
	int fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);

	if (fd < 0)
		return 0;
	page = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (page == MAP_FAILED)
		return 0;
	if (page->cap_user_time && page->time_mult && page->time_shift < 64)
		found = (uint64_t)(((u128)NS_PER_S << page->time_shift) / page->time_mult);
	munmap(page, size);
	return found;
}
#elif defined(__aarch64__)
static uint64_t
kernel_hz(void)
{
	uint64_t f;

	__asm__ volatile("mrs %0, cntfrq_el0" : "=r"(f));
	return f;
}
#else
static uint64_t
kernel_hz(void)
{
	return 0;
}
#endif

/*
 * The rate since the clock was chosen, at least a millisecond: 50 millionths off at worst. It spins
 * for what is missing, since a sleep takes ten times as long when the machine is busy.
 */
static uint64_t
measured_hz(void)
{
	struct pt_clocks now;

	while (pt_now_ns() < chosen_at.monotonic_ns + MEASURE_NS)
		continue;
	read_all(&now);
	if (now.ticks <= chosen_at.ticks)
		return NS_PER_S;
	return (uint64_t)((u128)(now.ticks - chosen_at.ticks) * NS_PER_S /
		(now.monotonic_ns - chosen_at.monotonic_ns));
}

static void
measure(void)
{
	if (pt_clock_kind() == PT_CLOCK_MONOTONIC) {
		hz = NS_PER_S;
		return;
	}
	hz = kernel_hz();
	if (hz == 0)
		hz = measured_hz();
}

uint64_t
pt_clock_hz(void)
{
	pthread_once(&measure_once, measure);
	return hz;
}

uint64_t
pt_ticks_to_ns(uint64_t ticks, uint64_t hertz)
{
	u128 ns = (u128)ticks * NS_PER_S / hertz;

	return ns > UINT64_MAX ? UINT64_MAX : (uint64_t)ns;
}

static uint64_t
real_now_ns(const struct pt_timepiece *self)
{
	return pt_now_ns();
}

static uint64_t
real_cpu_ns(const struct pt_timepiece *self)
{
	return read_ns(CLOCK_PROCESS_CPUTIME_ID);
}

const struct pt_timepiece pt_timepiece_real = { .now_ns = real_now_ns, .cpu_ns = real_cpu_ns };
