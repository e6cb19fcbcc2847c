/* SPDX-License-Identifier: MIT */
/* See keys.h.  Inputs and their checks are those of the workload quicksort. */
#include "bench/peers/keys.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peers/peer.h"
#include "workloads/sort/input.h"
#include "workloads/workload.h"

struct program {
	enum pt_elem elem;
	enum pt_sort_input input;
	bool halves;
};

static size_t bytes;
static void *array;
static struct pt_sort_checksum filled;

static int
position(const char *word, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (strcmp(word, list[i]) == 0)
			return i;
	return -1;
}

static bool
parse(const char *name, struct program *p)
{
	static const char *const types[] = { "u64", "i32", "f64", NULL };
	static const enum pt_elem elem[] = { PT_ELEM_U64, PT_ELEM_I32, PT_ELEM_F64 };
	/* clang-format off */
	static const char *const inputs[] = { [PT_INPUT_RANDOM] = "random",
		[PT_INPUT_SORTED] = "sorted", [PT_INPUT_REVERSED] = "reversed",
		[PT_INPUT_FEW] = "few", [PT_INPUT_ORGAN] = "organ", NULL };
	/* clang-format on */
	char type[16], input[16] = "random";
	int t, i;

	if (sscanf(name, "%15[a-z0-9].%15[a-z]", type, input) < 1)
		return false;
	t = position(type, types);
	i = position(input, inputs);
	if (t < 0 || i < 0)
		return false;
	*p = (struct program){ elem[t], (enum pt_sort_input)i, strstr(name, "-half") != NULL };
	return true;
}

int
keys_is(const char *name)
{
	struct program p;

	return parse(name, &p);
}

void
keys_need(const char *name, uint64_t size)
{
	struct program p;

	if (parse(name, &p) && size * pt_sort_elem_bytes(p.elem) > bytes)
		bytes = size * pt_sort_elem_bytes(p.elem);
}

void *
keys_array(void)
{
	if (!array)
		array = pt_buffer_alloc(bytes);
	if (!array)
		abort();
	return array;
}

static struct pt_sort_array
array_of(const struct program *p, uint64_t size)
{
	return (struct pt_sort_array){ keys_array(), size, p->elem, peer_cpus() };
}

void
keys_fill(const char *name, uint64_t size)
{
	struct pt_sort_array a;
	struct program p;

	if (!parse(name, &p))
		abort();
	a = array_of(&p, size);
	pt_sort_fill(&a, p.input, 1);
	filled = pt_sort_checksum(&a);
}

static bool
is_sorted(const struct pt_sort_array *a, uint64_t from, uint64_t n)
{
	const char *first = (const char *)a->numbers + from * pt_sort_elem_bytes(a->elem);

	return pt_sort_unsorted(first, n, a->elem) == n;
}

static bool
is_done(const struct program *p, const struct pt_sort_array *a, int workers)
{
	uint64_t half = a->n / 2;

	if (!p->halves)
		return is_sorted(a, 0, a->n);
	return is_sorted(a, 0, half) && (workers < 2 || is_sorted(a, half, a->n - half));
}

uint64_t
keys_check(const char *name, int workers, uint64_t size)
{
	struct pt_sort_checksum now;
	struct pt_sort_array a;
	struct program p;

	if (!parse(name, &p))
		abort();
	a = array_of(&p, size);
	now = pt_sort_checksum(&a);
	if (now.sum != filled.sum || now.xor != filled.xor || !is_done(&p, &a, workers))
		return 0;
	return now.sum ^ now.xor ;
}
