/* SPDX-License-Identifier: MIT */
/* Results that are known, and results that must be the same for all. */
#include <stdio.h>
#include <string.h>

#include "bench/compare/compare.h"

#define KNOWN_MAX 64 /* programs and sizes */
#define PROGRAM_BYTES 32

static uint64_t
fib(uint64_t n)
{
	uint64_t a = 0, b = 1;

	for (; n; n--) {
		uint64_t next = a + b;

		a = b;
		b = next;
	}
	return a;
}

static uint64_t
queens(uint64_t n)
{
	static const uint64_t solutions[] = { 1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200,
		73712, 365596 };

	return n < sizeof solutions / sizeof *solutions ? solutions[n] : 0;
}

/* The node counts that the UTS benchmark states for T1 and T3; counted for the third. */
static uint64_t
tree(uint64_t kind)
{
	return kind == 0 ? 1847097 : kind == 1 ? 4130071 : 4112897;
}

/* The first one to say a program's result for a size is believed. */
static bool
same_as_first(const char *program, uint64_t size, uint64_t check)
{
	static struct {
		char program[PROGRAM_BYTES];
		uint64_t size, check;
	} known[KNOWN_MAX];
	static size_t len;

	for (size_t i = 0; i < len; i++)
		if (known[i].size == size && strcmp(known[i].program, program) == 0)
			return known[i].check == check;
	if (len < KNOWN_MAX) {
		snprintf(known[len].program, sizeof known[len].program, "%s", program);
		known[len].size = size;
		known[len++].check = check;
	}
	return true;
}

/* A sort says 0 when its numbers are not sorted, or not those that it was given. */
static bool
is_sorting(const char *program)
{
	return strncmp(program, "u64", 3) == 0 || strncmp(program, "i32", 3) == 0 ||
		strncmp(program, "f64", 3) == 0;
}

bool
item_check(const char *item, uint64_t check)
{
	char program[PROGRAM_BYTES];
	unsigned long long size;
	int workers;

	if (sscanf(item, "%31[^:]:%d:%llu", program, &workers, &size) != 3)
		return false;
	if (strncmp(program, "fib", 3) == 0)
		return check == fib(size);
	if (strcmp(program, "queens") == 0)
		return check == queens(size);
	if (strcmp(program, "tree") == 0)
		return check == tree(size);
	if (strcmp(program, "deep") == 0)
		return check == size;
	if (strncmp(program, "coarse", 6) == 0)
		return true;
	if (check == 0 && is_sorting(program))
		return false;
	program[strcspn(program, "-")] = '\0'; /* what one runtime has in two ways */
	return same_as_first(program, size, check);
}
