/* SPDX-License-Identifier: MIT */
/*
 * compare PEERS SECTION...: runs sections of the comparison and prints Markdown.
 *
 *	compare PEERS			all sections
 *	compare PEERS list		their names
 *	compare PEERS versions		the runtimes found, and those not found
 *
 * BENCH_QUICK=1: a few rounds of everything, which allow no claim.  BENCH_TARGETS=FILE: figures that
 * have a target are appended there too.  Ends with 1 when a contender crashed, hung or was wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/compare/compare.h"

struct options options;

static const struct section *const sections[] = { task_sections, loop_sections, algorithm_sections,
	pool_sections, own_sections, coarse_sections, channel_sections, policy_sections,
	sort_sections, quicksort_sections, sum_sections, before_sections, NULL };

static void
each(const char *name, bool run)
{
	for (size_t i = 0; sections[i]; i++)
		for (const struct section *s = sections[i]; s->name; s++) {
			if (!run)
				printf("%s\t%s\n", s->name, s->about);
			else if (!name || strcmp(name, s->name) == 0)
				s->run();
		}
}

static bool
is_section(const char *name)
{
	for (size_t i = 0; sections[i]; i++)
		for (const struct section *s = sections[i]; s->name; s++)
			if (strcmp(name, s->name) == 0)
				return true;
	return false;
}

static void
versions(void)
{
	static const char *const peers[] = { "serial", "partop", "tbb", "gomp", "libomp", "rayon",
		"vqsort", NULL };
	char text[160];

	for (size_t i = 0; peers[i]; i++)
		if (!process_exists(peers[i]))
			printf("- %s: not measured, not installed when configure ran\n", peers[i]);
		else if (process_version(peers[i], text, sizeof text))
			printf("- %s: %s\n", peers[i], text);
		else
			printf("- %s: does not run\n", peers[i]);
}

static int
run_named(const char *name)
{
	if (strcmp(name, "list") == 0)
		each(NULL, false);
	else if (strcmp(name, "versions") == 0)
		versions();
	else if (is_section(name))
		each(name, true);
	else
		return fprintf(stderr, "compare: no section %s\n", name), 2;
	return 0;
}

int
main(int argc, char **argv)
{
	const char *quick = getenv("BENCH_QUICK");
	int rc = 0;

	if (argc < 2)
		return fprintf(stderr, "usage: compare PEERS [SECTION...]\n"), 2;
	options = (struct options){ .peers = argv[1], .quick = quick && *quick && *quick != '0' };
	if (argc == 2)
		each(NULL, true);
	for (int i = 2; i < argc && !rc; i++)
		rc = run_named(argv[i]);
	return rc ? rc : options.failed;
}
