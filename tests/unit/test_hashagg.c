/* SPDX-License-Identifier: MIT */
/*
 * hashagg against its naive check, in which answers known by hand are tried first.  Chunks of a few
 * bytes put quotes, newlines and rows across their borders in every way.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/hashagg_cases.h"
#include "tests/unit/workload_case.h"
#include "workloads/hashagg/hashagg_run.h"

static uint64_t random_state = 1;

static unsigned
below(unsigned n)
{
	return (unsigned)(pt_mix(random_state++) % n);
}

/* A file under /proc/self/fd, to be opened by name. */
struct file {
	int fd;
	char name[40];
};

static struct file
file_of(const char *text, size_t len)
{
	struct file f = { .fd = memfd_create("test.csv", MFD_CLOEXEC) };

	assert_true(f.fd >= 0);
	assert_int_equal(write(f.fd, text, len), (ssize_t)len);
	snprintf(f.name, sizeof f.name, "/proc/self/fd/%d", f.fd);
	return f;
}

static struct wcase *
csv_case(const struct file *f, int workers, const char *grain)
{
	struct wcase *c = case_new(&pt_workload_hashagg, workers);

	case_set(c, "input", f->name);
	case_set(c, "key", "k");
	case_set(c, "value", "v");
	case_set(c, "grain", grain);
	case_set(c, "top", "100");
	return c;
}

static void
a_small_file_gives_the_sums_known_by_hand(void **unused)
{
	static const char text[] = "\xef\xbb\xbf"
				   "k,\"v\",x\r\n"
				   "b,1.25,\r\n"
				   "\"a\",-3,\"two\nlines\"\r\n"
				   "b,1e1,x\r\n"
				   ",7,\r\n"
				   "b,,\r\n"
				   "a,abc,\r\n"
				   "a,1\r\n"
				   "\r\n"
				   "\"\"\"q\"\"\",0.5,\"\"\r\n"
				   "c,7.0,";
	struct file f = file_of(text, sizeof text - 1);

	for (int workers = 1; workers <= 3; workers++) {
		for (unsigned variant = 0; variant < 3; variant++) {
			struct wcase *c = csv_case(&f, workers, workers == 1 ? "0" : "5");

			c->setup.variant = variant;
			run_all(c);
			assert_result(c, "groups", "u:5");
			assert_result(c, "rows", "u:9");
			assert_result(c, "rejected_rows", "u:3");
			assert_result(c, "top/0/key", "s:b");
			assert_result(c, "top/0/sum", "d:11.25");
			assert_result(c, "top/0/min", "d:1.25");
			assert_result(c, "top/0/max", "d:10");
			assert_result(c, "top/0/count", "u:2");
			assert_result(c, "top/1/key", "s:");
			assert_result(c, "top/2/key", "s:c");
			assert_result(c, "top/3/key", "s:\"q\"");
			assert_result(c, "top/4/key", "s:a");
			assert_result(c, "top/4/sum", "d:-3");
			case_free(c);
		}
	}
	close(f.fd);
}

/* Appends a random field: plain, quoted, with anything that quotes allow in it. */
static size_t
random_field(char *to, bool number)
{
	static const char *const keys[] = { "a", "b", "ab", "", "\"a\"", "\"a\nb\"", "\"\"\"\"",
		"\",\"", "\"x\r\ny\"", "\"\n\n\"", "\"\"", "k\r", "\"a\"\"\n\"", "\"#\n#\"", "c#" };
	static const char *const numbers[] = { "1", "-2.5", "\"3\"", "1e2", "", "x", "0.001",
		"1e20", "\"1,5\"", "7 ", "-0", "12345678.000000001", "1e-19",
		"18446744073709551615", "-9223372036854775808" };
	const char *field = number ? numbers[below(15)] : keys[below(15)];

	strcpy(to, field);
	return strlen(field);
}

static size_t
random_comment(char *to)
{
	static const char *const comments[] = { "#\n", "# it's 5\" long\n", "#\"\"\"\r\n", "#,1\n",
		"# no more than a comment, 1\n" };
	const char *comment = comments[below(5)];

	strcpy(to, comment);
	return strlen(comment);
}

/* `comments`: with lines that start with '#'. */
static size_t
random_file(char *to, char separator, bool comments)
{
	size_t n = (size_t)sprintf(to, below(2) ? "k%cv\n" : "k%cv%c\"x\ny\"\r\n", separator,
		separator);
	unsigned rows = below(40), columns = to[3] == separator ? 3 : 2;

	for (unsigned r = 0; r < rows; r++) {
		unsigned has = below(12) ? columns : 1 + below(4);

		if (comments && !below(4))
			n += random_comment(to + n);
		for (unsigned i = 0; i < has; i++) {
			if (i)
				to[n++] = separator;
			n += random_field(to + n, i == 1);
		}
		if (r + 1 < rows || below(2))
			n += (size_t)sprintf(to + n, below(2) ? "\n" : "\r\n");
		if (!below(15))
			to[n++] = '\n';
	}
	return n;
}

static void
random_files_agree_with_naive_code_in_all_versions_and_dialects(void **unused)
{
	static const struct {
		const char *separator, *comment;
		bool plain;
	} dialects[] = {
		{ ",", NULL, false },
		{ ",", "#", false },
		{ ";", "#", false },
		{ "tab", NULL, false },
		{ ",", NULL, true },
		{ "|", "#", true },
	};
	static const enum partop_policy policies[] = { PARTOP_STEAL, PARTOP_STATIC, PARTOP_DYNAMIC,
		PARTOP_GUIDED };
	static char text[16384];

	for (int round = 0; round < 900; round++) {
		const unsigned d = below(6);
		const char *separator = dialects[d].separator;
		size_t len =
			random_file(text, separator[1] ? '\t' : separator[0], dialects[d].comment);
		struct file f = file_of(text, len);
		char grain[16];
		struct wcase *c;

		snprintf(grain, sizeof grain, "%u", 1 + below(60));
		c = csv_case(&f, 1 + (int)below(3), grain);
		c->setup.variant = below(3);
		c->setup.policy = policies[below(4)];
		if (pt_simd_has((enum pt_simd)(round % PT_SIMD_LEVELS)))
			c->setup.simd = (enum pt_simd)(round % PT_SIMD_LEVELS);
		case_set(c, "separator", separator);
		if (dialects[d].comment)
			case_set(c, "comment", dialects[d].comment);
		if (dialects[d].plain)
			case_set(c, "no-quotes", "");
		run_all(c);
		case_free(c);
		close(f.fd);
	}
}

/* The sum of key "a" and the warning of a file, by all versions. */
static void
assert_file(const char *text, const char *const options[][2], const char *rows, const char *sum,
	const char *warning)
{
	for (int workers = 1; workers <= 3; workers++) {
		struct file f = file_of(text, strlen(text));
		struct wcase *c = csv_case(&f, workers, workers == 1 ? "0" : "5");

		for (size_t i = 0; options && options[i][0]; i++)
			case_set(c, options[i][0], options[i][1]);
		run_all(c);
		assert_result(c, "rows", rows);
		if (sum)
			assert_result(c, "top/0/sum", sum);
		assert_string_equal(c->warning, warning);
		case_free(c);
		close(f.fd);
	}
}

static void
rejected_rows_are_told_with_number_line_and_reason(void **unused)
{
	assert_file("k,v\na,1\na,2\n", NULL, "u:2", "d:3", "");
	assert_file("k,v\na,1\n\n\"a\n\",x\na,2\na,y\n", NULL, "u:4", "d:3",
		"2 of 4 rows were rejected, the first in line 4: 'x' is no number");
	assert_file("k,v\na,1\na,1,5\na,\na,7e20\n", NULL, "u:4", "d:1",
		"3 of 4 rows were rejected (1 no number, 1 too large, 1 other columns), "
		"the first in line 3: 3 columns instead of 2");
	assert_file("k,v\na,1\na,\n", NULL, "u:2", "d:1",
		"1 of 2 rows was rejected, in line 3: an empty value");
	assert_file("k,v\na,1e20\na,1e30\n", NULL, "u:2", NULL,
		"all 2 rows were rejected, the first in line 2: "
		"'1e20' is too large: up to 20 digits before the point are taken");
	assert_file("k,v\na,1e-19\n", NULL, "u:1", NULL,
		"the only row was rejected, in line 2: "
		"'1e-19' has too many decimals: up to 18 are taken");
	assert_file("k,v\na,\xff\\\n", NULL, "u:1", NULL,
		"the only row was rejected, in line 2: '\\xff\\' is no number");
}

static void
sums_of_large_integers_are_exact(void **unused)
{
	static const char *const no_header[][2] = { { "no-header", "" }, { "key", "1" },
		{ "value", "2" }, { NULL, NULL } };
	char text[400 * 24], *to = text;

	assert_file("k,v\na,18446744073709551615\na,18446744073709551615\nb,1\n", NULL, "u:3",
		"d:36893488147419103230", "");
	assert_file("k,v\na,-9223372036854775808\na,-9223372036854775808\n", NULL, "u:2",
		"d:-18446744073709551616", "");
	for (int i = 0; i < 400; i++)
		to += sprintf(to, "a,99999999999999999999\n");
	assert_file(text, no_header, "u:400", "d:39999999999999999999600", "");
	for (to = text; (to = strstr(to, "a,9"));)
		memcpy(to, "a,-", 3);
	assert_file(text, no_header, "u:400", "d:-3999999999999999999600", "");
}

static void
dialects_are_read(void **unused)
{
	static const char *const semicolon[][2] = { { "separator", ";" }, { NULL, NULL } };
	static const char *const tab[][2] = { { "separator", "tab" }, { "no-quotes", "" },
		{ NULL, NULL } };
	static const char *const comment[][2] = { { "comment", "#" }, { NULL, NULL } };

	assert_file("k;v\na;1.5\n\"a\";2\na;\"1;5\"\n", semicolon, "u:3", "d:3.5",
		"1 of 3 rows was rejected, in line 4: '1;5' is no number");
	assert_file("k\tv\na\t1\n\"a\t2\n", tab, "u:2", "d:2", "");
	assert_file("# made by \"us\n\nk,v\na,1\n#a,2\n\"a\",3\n#\"", comment, "u:2", "d:4", "");
}

static void
long_rows_and_many_groups_are_aggregated(void **unused)
{
	enum { ROWS = 30000, FIELD = 20000 };
	char *text = malloc(ROWS * 24 + 3 * FIELD);
	size_t n = (size_t)sprintf(text, "v,k\n");
	struct file f;

	assert_non_null(text);
	for (int i = 0; i < ROWS; i++) {
		n += (size_t)sprintf(text + n, "%d,\"key %d\"\n", i, i % 20011);
		if (i % 10000 == 5) {
			n += (size_t)sprintf(text + n, "1,\"");
			memset(text + n, i & 1 ? '\n' : 'z', FIELD);
			n += FIELD;
			n += (size_t)sprintf(text + n, "\"\n");
		}
	}
	f = file_of(text, n);
	for (int workers = 1; workers <= 5; workers += 2) {
		struct wcase *c = csv_case(&f, workers, "3000");

		run_all(c);
		assert_result(c, "groups", "u:20012");
		assert_result(c, "rows", "u:30003");
		case_free(c);
	}
	close(f.fd);
	free(text);
}

/* 2^31 rows of the largest value would be needed: the account of them is made up. */
static void
sums_that_do_not_fit_are_refused(void **unused)
{
	for (int more = 0; more < 2; more++) {
		struct file f = file_of("k,v\na,1\n", 8);
		struct wcase *c = csv_case(&f, 1, "0");
		struct pt_agg *a;

		assert_int_equal(case_setup(c), 0);
		a = c->state;
		a->worker[0].sink.magnitude.high = INT32_MAX;
		a->worker[0].sink.magnitude.low = more ? ~(unsigned __int128)0 : 0;
		assert_int_equal(c->workload->sequential(c->state, &c->error), more ? -1 : 0);
		if (more)
			assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
		if (more)
			assert_non_null(strstr(c->error.text, "too large"));
		case_free(c);
		close(f.fd);
	}
}

static void
faults_are_named_by_line_in_all_versions(void **unused)
{
	static const char *const texts[][2] = {
		{ "k,v\na,1\nb,\"2\n3,4\n", "line 3: a quote that is never closed" },
		{ "k,v\na,1\nb\"x,2\nc,\"3\"\n", "line 3: a quote in a field" },
		{ "k,v\n\"a\nb\",1\n\"a\"b,2\n\"c\",3\n", "line 4: text behind" },
	};

	for (size_t i = 0; i < 3; i++) {
		struct file f = file_of(texts[i][0], strlen(texts[i][0]));
		struct wcase *c = csv_case(&f, 3, "3");

		assert_int_equal(case_setup(c), 0);
		for (int parallel = 0; parallel < 2; parallel++) {
			c->error = (struct pt_error){ .exit = 0 };
			assert_int_equal(parallel ? case_parallel(c) : case_sequential(c), -1);
			assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
			assert_non_null(strstr(c->error.text, texts[i][1]));
		}
		case_free(c);
		close(f.fd);
	}
}

static void
tops_are_in_order_with_ties_by_key_bytes(void **unused)
{
	static const char text[] = "k,v\nb,1\nab,1\na,1\nc,2\n\xff,1\n,1\nd,-1\n";
	static const char *const order[] = { "s:c", "s:", "s:a", "s:ab", "s:b", "s:\\xff", "s:d" };
	struct file f = file_of(text, sizeof text - 1);
	struct wcase *c = csv_case(&f, 2, "4");

	run_all(c);
	for (int i = 0; i < 7; i++) {
		char path[32];

		snprintf(path, sizeof path, "top/%d/key", i);
		assert_result(c, path, order[i]);
	}
	case_free(c);
	close(f.fd);
}

static void
a_used_up_budget_ends_the_run_with_a_line(void **unused)
{
	for (int parallel = 0; parallel < 2; parallel++) {
		struct file f = file_of("k,v\n", 4);
		struct wcase *c;
		char row[32];

		for (int i = 0; i < 20000; i++)
			assert_true(write(f.fd, row, (size_t)sprintf(row, "%d,1\n", i)) > 0);
		c = csv_case(&f, 1, "1000");
		c->setup.memory_bytes = 3 << 20;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(parallel ? case_parallel(c) : case_sequential(c), -1);
		assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
		assert_non_null(strstr(c->error.text, "memory"));
		case_free(c);
		close(f.fd);
	}
}

static void
assert_usage(const char *a, const char *b, const char *says)
{
	struct wcase *c = case_new(&pt_workload_hashagg, 1);

	case_set(c, a, a[0] == 'i' ? "/etc/passwd" : "1");
	if (b)
		case_set(c, b, "1");
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_USAGE);
	assert_non_null(strstr(c->error.text, says));
	case_free(c);
}

static void
atomics_are_for_generated_rows(void **unused)
{
	struct file f = file_of("k,v\na,1\n", 8);
	struct wcase *c = csv_case(&f, 1, "0");

	c->setup.variant = PT_AGG_ATOMIC;
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_USAGE);
	assert_non_null(strstr(c->error.text, "--variant atomic is about generated rows"));
	case_free(c);
	close(f.fd);
}

static void
options_that_do_not_go_together_are_refused(void **unused)
{
	assert_usage("input", NULL, "needs --key");
	assert_usage("input", "key", "needs --value");
	assert_usage("input", "size", "--size");
	assert_usage("input", "keys", "--keys");
	assert_usage("key", NULL, "needs --input");
	assert_usage("no-header", NULL, "needs --input");
	assert_usage("separator", NULL, "needs --input");
	assert_usage("comment", NULL, "needs --input");
	assert_usage("no-quotes", NULL, "needs --input");
	assert_usage("format", NULL, "needs --input");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_file_gives_the_sums_known_by_hand),
		cmocka_unit_test(random_files_agree_with_naive_code_in_all_versions_and_dialects),
		cmocka_unit_test(rejected_rows_are_told_with_number_line_and_reason),
		cmocka_unit_test(sums_of_large_integers_are_exact),
		cmocka_unit_test(dialects_are_read),
		cmocka_unit_test(long_rows_and_many_groups_are_aggregated),
		cmocka_unit_test(sums_that_do_not_fit_are_refused),
		cmocka_unit_test(faults_are_named_by_line_in_all_versions),
		cmocka_unit_test(atomics_are_for_generated_rows),
		cmocka_unit_test(tops_are_in_order_with_ties_by_key_bytes),
		cmocka_unit_test(a_used_up_budget_ends_the_run_with_a_line),
		cmocka_unit_test(options_that_do_not_go_together_are_refused),
	};

	return cmocka_run_group_tests_name("hashagg", tests, NULL, NULL);
}
