/* SPDX-License-Identifier: MIT */
/*
 * The only file that sees libpfm4. It judges by the processor's id alone: in a virtual machine
 * without counters it encodes everything all the same.
 */
#include "config.h"

#include "os/pfm.h"

#include <stdio.h>

#ifdef HAVE_LIBPFM

#include <perfmon/pfmlib_perf_event.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool usable; /* written under `once` */

static void
initialize(void)
{
	usable = pfm_initialize() == PFM_SUCCESS;
}

bool
pt_pfm_encode(const char *name, struct pt_pfm_code *code)
{
	struct perf_event_attr attr = { .size = sizeof(attr) };
	pfm_perf_encode_arg_t arg = { .attr = &attr, .size = sizeof(arg) };

	pthread_once(&once, initialize);
	if (!usable ||
		pfm_get_os_event_encoding(name, PFM_PLM0 | PFM_PLM3, PFM_OS_PERF_EVENT_EXT, &arg) !=
			PFM_SUCCESS)
		return false;
	*code = (struct pt_pfm_code){ .type = attr.type,
		.config = attr.config,
		.config1 = attr.config1,
		.config2 = attr.config2 };
	return true;
}

char *
pt_pfm_unit(char *out, size_t size)
{
	pthread_once(&once, initialize);
	snprintf(out, size, "%s", "");
	for (int i = 0; usable && i < PFM_PMU_MAX; i++) {
		pfm_pmu_info_t info = { .size = sizeof(info) };

		if (pfm_get_pmu_info((pfm_pmu_t)i, &info) != PFM_SUCCESS || !info.is_present)
			continue;
		if (info.type == PFM_PMU_TYPE_CORE) {
			snprintf(out, size, "%s", info.desc);
			break;
		}
	}
	return out;
}

#else

bool
pt_pfm_encode(const char *name, struct pt_pfm_code *code)
{
	return false;
}

char *
pt_pfm_unit(char *out, size_t size)
{
	snprintf(out, size, "%s", "");
	return out;
}

#endif
