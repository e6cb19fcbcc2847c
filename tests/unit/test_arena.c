/* SPDX-License-Identifier: MIT */
/*
 * base/arena.h: pieces are zeroed, aligned, and do not overlap, whatever their sizes.
 */
#include "tests/unit/cm.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

#define PIECES 400

static void
pieces_are_zeroed_aligned_and_apart(void **state)
{
	struct pt_arena *a = pt_arena_new();
	unsigned char *piece[PIECES];
	size_t len[PIECES];

	for (size_t i = 0; i < PIECES; i++) {
		len[i] = i % 7 == 0 ? 100000 + i : 1 + i * 37 % 5000;
		piece[i] = pt_arena_alloc(a, len[i], 1);
		assert_int_equal((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
		for (size_t k = 0; k < len[i]; k++)
			assert_int_equal(piece[i][k], 0);
		memset(piece[i], (int)(i % 255) + 1, len[i]);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t k = 0; k < len[i]; k++)
			assert_int_equal(piece[i][k], i % 255 + 1);
	pt_arena_free(a);
}

static void
copies_are_equal_and_nothing_is_null(void **state)
{
	struct pt_arena *a = pt_arena_new();
	const uint64_t numbers[] = { 1, 2, 3 };
	uint64_t *copy = pt_arena_copy(a, numbers, 3, sizeof(*numbers));

	assert_memory_equal(copy, numbers, sizeof(numbers));
	assert_string_equal(pt_arena_text(a, "text"), "text");
	assert_string_equal(pt_arena_text(a, ""), "");
	assert_null(pt_arena_text(a, NULL));
	assert_null(pt_arena_copy(a, NULL, 3, 8));
	assert_null(pt_arena_copy(a, numbers, 0, 8));
	assert_null(pt_arena_alloc(a, 0, 8));
	pt_arena_free(a);
	pt_arena_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
		cmocka_unit_test(copies_are_equal_and_nothing_is_null),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
