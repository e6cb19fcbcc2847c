/* SPDX-License-Identifier: MIT */
/* The fork-join graph of real programs, rebuilt from recordings of level full. */
#include <partop/partop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "timeline/graph.h"
#include "runtime/recorder.h"
#include "tests/unit/cm.h"

PARTOP_TASK_1(long, fib, int, n)
{
	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	long b = PARTOP_CALL(fib, n - 2);

	return PARTOP_SYNC(fib) + b;
}

PARTOP_VOID_TASK_2(quicksort, uint32_t *, a, uint64_t, n)
{
	while (n > 64) {
		uint32_t pivot = a[n / 2];
		uint64_t i = 0, j = n - 1;

		while (i <= j) {
			while (a[i] < pivot)
				i++;
			while (a[j] > pivot)
				j--;
			if (i <= j) {
				uint32_t x = a[i];

				a[i++] = a[j];
				a[j] = x;
				if (j-- == 0)
					break;
			}
		}
		PARTOP_SPAWN(quicksort, a, j + 1);
		PARTOP_CALL(quicksort, a + i, n - i);
		PARTOP_SYNC(quicksort);
		return;
	}
	for (uint64_t i = 1; i < n; i++)
		for (uint64_t j = i; j > 0 && a[j - 1] > a[j]; j--) {
			uint32_t x = a[j];

			a[j] = a[j - 1];
			a[j - 1] = x;
		}
}

static void
square(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t *out = arg;

	(void)w;
	(void)head;
	for (; lo < hi; lo++)
		for (uint64_t k = 0; k < 20; k++)
			out[lo] = out[lo] * 3 + k;
}

static void
zero(void *acc, void *arg)
{
	(void)arg;
	*(uint64_t *)acc = 0;
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	(void)w;
	(void)head;
	(void)arg;
	for (; lo < hi; lo++)
		*(uint64_t *)acc += lo;
}

static void
add(void *left, void *right, void *arg)
{
	(void)arg;
	*(uint64_t *)left += *(uint64_t *)right;
}

/* ---- what is run ---- */

static void
run_fib(partop_worker *w, partop_task *head, void *arg)
{
	(void)arg;
	assert_int_equal(PARTOP_CALL(fib, 20), 6765);
}

#define NUMBERS 200000

static void
run_quicksort(partop_worker *w, partop_task *head, void *arg)
{
	uint32_t *a = malloc(NUMBERS * sizeof(*a)), x = 1;

	(void)arg;
	for (size_t i = 0; i < NUMBERS; i++)
		a[i] = x = x * 1664525 + 1013904223;
	PARTOP_CALL(quicksort, a, NUMBERS);
	for (size_t i = 1; i < NUMBERS; i++)
		if (a[i - 1] > a[i])
			fail();
	free(a);
}

static void
run_for(partop_worker *w, partop_task *head, void *arg)
{
	uint64_t *out = calloc(NUMBERS, sizeof(*out));

	(void)arg;
	partop_for(w, head, 0, NUMBERS, square, out, NULL);
	free(out);
}

static void
run_reduce(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer sum = { .size = sizeof(uint64_t),
		.identity = zero,
		.fold = fold,
		.combine = add };
	uint64_t result;

	(void)arg;
	assert_int_equal(partop_reduce(w, head, 0, NUMBERS, &sum, &result, NULL, NULL), 0);
	assert_int_equal(result, (uint64_t)NUMBERS * (NUMBERS - 1) / 2);
}

static void
plain(partop_worker *w, partop_task *head, void *arg)
{
	long n = (long)(intptr_t)arg;

	if (n == 0)
		return;
	partop_join(w, head, plain, (void *)(intptr_t)(n - 1), plain, (void *)(intptr_t)(n - 1));
}

static void
run_scope(partop_worker *w, partop_task *head, void *arg)
{
	struct partop_scope s;

	(void)arg;
	partop_scope_begin(&s, w, head);
	for (long i = 0; i < 100; i++)
		head = partop_scope_spawn(&s, w, head, plain, (void *)(intptr_t)(i % 5));
	partop_scope_end(&s, w, head);
}

PARTOP_VOID_TASK_1(failing, int, depth)
{
	if (depth == 0) {
		partop_fail(w, 7);
		return;
	}
	for (int i = 0; i < 4; i++)
		PARTOP_SPAWN(failing, depth - 1);
	for (int i = 0; i < 4; i++)
		PARTOP_SYNC(failing);
}

static void
run_failing(partop_worker *w, partop_task *head, void *arg)
{
	(void)arg;
	PARTOP_CALL(failing, 6);
}

/* ---- what it looks like ---- */

struct recorded {
	int fd;
	struct pt_rec_reader reader;
	struct pt_graph graph;
	uint64_t spawned, stolen, cancelled, work; /* as the pages say */
};

static void
read_pages(struct recorded *rec)
{
	struct pt_rec_status status;
	struct pt_rec_snapshot s;

	assert_int_equal(pt_rec_status(&rec->reader, &status), 0);
	for (uint32_t i = 0; i < status.workers; i++) {
		assert_int_equal(pt_rec_snapshot(&rec->reader, i, &s), 0);
		rec->spawned += s.counter[PT_COUNTER_SPAWNED];
		rec->stolen += s.counter[PT_COUNTER_STOLEN];
		rec->cancelled += s.counter[PT_COUNTER_CANCELLED];
		rec->work += s.spent[PT_REC_WORK];
	}
}

static struct recorded
record(partop_fn *fn, int workers, uint32_t slots, int runs)
{
	struct pt_rec_options o = { .fd = memfd_create("graph", MFD_CLOEXEC),
		.level = PT_REC_LEVEL_FULL,
		.slots = 8,
		.cap_bytes = 512 << 20 };
	struct partop_config config = { .threads = workers, .task_slots = slots };
	struct recorded rec = { .fd = o.fd };
	partop_pool *p;

	assert_int_equal(pt_recorder_open(&o), 0);
	assert_int_equal(partop_pool_open(&p, &config), 0);
	for (int i = 0; i < runs; i++)
		(void)partop_run(p, fn, NULL);
	partop_pool_close(p);
	pt_recorder_close();
	assert_int_equal(pt_rec_open_fd(&rec.reader, rec.fd, false), 0);
	assert_int_equal(pt_rec_build_index(&rec.reader), 0);
	assert_true(pt_graph_possible(&rec.reader));
	assert_int_equal(pt_graph_make(&rec.graph, &rec.reader), 0);
	read_pages(&rec);
	return rec;
}

static void
forget(struct recorded *rec)
{
	pt_graph_fini(&rec->graph);
	pt_rec_shut(&rec->reader);
	close(rec->fd);
}

static void
check_graph(const struct recorded *rec, int runs)
{
	const struct pt_graph *g = &rec->graph;

	if (g->contradictions)
		print_message("# %s\n", g->first);
	assert_int_equal(g->contradictions, 0);
	assert_int_equal(g->spawns, g->inlined + g->stolen + g->dropped);
	assert_int_equal(g->stolen, rec->stolen);
	if (rec->spawned > 0) /* counted */
		assert_int_equal(g->spawns, rec->spawned);
	assert_int_equal(g->roots, runs);
	for (size_t i = 0; i < g->roots; i++)
		assert_true(g->root[i].span <= g->root[i].work && g->root[i].span > 0);
}

/*
 * Strands take as long as the workers were in WORK, but for what a thief does there after its task:
 * to wake the joiner is a system call, and may cost it its CPU.  2 % may be lost between stamps;
 * false: it is more, which happens when a worker loses its CPU there.
 */
static bool
check_work(const struct recorded *rec)
{
	uint64_t found = rec->graph.work + rec->graph.hand_over;

	assert_true(found <= rec->work);
	assert_true(rec->graph.stolen > 0 || rec->graph.hand_over == 0);
	return found >= rec->work - rec->work / 50;
}

/* One undisturbed recording in many will do; each is to be whole. */
static void
check_program(partop_fn *program, int workers)
{
	bool complete = false;

	for (int i = 0; i < 500 && !complete; i++) {
		struct recorded rec = record(program, workers, 0, 3);

		check_graph(&rec, 3);
		assert_int_equal(rec.graph.dropped, 0);
		complete = check_work(&rec);
		forget(&rec);
	}
	assert_true(complete);
}

static void
all_programs(int workers)
{
	static partop_fn *const programs[] = { run_fib, run_quicksort, run_for, run_reduce,
		run_scope };

	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		check_program(programs[i], workers);
}

static void
one_worker_s_graph_is_whole(void **state)
{
	all_programs(1);
}

static void
two_workers_graph_is_whole(void **state)
{
	all_programs(2);
}

static void
more_workers_than_cpus_graph_is_whole(void **state)
{
	all_programs(6);
}

static void
fib_spawns_what_it_should(void **state)
{
	struct recorded rec = record(run_fib, 2, 0, 1);

	check_graph(&rec, 1);
	assert_int_equal(rec.graph.spawns, 10945); /* fib(21) - 1 */
	forget(&rec);
}

/* A strand during which its worker lost the CPU is long: one undisturbed run in many will do. */
static void
span_is_shorter_than_work_where_there_is_parallelism(void **state)
{
	bool seen = false;

	for (int i = 0; i < 50 && !seen; i++) {
		struct recorded rec = record(run_fib, 1, 0, 1);
		struct pt_graph_root sum;

		assert_true(pt_graph_sum(&rec.graph, 0, UINT64_MAX, &sum));
		assert_int_equal(sum.work, rec.graph.work);
		assert_true(sum.span <= sum.work);
		seen = sum.span < sum.work / 4;
		forget(&rec);
	}
	assert_true(seen);
}

static void
a_deque_that_overflows_has_a_whole_graph(void **state)
{
	for (int workers = 1; workers <= 3; workers++) {
		struct recorded rec = record(run_fib, workers, 4, 2);

		check_graph(&rec, 2);
		forget(&rec);
	}
}

static void
cancelled_tasks_are_in_the_graph(void **state)
{
	for (int workers = 1; workers <= 3; workers++) {
		struct recorded rec = record(run_failing, workers, 0, 2);

		check_graph(&rec, 2);
		assert_true(rec.graph.dropped > 0);
		assert_true(rec.graph.dropped <= rec.cancelled);
		forget(&rec);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_worker_s_graph_is_whole),
		cmocka_unit_test(two_workers_graph_is_whole),
		cmocka_unit_test(more_workers_than_cpus_graph_is_whole),
		cmocka_unit_test(fib_spawns_what_it_should),
		cmocka_unit_test(span_is_shorter_than_work_where_there_is_parallelism),
		cmocka_unit_test(a_deque_that_overflows_has_a_whole_graph),
		cmocka_unit_test(cancelled_tasks_are_in_the_graph),
	};

	return cmocka_run_group_tests_name("graph", tests, NULL, NULL);
}
