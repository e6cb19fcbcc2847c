/* SPDX-License-Identifier: MIT */
/* Results as typed text, and the memory of inputs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/text.h"
#include "workloads/workload.h"

struct sink {
	struct pt_result result;
	char path[64], value[512];
};

static void
keep(struct pt_result *r, const char *path, const char *value)
{
	struct sink *s = (struct sink *)(void *)r;

	snprintf(s->path, sizeof s->path, "%s", path);
	snprintf(s->value, sizeof s->value, "%s", value);
}

static struct sink sink = { .result = { .put = keep } };

static const char *
decimal(__int128 v, unsigned scale)
{
	pt_result_decimal(&sink.result, "x", v, scale);
	return sink.value;
}

static void
numbers_keep_all_their_digits(void **state)
{
	pt_result_u64(&sink.result, "a", UINT64_MAX);
	assert_string_equal(sink.value, "u:18446744073709551615");
	assert_string_equal(sink.path, "a");
	pt_result_i64(&sink.result, "b", INT64_MIN);
	assert_string_equal(sink.value, "i:-9223372036854775808");
	pt_result_f64(&sink.result, "c", 0.1);
	assert_string_equal(sink.value, "f:0.10000000000000001");
}

static void
booleans_are_words(void **state)
{
	pt_result_bool(&sink.result, "x", true);
	assert_string_equal(sink.value, "b:true");
	pt_result_bool(&sink.result, "x", false);
	assert_string_equal(sink.value, "b:false");
}

static void
decimals_are_exact(void **state)
{
	const __int128 max = (__int128)(~(unsigned __int128)0 >> 1);

	assert_string_equal(decimal(12345, 2), "d:123.45");
	assert_string_equal(decimal(-12345, 2), "d:-123.45");
	assert_string_equal(decimal(5, 2), "d:0.05");
	assert_string_equal(decimal(-5, 3), "d:-0.005");
	assert_string_equal(decimal(0, 0), "d:0");
	assert_string_equal(decimal(0, 2), "d:0.00");
	assert_string_equal(decimal(100, 2), "d:1.00");
	assert_string_equal(decimal(7, 0), "d:7");
	assert_string_equal(decimal(max, 0), "d:170141183460469231731687303715884105727");
	assert_string_equal(decimal(-max - 1, 0), "d:-170141183460469231731687303715884105728");
	assert_string_equal(decimal(-max - 1, 38), "d:-1.70141183460469231731687303715884105728");
	assert_string_equal(decimal(1, 38), "d:0.00000000000000000000000000000000000001");
}

static void
text_of_any_length_is_kept(void **state)
{
	char long_text[400];

	memset(long_text, 'x', sizeof long_text);
	pt_result_text(&sink.result, "x", "abc", 2);
	assert_string_equal(sink.value, "s:ab");
	pt_result_text(&sink.result, "x", NULL, 0);
	assert_string_equal(sink.value, "s:");
	pt_result_text(&sink.result, "x", long_text, sizeof long_text);
	assert_int_equal(strlen(sink.value), sizeof long_text + 2);
	assert_memory_equal(sink.value + 2, long_text, sizeof long_text);
}

static void
text_of_any_bytes_can_be_told_again(void **state)
{
	pt_result_text(&sink.result, "x", "a\0b", 3);
	assert_string_equal(sink.value, "s:a\\x00b");
	pt_result_text(&sink.result, "x", "a\\x00b", 6);
	assert_string_equal(sink.value, "s:a\\x5cx00b");
}

/* The path of a component. */
static const char *
path_of(const char *bytes, size_t len)
{
	static struct pt_text path;

	pt_text_clear(&path);
	pt_result_path(&path, "matches", bytes, len);
	return pt_text_string(&path);
}

static void
paths_escape_what_has_a_meaning(void **state)
{
	assert_string_equal(path_of("a/b~c", 5), "matches/a~1b~0c");
	assert_string_equal(path_of("", 0), "matches/");
	assert_string_equal(path_of("\xff", 1), "matches/\\xff");
	assert_string_equal(path_of("\\xff", 4), "matches/\\x5cxff");
}

static void
long_names_are_cut_and_still_differ(void **state)
{
	static char a[20000], b[20000];
	char first[5000];

	memset(a, '/', sizeof a);
	memset(b, '/', sizeof b);
	b[19999] = '~';
	assert_null(strstr(path_of(a, 4096), "\\..."));
	snprintf(first, sizeof first, "%s", strstr(path_of(a, sizeof a), "\\..."));
	assert_int_equal(strncmp(first, "\\...20000#", 10), 0);
	assert_string_not_equal(strstr(path_of(b, sizeof b), "\\..."), first);
	assert_true(strlen(path_of(b, sizeof b)) < 16000);
}

static void
buffers_are_zero_and_writable_to_their_end(void **state)
{
	static const size_t sizes[] = { 1, 4096, 4097, (2u << 20) - 1, 2u << 20, (5u << 20) + 3 };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char *p = pt_buffer_alloc(sizes[i]);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % 4096, 0);
		assert_int_equal(p[0], 0);
		assert_int_equal(p[sizes[i] - 1], 0);
		memset(p, 1, sizes[i]);
		pt_buffer_free(p, sizes[i]);
	}
}

static void
impossible_buffers_are_null(void **state)
{
	assert_null(pt_buffer_alloc(SIZE_MAX));
	assert_null(pt_buffer_alloc(SIZE_MAX - 4096));
	assert_null(pt_buffer_alloc((size_t)1 << 60));
	pt_buffer_free(NULL, 4096);
}

static void
sizes_beyond_the_memory_are_refused(void **state)
{
	struct pt_setup s = { .memory_bytes = 1 << 20 };
	struct pt_error e;

	assert_int_equal(pt_buffer_check(&s, 100, 1 << 20, &e), 0);
	assert_int_equal(pt_buffer_check(&s, 100, (1 << 20) + 1, &e), -1);
	assert_int_equal(e.exit, PT_EXIT_ENVIRONMENT);
	assert_non_null(strstr(e.text, "--size 100 needs 1.0 MiB, 1.0 MiB may be used"));
	assert_int_equal(pt_buffer_check(&s, 100, UINT64_MAX, &e), -1);
	assert_non_null(strstr(e.text, "more than 16 EiB"));
}

static void
a_product_too_large_is_the_largest_number(void **state)
{
	assert_true(pt_buffer_bytes(UINT64_MAX / 8, 8) == UINT64_MAX / 8 * 8);
	assert_true(pt_buffer_bytes(UINT64_MAX / 8 + 1, 8) == UINT64_MAX);
	assert_true(pt_buffer_bytes(0, 8) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_keep_all_their_digits),
		cmocka_unit_test(booleans_are_words),
		cmocka_unit_test(decimals_are_exact),
		cmocka_unit_test(text_of_any_length_is_kept),
		cmocka_unit_test(paths_escape_what_has_a_meaning),
		cmocka_unit_test(text_of_any_bytes_can_be_told_again),
		cmocka_unit_test(long_names_are_cut_and_still_differ),
		cmocka_unit_test(buffers_are_zero_and_writable_to_their_end),
		cmocka_unit_test(impossible_buffers_are_null),
		cmocka_unit_test(sizes_beyond_the_memory_are_refused),
		cmocka_unit_test(a_product_too_large_is_the_largest_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
