/* SPDX-License-Identifier: MIT */
/*
 * hashagg --format 1brc against its naive check, in which answers known by hand are tried first.  Chunks of
 * a few bytes put lines across their borders in every way; every level of kernels that the CPU has is run.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"
#include "workloads/hashagg/hashagg_run.h"

static uint64_t random_state = 1;

static unsigned
below(unsigned n)
{
	return (unsigned)(pt_mix(random_state++) % n);
}

static int
file_of(const char *text, size_t len, char name[40])
{
	int fd = memfd_create("test.txt", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), (ssize_t)len);
	snprintf(name, 40, "/proc/self/fd/%d", fd);
	return fd;
}

static struct wcase *
case_of(const char *name, int workers, const char *grain)
{
	struct wcase *c = case_new(&pt_workload_hashagg, workers);

	case_set(c, "input", name);
	case_set(c, "format", "1brc");
	case_set(c, "grain", grain);
	case_set(c, "top", "100");
	return c;
}

static void
run_all(struct wcase *c)
{
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_int_equal(case_verify(c), 0);
	assert_int_equal(case_parallel(c), 0);
	if (case_verify(c) != 0)
		fail_msg("%s", c->error.text);
}

static void
assert_result(const struct wcase *c, const char *path, const char *value)
{
	const char *got = case_result(c, path);

	assert_non_null(got);
	assert_string_equal(got, value);
}

/* Levels that the CPU has, workers and variants. */
static void
each_way(const char *text, size_t len, const char *grain, void (*look)(const struct wcase *c))
{
	static const int workers[] = { 1, 2, 8 };
	char name[40];
	int fd = file_of(text, len, name);

	for (enum pt_simd level = PT_SIMD_NONE; level < PT_SIMD_LEVELS; level++) {
		for (unsigned i = 0; i < 9 && pt_simd_has(level); i++) {
			struct wcase *c = case_of(name, workers[i % 3], grain);

			c->setup.simd = level;
			c->setup.variant = i / 3;
			c->setup.policy = i % 2 ? PARTOP_DYNAMIC : PARTOP_STEAL;
			run_all(c);
			if (look)
				look(c);
			case_free(c);
		}
	}
	close(fd);
}

static void
has_the_sums_known_by_hand(const struct wcase *c)
{
	assert_result(c, "groups", "u:5");
	assert_result(c, "rows", "u:12");
	assert_result(c, "rejected_rows", "u:3");
	assert_result(c, "top/0/key", "s:Palembang");
	assert_result(c, "top/0/count", "u:3");
	assert_result(c, "top/0/sum", "d:148.8");
	assert_result(c, "top/0/min", "d:9.9");
	assert_result(c, "top/0/max", "d:99.9");
	assert_result(c, "top/1/key", "s:St. John's");
	assert_result(c, "top/1/sum", "d:15.0");
	assert_result(c, "top/2/key", "s:0123456789012345678901234567890123456789");
	assert_result(c, "top/2/sum", "d:3.0");
	assert_result(c, "top/3/sum", "d:0.0");
	assert_result(c, "top/4/key", "s:Hamburg");
	assert_result(c, "top/4/count", "u:2");
	assert_result(c, "top/4/sum", "d:-87.9");
	assert_result(c, "top/4/min", "d:-99.9");
	assert_result(c, "top/4/max", "d:12.0");
	assert_string_equal(c->warning,
		"3 of 12 rows were rejected (2 no name, 1 no number with one decimal), the first in "
		"line 6: '12.34' is no number from -99.9 to 99.9 with one decimal");
}

static void
a_small_file_gives_the_sums_known_by_hand(void **unused)
{
	static const char text[] = "Hamburg;12.0\n"
				   "Palembang;99.9\r\n"
				   "St. John's;15.0\n"
				   "\n"
				   "Palembang;39.0\n"
				   "Hamburg;12.34\n"
				   "Hamburg;-99.9\n"
				   ";1.0\n"
				   "0123456789012345678901234567890123456789;3.5\n"
				   "Hamburg 1.0\n"
				   "0123456789012345678901234567890123456789;-0.5\n"
				   "\r\n"
				   "\"\xc3\xa9,\";-0.0\n"
				   "Palembang;09.9";

	each_way(text, sizeof text - 1, "0", has_the_sums_known_by_hand);
	each_way(text, sizeof text - 1, "5", has_the_sums_known_by_hand);
}

/* ---- random files ---- */

/* A name of so many bytes that only its end tells from others. */
static size_t
put_name(char *to, size_t len)
{
	static const char *const odd[] = { "", "a", "\"", "a\rb", " ", "\xff\xfe", "-1.2", "1\n2" };

	if (len < 8) {
		strcpy(to, odd[len]);
		return strlen(odd[len]);
	}
	memset(to, 'n', len);
	to[len - 1] = (char)('0' + below(3));
	if (below(8) == 0)
		to[below((unsigned)len)] = '\0';
	return len;
}

static size_t
put_value(char *to)
{
	static const char *const good[] = { "0.0", "-0.0", "9.9", "-9.9", "12.3", "-12.3", "99.9",
		"-99.9", "00.0", "05.1" };
	static const char *const bad[] = { "", "1", "12", "12.34", "100.0", "-100.0", "-", "-.5",
		".5", "1.", "1.2 ", " 1.2", "+1.2", "1,2", "1;2", "--1.2", "1.2\r", "-1", "a.b",
		"1.x", "x.1", "1..2", "\t1.2", "1e1", "-1;.2", "12345678901234567890" };
	const char *value = below(4) ? good[below(10)] : bad[below(26)];

	strcpy(to, value);
	return strlen(value);
}

static size_t
random_file(char *to)
{
	static const unsigned lengths[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 29, 30, 31, 32,
		33, 63, 64, 99, 100, 101, 200, 400 };
	const unsigned rows = below(40);
	size_t n = 0;

	for (unsigned r = 0; r < rows; r++) {
		n += put_name(to + n, lengths[below(24)]);
		if (below(30))
			to[n++] = ';';
		n += put_value(to + n);
		if (r + 1 < rows || below(2))
			n += (size_t)sprintf(to + n, "%s",
				below(8)         ? "\n" :
					below(2) ? "\r\n" :
						   "\n\n");
	}
	return n;
}

static void
random_files_agree_with_naive_code_at_all_levels(void **unused)
{
	static char text[32768];

	for (int round = 0; round < 20; round++) {
		size_t len = random_file(text);
		char grain[16];

		snprintf(grain, sizeof grain, "%u", 1 + below(below(2) ? 60 : 2000));
		if (len)
			each_way(text, len, grain, NULL);
	}
}

static void
hostile_files_are_read_in_constant_memory(void **unused)
{
	static char text[20000];

	memset(text, '\n', sizeof text);
	each_way(text, sizeof text, "300", NULL);
	memset(text, ';', sizeof text);
	each_way(text, sizeof text, "300", NULL);
	memset(text, 'x', sizeof text);
	each_way(text, sizeof text, "300", NULL);
	memcpy(text + 10000, "\na;1.0\n", 7);
	each_way(text, sizeof text, "300", NULL);
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)pt_mix(i);
	each_way(text, sizeof text, "300", NULL);
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "a;-1.2\n\r"[below(9)];
	each_way(text, sizeof text, "777", NULL);
}

/* Tables grow and are merged. */
static void
many_names_are_aggregated(void **unused)
{
	enum { ROWS = 30000 };
	char *text = malloc(ROWS * 80), name[40];
	size_t n = 0;
	int fd;

	assert_non_null(text);
	for (int i = 0; i < ROWS; i++)
		n += (size_t)sprintf(text + n, "%*d;%d.%d\n", 5 + i % 7 * 10, i % 7001,
			i % 100 - 50, i % 10);
	fd = file_of(text, n, name);
	for (unsigned variant = 0; variant < 3; variant++) {
		struct wcase *c = case_of(name, 3, "9000");

		c->setup.variant = variant;
		run_all(c);
		assert_result(c, "rows", "u:30000");
		assert_result(c, "rejected_rows", "u:0");
		case_free(c);
	}
	close(fd);
	free(text);
}

static void
a_used_up_budget_ends_the_run_with_a_line(void **unused)
{
	char *text = malloc(20000 * 16), name[40];
	size_t n = 0;
	int fd;

	assert_non_null(text);
	for (int i = 0; i < 20000; i++)
		n += (size_t)sprintf(text + n, "%d;1.0\n", i);
	fd = file_of(text, n, name);
	for (int parallel = 0; parallel < 2; parallel++) {
		struct wcase *c = case_of(name, 1, "1000");

		c->setup.memory_bytes = 3 << 20;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(parallel ? case_parallel(c) : case_sequential(c), -1);
		assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
		assert_non_null(strstr(c->error.text, "memory"));
		case_free(c);
	}
	close(fd);
	free(text);
}

static void
assert_refused_with(const char *option, const char *says)
{
	struct wcase *c = case_of("/etc/passwd", 1, "0");

	case_set(c, option, "1");
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_USAGE);
	assert_non_null(strstr(c->error.text, says));
	case_free(c);
}

static void
options_of_csv_and_of_generated_rows_are_refused(void **unused)
{
	static const char *const csv[] = { "key", "value", "no-header", "separator", "comment",
		"no-quotes" };

	for (size_t i = 0; i < 6; i++)
		assert_refused_with(csv[i], "not with --format 1brc");
	assert_refused_with("size", "not with --input");
}

static void
an_empty_file_is_refused(void **unused)
{
	char name[40];
	int fd = file_of("", 0, name);
	struct wcase *c = case_of(name, 1, "0");

	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
	assert_non_null(strstr(c->error.text, "is empty"));
	case_free(c);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_file_gives_the_sums_known_by_hand),
		cmocka_unit_test(random_files_agree_with_naive_code_at_all_levels),
		cmocka_unit_test(hostile_files_are_read_in_constant_memory),
		cmocka_unit_test(many_names_are_aggregated),
		cmocka_unit_test(a_used_up_budget_ends_the_run_with_a_line),
		cmocka_unit_test(options_of_csv_and_of_generated_rows_are_refused),
		cmocka_unit_test(an_empty_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
