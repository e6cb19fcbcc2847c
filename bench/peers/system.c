/* SPDX-License-Identifier: MIT */
/* CPUs, memory and delays of a peer, and the arrays of its loops. */
#include "bench/peers/system.h"

#include <dirent.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/peers/peer.h"

static cpu_set_t allowed;

void
system_begin(void)
{
	sched_getaffinity(0, sizeof allowed, &allowed);
}

int
peer_cpus(void)
{
	return CPU_COUNT(&allowed);
}

void
peer_pin(int index)
{
	cpu_set_t set = allowed;

	for (int cpu = 0, i = 0; index >= 0 && cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &allowed) && i++ == index % CPU_COUNT(&allowed)) {
			CPU_ZERO(&set);
			CPU_SET(cpu, &set);
		}
	sched_setaffinity(0, sizeof set, &set);
}

long
system_rss_kb(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	char line[256];
	long kb = -1;

	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "VmHWM: %ld", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb;
}

static uint64_t
delay_of(const char *tid)
{
	char path[300];
	unsigned long long cpu, delay = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/self/task/%s/schedstat", tid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	if (fscanf(f, "%llu %llu", &cpu, &delay) != 2)
		delay = 0;
	fclose(f);
	return delay;
}

uint64_t
system_run_delay_ns(void)
{
	DIR *dir = opendir("/proc/self/task");
	uint64_t sum = 0;

	for (struct dirent *e; dir && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			sum += delay_of(e->d_name);
	if (dir)
		closedir(dir);
	return sum;
}

/* ---- arrays; one size per process and program ---- */

static uint32_t *
array(uint32_t **kept, uint64_t size, bool filled)
{
	if (*kept)
		return *kept;
	*kept = (uint32_t *)malloc(size * sizeof **kept);
	if (!*kept)
		abort();
	for (uint64_t i = 0; filled && i < size; i++)
		(*kept)[i] = (uint32_t)i * 2654435761u;
	return *kept;
}

uint32_t *
peer_out(uint64_t size)
{
	static uint32_t *out;

	return array(&out, size, false);
}

const uint32_t *
peer_numbers(uint64_t size)
{
	static uint32_t *numbers;

	return array(&numbers, size, true);
}

uint64_t *
peer_sums(uint64_t size)
{
	static uint64_t *sums;

	if (!sums)
		sums = malloc(size * sizeof *sums);
	if (!sums)
		abort();
	return sums;
}

uint64_t
peer_out_sum(uint64_t size)
{
	const uint32_t *out = peer_out(size);
	uint64_t sum = 0;

	for (uint64_t i = 0; i < size; i++)
		sum += out[i];
	return sum;
}

void
peer_shuffle(uint64_t size)
{
	uint64_t *x = peer_sums(size);

	for (uint64_t i = 0; i < size; i++) {
		uint64_t h = (i + 1) * 0x9e3779b97f4a7c15u;

		h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
		x[i] = (h ^ h >> 27) * 0x94d049bb133111ebu;
	}
}
