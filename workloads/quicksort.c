/* SPDX-License-Identifier: MIT */
/*
 * quicksort: sorts an array of numbers; the kernels are in sort/.  Vector quicksort is both the
 * sequential version and the leaf of the parallel one.
 *
 * The input is not kept: reset makes it anew from the seed, which is as fast as a copy and takes
 * half the memory.  The checksum of the first input is what all outputs are compared with.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/error.h"
#include "workloads/sort/input.h"
#include "workloads/sort/sort.h"
#include "workloads/workload.h"

struct quicksort {
	struct pt_sort_array a;
	enum pt_sort_input input;
	uint64_t seed;
	struct pt_psort_options options;
	struct pt_sort_checksum want;
	/* Of the array as it is, when `looked_at`. */
	struct pt_sort_checksum got;
	uint64_t unsorted;
	bool looked_at;
};

enum { SIZE, GRAIN, TYPE, INPUT_KIND };

/* clang-format off */
static const char *const types[] = {
	[PT_ELEM_U64] = "u64", [PT_ELEM_I64] = "i64", [PT_ELEM_F64] = "f64",
	[PT_ELEM_U32] = "u32", [PT_ELEM_I32] = "i32", [PT_ELEMS] = NULL,
};
/* clang-format on */

static const char *const inputs[] = {
	[PT_INPUT_RANDOM] = "random",
	[PT_INPUT_SORTED] = "sorted",
	[PT_INPUT_REVERSED] = "reversed",
	[PT_INPUT_FEW] = "few",
	[PT_INPUT_ORGAN] = "organ",
	[PT_INPUTS] = NULL,
};

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "60M",
		.help = "how many numbers", .min = 1, .max = UINT64_MAX,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "numbers sorted by one task (default: by size and workers)",
		.min = 1, .max = UINT64_MAX,
	},
	[TYPE] = {
		.name = "type", .type = PT_OPT_CHOICE, .value_name = "TYPE", .fallback = "u64",
		.help = "type of the numbers", .choices = types,
	},
	[INPUT_KIND] = {
		.name = "input-kind", .type = PT_OPT_CHOICE, .value_name = "KIND",
		.fallback = "random", .choices = inputs,
		.help = "order of the input (few: 16 values, organ: up, then down)",
	},
};

enum { PARALLEL_PARTITION, SERIAL_PARTITION, SCALAR };

static const struct pt_variant variants[] = {
	[PARALLEL_PARTITION] = {
		.name = "parallel-partition",
		.help = "the first partitions are made by all workers together",
	},
	[SERIAL_PARTITION] = {
		.name = "serial-partition",
		.help = "each partition is made by one worker; the others wait at first",
	},
	[SCALAR] = {
		.name = "scalar",
		.help = "without vector instructions, in the sequential version, too",
	},
};

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	enum pt_elem elem = (enum pt_elem)s->values[TYPE].choice;

	return pt_buffer_bytes(s->values[SIZE].u64, pt_sort_elem_bytes(elem));
}

static uint64_t
input_bytes(void *state)
{
	const struct quicksort *q = state;

	return q->a.n * pt_sort_elem_bytes(q->a.elem);
}

static void
reset(void *state)
{
	struct quicksort *q = state;

	pt_sort_fill(&q->a, q->input, q->seed);
	q->looked_at = false;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct quicksort *q = state;
	uint64_t bytes = needs_bytes(s);

	if (pt_buffer_check(s, s->values[SIZE].u64, bytes, e))
		return -1;
	q->a = (struct pt_sort_array){
		.numbers = pt_buffer_alloc(bytes),
		.n = s->values[SIZE].u64,
		.elem = (enum pt_elem)s->values[TYPE].choice,
		.threads = s->threads,
	};
	q->seed = s->seed;
	q->input = (enum pt_sort_input)s->values[INPUT_KIND].choice;
	q->options = (struct pt_psort_options){
		.elem = q->a.elem,
		.level = s->variant == SCALAR ? PT_SIMD_NONE : s->simd,
		.serial_partition = s->variant == SERIAL_PARTITION,
		.leaf = s->values[GRAIN].u64,
	};
	if (!q->a.numbers)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, q->a.n);
	reset(q);
	q->want = pt_sort_checksum(&q->a);
	return 0;
}

static int
sequential(void *state, struct pt_error *e)
{
	struct quicksort *q = state;

	q->looked_at = false;
	pt_sort(q->a.numbers, q->a.n, q->a.elem, q->options.level);
	return 0;
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct quicksort *q = state;

	q->looked_at = false;
	pt_psort(w, head, q->a.numbers, q->a.n, &q->options);
	return 0;
}

static void
look(struct quicksort *q)
{
	if (q->looked_at)
		return;
	q->unsorted = pt_sort_unsorted(q->a.numbers, q->a.n, q->a.elem);
	q->got = pt_sort_checksum(&q->a);
	q->looked_at = true;
}

static int
verify(void *state, struct pt_error *e)
{
	struct quicksort *q = state;

	look(q);
	if (q->unsorted < q->a.n)
		return pt_fail(e, PT_EXIT_FAILED,
			"element %" PRIu64 " is less than the one before it", q->unsorted);
	if (q->got.sum != q->want.sum || q->got.xor != q->want.xor)
		return pt_fail(e, PT_EXIT_FAILED, "the elements are not those of the input");
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	struct quicksort *q = state;
	char checksum[33];

	look(q);
	snprintf(checksum, sizeof checksum, "%016" PRIx64 "%016" PRIx64, q->got.sum, q->got.xor);
	pt_result_bool(r, "sorted", q->unsorted == q->a.n);
	pt_result_text(r, "checksum", checksum, sizeof checksum - 1);
}

static void
teardown(void *state)
{
	struct quicksort *q = state;

	pt_buffer_free(q->a.numbers, input_bytes(q));
}

const struct pt_workload pt_workload_quicksort = {
	.name = "quicksort",
	.summary = "sorts numbers by vectorized quicksort",
	.teaches = "divide and conquer: how large parts are stolen and small ones are not",
	.knob = "--threads 1,2",
	.expect = "2 workers are 1.8 x as fast as one",
	.ratio = { 1.3, 2.3 },
	.work_unit = "numbers",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.simd = PT_SIMD_WIDE,
	.state_bytes = sizeof(struct quicksort),
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
	.input_bytes = input_bytes,
};
