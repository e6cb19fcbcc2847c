/* SPDX-License-Identifier: MIT */
/* Arrays that are not sorted, or not of the elements that were given. */
#include "tests/unit/verify/wrong.h"

#include "workloads/quicksort.c"

enum { N = 5003 };

static struct wcase *
sorted(const char *type, const char *kind)
{
	struct wcase *c = case_new(&pt_workload_quicksort, 2);

	case_set(c, "size", "5003");
	case_set(c, "type", type);
	case_set(c, "input-kind", kind);
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

static void
swap(void *array, size_t bytes, size_t i, size_t k)
{
	unsigned char *a = array, hold[8];

	memcpy(hold, a + i * bytes, bytes);
	memcpy(a + i * bytes, a + k * bytes, bytes);
	memcpy(a + k * bytes, hold, bytes);
}

/* The verifier keeps what it has seen of the array until the next run. */
static void
assert_array_refused(struct wcase *c, const char *how)
{
	struct quicksort *q = c->state;

	q->looked_at = false;
	assert_refused(c, how);
}

void
wrong_orders(void **state)
{
	static const size_t pairs[][2] = { { 0, 1 }, { N - 2, N - 1 }, { 0, N - 1 }, { 2500, 2501 },
		{ 1023, 1024 } };

	for (size_t t = 0; types[t]; t++) {
		struct wcase *c = sorted(types[t], "random");
		struct quicksort *q = c->state;
		const size_t bytes = pt_sort_elem_bytes(q->a.elem);

		for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
			swap(q->a.numbers, bytes, pairs[i][0], pairs[i][1]);
			assert_array_refused(c, "a swapped pair");
			swap(q->a.numbers, bytes, pairs[i][0], pairs[i][1]);
		}
		for (size_t i = 0; i < N / 2; i++)
			swap(q->a.numbers, bytes, i, N - 1 - i);
		assert_array_refused(c, "the reverse order");
		case_free(c);
	}
}

void
wrong_elements(void **state)
{
	static const size_t places[] = { 0, 1, 2500, N - 2, N - 1 };

	for (size_t t = 0; types[t]; t++) {
		struct wcase *c = sorted(types[t], "random");
		struct quicksort *q = c->state;
		const size_t bytes = pt_sort_elem_bytes(q->a.elem);
		unsigned char *a = q->a.numbers, right[8];

		for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
			size_t at = places[i], neighbour = at > 0 ? at - 1 : 1;

			memcpy(right, a + at * bytes, bytes);
			memcpy(a + at * bytes, a + neighbour * bytes, bytes);
			assert_array_refused(c, "an element twice, another not at all");
			memcpy(a + at * bytes, right, bytes);
		}
		memset(a, 0, N * bytes);
		assert_array_refused(c, "zeros");
		case_free(c);
	}
	/* Of few values: as many of one more as of another less. */
	struct wcase *c = sorted("u64", "few");
	uint64_t *a = ((struct quicksort *)c->state)->a.numbers;
	size_t i = 1;

	while (a[i] == a[i - 1])
		i++;
	a[i] = a[i - 1];
	assert_array_refused(c, "a value once too often");
	a[i - 1] = a[i + 1];
	a[i] = a[i + 1];
	assert_array_refused(c, "another value once too often");
	case_free(c);
}
