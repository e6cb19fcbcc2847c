/* SPDX-License-Identifier: MIT */
/*
 * partop info: what this machine offers to a parallel run, and what it does not, and why.
 */
#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "base/args.h"
#include "cmd/command.h"
#include "os/clock.h"
#include "os/counters.h"
#include "os/cpus.h"
#include "os/proc.h"
#include "os/topology.h"
#include "runtime/calibrate.h"
#include "session/capacity.h"
#include "ui/ui.h"
#include "recording/names.h"

#define EVENTS_MAX 64

static void
print_cpus(void)
{
	char reason[256];

	printf("cpus\n  online       %d\n  allowed      %d\n", pt_cpus_online(), pt_cpus_allowed());
	if (isnan(pt_cpus_quota()))
		printf("  quota        none\n");
	else
		printf("  quota        %.2f CPUs\n", pt_cpus_quota());
	printf("  workers      %d by default (%s)\n", pt_cpus_default_threads(),
		pt_cpus_reason(reason, sizeof(reason)));
}

static void
print_topology(void)
{
	struct pt_topology t;
	struct pt_error e;
	char bytes[PT_NUM];

	printf("topology\n");
	if (pt_topology_load(&t, &e) < 0) {
		printf("  unknown      %s\n", e.text);
		return;
	}
	printf("  packages     %d\n  numa nodes   %d\n  cores        %d, %d CPU%s each at most\n",
		t.packages, t.nodes, t.cores, t.smt, t.smt == 1 ? "" : "s");
	printf("  L3 caches    %d", t.l3s);
	if (t.l3_bytes > 0)
		printf(" of %s", pt_format_bytes(bytes, t.l3_bytes));
	printf("\n  from         %s\n", t.source);
	pt_topology_fini(&t);
}

static void
print_clock(void)
{
	static const char *const names[] = {
		[PT_CLOCK_MONOTONIC] = "CLOCK_MONOTONIC",
		[PT_CLOCK_TSC] = "time stamp counter",
		[PT_CLOCK_CNTVCT] = "virtual counter",
	};

	double read_ns = pt_clock_read_ns(), tsc_ns = pt_clock_tsc_read_ns();
	char why[256];

	printf("clock\n  source       %s, %.3f GHz\n  reading      about %.0f ns\n",
		names[pt_clock_kind()], (double)pt_clock_hz() * 1e-9, read_ns);
	if (pt_clock_reason(why, sizeof(why))[0] == 0)
		return;
	printf("  why          %s\n", why);
	if (tsc_ns < read_ns)
		printf("  costs        %.0f ns more for every event than the counter would\n",
			read_ns - tsc_ns);
}

static void
print_level(const struct pt_capacity_table *t, unsigned i)
{
	printf("\n  %-10u", (unsigned)t->copies[i]);
	for (unsigned k = 0; k < PT_KERNELS; k++)
		printf("  %8.2f", t->got[k][i]);
	if (pt_capacity_has_read(t))
		printf("  %8.1f", t->read_bytes_per_s[i] / 1e9);
	else
		printf("  %8s", "--");
}

static void
print_capacity_table(const struct pt_capacity_table *t)
{
	char text[PT_CAPACITY_TEXT];

	printf("  copies    ");
	for (unsigned k = 0; k < PT_KERNELS; k++)
		printf("  %8s", pt_kernel_name((enum pt_kernel)k));
	printf("  %8s", "read");
	for (unsigned i = 0; i < t->len; i++)
		print_level(t, i);
	printf("\n  measured     as CPUs' worth of work; read: by all copies together, in GB/s\n");
	if (t->disturbed)
		printf("  disturbed    the machine was busy: believed for ten minutes\n");
	if (pt_capacity_print(t, text, sizeof(text)))
		printf("  as text      %s\n", text);
}

/* What copies of three kernels that share nothing get from these CPUs. */
static int
print_capacity(bool calibrate, struct pt_error *e)
{
	struct pt_capacity_table t;

	fflush(stdout); /* it takes a second */
	if (pt_capacity_find(&t, calibrate ? PT_CAPACITY_CALIBRATE_ANEW : PT_CAPACITY_IF_KNOWN, e) <
		0)
		return -1;
	printf("capacity\n");
	if (t.len > 0)
		print_capacity_table(&t);
	else
		printf("  unknown      %s\n",
			calibrate ? "copies could not be run" :
				    "partop info --calibrate finds it out");
	return 0;
}

/* What detail costs here. */
static void
print_events(void)
{
	printf("events\n");
	for (unsigned i = PT_REC_LEVEL_STEALS; i <= PT_REC_LEVEL_FULL; i++) {
		double ns = pt_calibrate_event_ns((enum pt_rec_level)i);

		if (isnan(ns))
			printf("  %-12s cost unknown\n", pt_rec_level_name(i));
		else
			printf("  %-12s about %.0f ns each\n", pt_rec_level_name(i), ns);
	}
}

static void
print_memory(void)
{
	uint64_t free_bytes = pt_memory_available_bytes();
	char bytes[PT_NUM];

	printf("memory\n  free         %s\n",
		free_bytes > 0 ? pt_format_bytes(bytes, free_bytes) : "unknown");
}

static void
print_counters(void)
{
	struct pt_counters_event events[EVENTS_MAX];
	size_t n = pt_counters_probe(events, EVENTS_MAX);
	char unit[128];

	printf("counters\n  unit         %s\n",
		pt_counters_unit(unit, sizeof(unit))[0] != 0 ? unit : "unknown");
	if (pt_counters_paranoid() != INT_MIN)
		printf("  paranoid     %d\n", pt_counters_paranoid());
	for (size_t i = 0; i < n && i < EVENTS_MAX; i++)
		printf("  %-20s %s\n", events[i].name,
			!events[i].openable         ? events[i].reason :
				events[i].user_only ? "yes, user mode only" :
						      "yes");
}

static void
print_terminal(void)
{
	char text[256];

	pt_ui_describe(text, sizeof(text));
	printf("terminal\n  %s\n", text);
}

static const struct pt_option rows[] = {
	{ .name = "calibrate",
		.type = PT_OPT_FLAG,
		.help = "find out anew what the CPUs can give" },
};
static const struct pt_options options = PT_OPTIONS(rows);

static int
info_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_none(self, argc, argv, e);
	bool calibrate;

	if (a == NULL)
		return -1;
	calibrate = pt_args_flag(a, "calibrate");
	pt_args_free(a);
	print_cpus();
	print_topology();
	if (print_capacity(calibrate, e) < 0)
		return -1;
	print_clock();
	print_events();
	print_memory();
	print_counters();
	print_terminal();
	return PT_EXIT_OK;
}

const struct pt_command pt_command_info = {
	.name = "info",
	.usage = "[--calibrate]",
	.summary = "what this machine offers: CPUs, quota, topology, counters, terminal",
	.options = (const struct pt_options *const[]){ &options, NULL },
	.run = info_run,
};
