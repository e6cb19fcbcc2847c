/* SPDX-License-Identifier: MIT */
/*
 * Trying perf events. One row per event; the encoding comes from libpfm4 where that is built in and
 * knows the name, else from the row.
 *
 * Without the right to watch the kernel an event is opened for user mode only. Events that happen
 * in the kernel (context switches) can then be opened, but read 0 for ever: they count as not
 * openable.
 */
#include "os/counters.h"

#include <errno.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "os/pfm.h"
#include "os/proc.h"

#define CACHE(level, op, result) \
	(PERF_COUNT_HW_CACHE_##level | PERF_COUNT_HW_CACHE_OP_##op << 8 | \
		PERF_COUNT_HW_CACHE_RESULT_##result << 16)

struct row {
	const char *name, *meaning;
	const char *pfm_name;
	uint32_t type;
	uint64_t config;
	bool in_kernel; /* happens there: user mode alone sees none */
};

static const struct row rows[] = {
	{ "cycles", "processor cycles", "perf::CYCLES", PERF_TYPE_HARDWARE,
		PERF_COUNT_HW_CPU_CYCLES, false },
	{ "instructions", "instructions retired", "perf::INSTRUCTIONS", PERF_TYPE_HARDWARE,
		PERF_COUNT_HW_INSTRUCTIONS, false },
	{ "cache-misses", "misses of the last cache", "perf::CACHE-MISSES", PERF_TYPE_HARDWARE,
		PERF_COUNT_HW_CACHE_MISSES, false },
	{ "llc-load-misses", "loads that went to memory", "perf::LLC-LOAD-MISSES",
		PERF_TYPE_HW_CACHE, CACHE(LL, READ, MISS), false },
	{ "branch-misses", "branches predicted wrong", "perf::BRANCH-MISSES", PERF_TYPE_HARDWARE,
		PERF_COUNT_HW_BRANCH_MISSES, false },
	{ "task-clock", "time on a CPU, ns", "perf::TASK-CLOCK", PERF_TYPE_SOFTWARE,
		PERF_COUNT_SW_TASK_CLOCK, false },
	{ "page-faults", "pages touched first", "perf::PAGE-FAULTS", PERF_TYPE_SOFTWARE,
		PERF_COUNT_SW_PAGE_FAULTS, false },
	{ "context-switches", "times off the CPU", "perf::CONTEXT-SWITCHES", PERF_TYPE_SOFTWARE,
		PERF_COUNT_SW_CONTEXT_SWITCHES, true },
	{ "cpu-migrations", "moves to another CPU", "perf::CPU-MIGRATIONS", PERF_TYPE_SOFTWARE,
		PERF_COUNT_SW_CPU_MIGRATIONS, true },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

int
pt_counters_paranoid(void)
{
	char text[32];

	if (pt_proc_slurp("/proc/sys/kernel/perf_event_paranoid", text, sizeof(text)) <= 0)
		return INT_MIN;
	return (int)strtol(text, NULL, 10);
}

char *
pt_counters_unit(char *out, size_t size)
{
	return pt_pfm_unit(out, size);
}

/* Returns 0 or a negative errno. */
static int
try_open(const struct row *r, bool user_only)
{
	struct perf_event_attr attr = { .type = r->type,
		.size = sizeof(attr),
		.config = r->config,
		.exclude_kernel = user_only,
		.exclude_hv = user_only };
	struct pt_pfm_code code;
	int fd;

	if (pt_pfm_encode(r->pfm_name, &code)) {
		attr.type = code.type;
		attr.config = code.config;
		attr.config1 = code.config1;
		attr.config2 = code.config2;
	}
	fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

/* A guest of a virtual machine; x86 only, elsewhere the plain words are used. */
static bool
in_vm(void)
{
#if defined(__x86_64__)
	static const char flag[] = " hypervisor";
	char text[8192]; /* the flags of the first CPU are in there */

	return pt_proc_slurp("/proc/cpuinfo", text, sizeof(text)) > 0 && strstr(text, flag);
#else
	return false;
#endif
}

/* For an event that is refused for want of permission. */
static void
explain_refusal(char *out, size_t size, const char *symbol)
{
	int paranoid = pt_counters_paranoid();

	if (paranoid >= 3)
		snprintf(out, size, "perf_event_paranoid is %d (%s)", paranoid, symbol);
	else if (paranoid == INT_MIN)
		snprintf(out, size, "not permitted here (%s)", symbol);
	else
		snprintf(out, size,
			"refused by the kernel or a sandbox, perf_event_paranoid is %d (%s)",
			paranoid, symbol);
}

static void
explain(const struct row *r, int error, char *out, size_t size)
{
	const char *symbol = strerrorname_np(-error);

	symbol = symbol ? symbol : "unknown error";
	switch (-error) {
	case EACCES:
	case EPERM:
		explain_refusal(out, size, symbol);
		break;
	case ENOENT:
	case EOPNOTSUPP:
	case ENODEV:
	case ENXIO:
		if (r->type == PERF_TYPE_SOFTWARE)
			snprintf(out, size, "not in this kernel (%s)", symbol);
		else
			snprintf(out, size, "no hardware counters in this %s (%s)",
				in_vm() ? "VM" : "machine", symbol);
		break;
	case ENOSYS:
		snprintf(out, size, "this kernel has no perf events (%s)", symbol);
		break;
	case EBUSY:
		snprintf(out, size, "another program holds the counters (%s)", symbol);
		break;
	case EMFILE:
	case ENFILE:
		snprintf(out, size, "too many open files (%s)", symbol);
		break;
	default:
		snprintf(out, size, "cannot be opened (%s)", symbol);
	}
}

static void
probe(const struct row *r, struct pt_counters_event *out)
{
	int error = try_open(r, false);

	*out = (struct pt_counters_event){ .name = r->name,
		.meaning = r->meaning,
		.hardware = r->type != PERF_TYPE_SOFTWARE };
	if (error == -EACCES || error == -EPERM) {
		error = try_open(r, true); /* a refusal may hide that there is no such event */
		out->user_only = error == 0;
		if (out->user_only && r->in_kernel) {
			out->user_only = false;
			snprintf(out->reason, sizeof(out->reason),
				"would read 0: kernel events not permitted, perf_event_paranoid is %d",
				pt_counters_paranoid());
			return;
		}
	}
	out->openable = error == 0;
	if (!out->openable)
		explain(r, error, out->reason, sizeof(out->reason));
}

size_t
pt_counters_probe(struct pt_counters_event *out, size_t max)
{
	size_t n = max < ROWS ? max : ROWS;

	for (size_t i = 0; i < n; i++)
		probe(&rows[i], &out[i]);
	return n;
}
