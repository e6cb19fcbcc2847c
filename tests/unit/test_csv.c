/* SPDX-License-Identifier: MIT */
/* Rows by RFC 4180, exact numbers, and the head of a file. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "tests/unit/cm.h"
#include "workloads/lib/csv/csv.h"
#include "workloads/lib/csv/quick.h"
#include "workloads/lib/input_file.h"
#include "workloads/workload.h"

static struct pt_csv_dialect dialect;

static int
set_up(void **unused)
{
	return pt_csv_dialect(&dialect, ",", NULL, true, NULL);
}

/* Writes column `column` of the first row of text into got; returns what the row is. */
static enum pt_csv
column_of(const char *text, size_t len, bool last, size_t column, char *got, size_t *columns)
{
	const struct pt_csv_wanted wanted = { &dialect, .key = column, .value = SIZE_MAX };
	struct pt_csv_row row;
	const unsigned char *p = (const unsigned char *)text;
	enum pt_csv is = pt_csv_row(p, p + len, last, &wanted, &row);

	got[0] = '\0';
	if (is == PT_CSV_ROW) {
		*columns = row.columns;
		if (column < row.columns)
			got[pt_csv_unquote(&row.key, (unsigned char *)got)] = '\0';
	}
	return is;
}

/* `fields` are separated by '|'. */
static void
assert_row(const char *text, const char *fields)
{
	char wanted[200], got[200], *save = wanted, *field;
	size_t columns = 0, i = 0;

	strcpy(wanted, fields);
	while ((field = strsep(&save, "|"))) {
		assert_int_equal(column_of(text, strlen(text), true, i++, got, &columns),
			PT_CSV_ROW);
		assert_string_equal(got, field);
	}
	assert_int_equal(columns, i);
}

static void
rows_are_taken_apart_by_rfc_4180(void **unused)
{
	assert_row("a,b,c\n", "a|b|c");
	assert_row("a,b,c\r\nx", "a|b|c");
	assert_row("a,b,c", "a|b|c");
	assert_row("a,b,c\r", "a|b|c");
	assert_row(",,\n", "||");
	assert_row(",", "|");
	assert_row("\"a\",\"b,c\",\"d\"\n", "a|b,c|d");
	assert_row("\"a \"\"quoted\"\" word\",x\n", "a \"quoted\" word|x");
	assert_row("\"two\nlines\",\"and\r\ntwo\"\r\n", "two\nlines|and\r\ntwo");
	assert_row("\"\",x\n", "|x");
	assert_row("\"\"\"\"\n", "\"");
	assert_row("\"\"\"a\"\"\"", "\"a\"");
	assert_row(" a , b \n", " a | b ");
	assert_row("a\rb,c\n", "a\rb|c");
	assert_row("\"a\"\r\n", "a");
	assert_row("\"a\"\r", "a");
	assert_row("\"\"\n", "");
	assert_row("x\r\r\n", "x\r");
}

static void
faults_are_told_from_rows(void **unused)
{
	static const char *const faults[] = {
		"a\"b,c\n",
		"\"a\"b,c\n",
		"\"a\" ,c\n",
		"\"a\"\rb\n",
		"a,\"b",
		"a,\"b\"\"",
		"\"",
		" \"a\"\n",
	};
	char got[100];
	size_t columns;

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		assert_int_equal(column_of(faults[i], strlen(faults[i]), true, 0, got, &columns),
			PT_CSV_FAULT);
}

static void
empty_lines_are_no_rows(void **unused)
{
	char got[100];
	size_t columns;

	assert_int_equal(column_of("\nx", 2, true, 0, got, &columns), PT_CSV_EMPTY);
	assert_int_equal(column_of("\r\nx", 3, true, 0, got, &columns), PT_CSV_EMPTY);
	assert_int_equal(column_of("\r", 1, true, 0, got, &columns), PT_CSV_EMPTY);
}

static void
characters_that_cannot_be_told_apart_are_refused(void **unused)
{
	static const char *const bad[] = { "", ",,", "\"", "\n", "\r", "\xc3\xa4", "tabs" };
	struct pt_csv_dialect d;
	struct pt_error e;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(pt_csv_dialect(&d, bad[i], NULL, true, &e), -1);
		assert_int_equal(e.exit, PT_EXIT_USAGE);
		assert_int_equal(pt_csv_dialect(&d, ",", bad[i], true, &e), -1);
		assert_int_equal(e.exit, PT_EXIT_USAGE);
	}
	assert_int_equal(pt_csv_dialect(&d, ";", ";", true, &e), -1);
	assert_int_equal(pt_csv_dialect(&d, "\\t", "%", true, &e), 0);
	assert_int_equal(d.separator, '\t');
	assert_int_equal(d.comment, '%');
}

static enum pt_csv_place
after(const struct pt_csv_dialect *d, const unsigned char *text, size_t len, enum pt_csv_place p)
{
	return pt_csv_place_after(pt_csv_transition(d, text, len), p);
}

/* What a transition does is what reading from the start does. */
static void
transitions_of_pieces_follow_on_each_other(void **unused)
{
	static const unsigned char text[] = "#\"\na,\"#\n\"\"#\"\n\n#,\nb#\"\n#\n";
	const size_t len = sizeof text - 1;
	struct pt_csv_dialect d;

	assert_int_equal(pt_csv_dialect(&d, ",", "#", true, NULL), 0);
	for (unsigned place = 0; place < 4; place++) {
		enum pt_csv_place p = (enum pt_csv_place)place, all = after(&d, text, len, p);

		for (size_t i = 0; i <= len; i++)
			assert_int_equal(after(&d, text + i, len - i, after(&d, text, i, p)), all);
	}
	assert_int_equal(after(&d, text, 1, PT_CSV_AT_START), PT_CSV_IN_COMMENT);
	assert_int_equal(after(&d, text, 3, PT_CSV_AT_START), PT_CSV_AT_START);
	assert_int_equal(after(&d, text, 8, PT_CSV_AT_START), PT_CSV_IN_QUOTES);
}

static void
a_cut_row_is_never_taken_for_a_whole_one(void **unused)
{
	static const char text[] = "\"a\"\"b\nc\",dd,\"\"\r\n";
	char got[100];
	size_t columns;

	for (size_t len = 0; len < sizeof text - 1; len++)
		assert_int_equal(column_of(text, len, false, 0, got, &columns), PT_CSV_CUT);
	assert_int_equal(column_of(text, sizeof text - 1, false, 0, got, &columns), PT_CSV_ROW);
	assert_string_equal(got, "a\"b\nc");
	assert_int_equal(columns, 3);
}

static const __int128 one = (__int128)1000000000000000000;

static void
assert_number(const char *text, __int128 v)
{
	__int128 got = -7;

	assert_int_equal(pt_csv_number((const unsigned char *)text, strlen(text), &got),
		PT_CSV_NUMBER);
	assert_true(got == v);
}

static void
numbers_are_exact(void **unused)
{
	assert_number("0", 0);
	assert_number("-0", 0);
	assert_number("326", 326 * one);
	assert_number("-12.5", -one * 25 / 2);
	assert_number("+7", 7 * one);
	assert_number(" 7\t", 7 * one);
	assert_number(".5", one / 2);
	assert_number("5.", 5 * one);
	assert_number("0.000000000000000001", 1);
	assert_number("0.1000000000000000000000", one / 10);
	assert_number("999999999999999999.999999999999999999", one * one - 1);
	assert_number("000000000000000000000000000000000000000000001", one);
	assert_number("1e3", 1000 * one);
	assert_number("1E+3", 1000 * one);
	assert_number("12.5e-1", one * 5 / 4);
	assert_number("1e-18", 1);
	assert_number("0e999", 0);
	assert_number("0e-99999999999999", 0);
	assert_number("1000000000000000000000000000000000000000e-30", one * 1000000000);
}

static void
assert_refused(const char *const *texts, size_t n, enum pt_csv_number is)
{
	__int128 v;

	for (size_t i = 0; i < n; i++)
		if (pt_csv_number((const unsigned char *)texts[i], strlen(texts[i]), &v) != is)
			fail_msg("'%s'", texts[i]);
}

static void
what_is_no_exact_number_is_refused_with_the_reason(void **unused)
{
	static const char *const none[] = {
		"",
		" ",
		"-",
		"+",
		".",
		"-.",
		"e5",
		"1e",
		"1e+",
		"1e5.5",
		"1.2.3",
		"abc",
		"1a",
		"0x10",
		"1,5",
		"nan",
		"inf",
		"--1",
		"+-1",
		"1 2",
		"1_000",
		"\xd9\xa1",
		"- 1",
		"1000000000000000000000000000000000000000000x",
	};
	static const char *const large[] = {
		"100000000000000000000",
		"1e20",
		"-1e20",
		"1e99999999999999999999",
		"100000000000000000000.5",
		"123456789012345678901234567890123456789012345678",
		"100000000000000000000.00000000000000000000000000000000001",
		"0.1e21",
		"99999999999999999999.9e1",
	};
	static const char *const fine[] = {
		"0.0000000000000000001",
		"1e-19",
		"99999999999999999999.9999999999999999999",
		"12345678901234567890.1234567890123456789",
		"1.5e-18",
		"1e-99999999999",
	};
	__int128 v;

	assert_refused(none, sizeof none / sizeof *none, PT_CSV_NO_NUMBER);
	assert_refused(large, sizeof large / sizeof *large, PT_CSV_TOO_LARGE);
	assert_refused(fine, sizeof fine / sizeof *fine, PT_CSV_TOO_FINE);
	assert_int_equal(pt_csv_number((const unsigned char *)"1\0", 2, &v), PT_CSV_NO_NUMBER);
}

static void
all_integers_of_64_bits_are_numbers(void **unused)
{
	assert_number("18446744073709551615", (__int128)UINT64_MAX * one);
	assert_number("9223372036854775807", (__int128)INT64_MAX * one);
	assert_number("-9223372036854775808", (__int128)INT64_MIN * one);
	assert_number("1764303600123456789", (__int128)1764303600123456789 * one);
	assert_number("1764303600.123456789", (__int128)1764303600123456789 * (one / 1000000000));
	assert_number("9999999999999999999", (__int128)9999999999999999999u * one);
	assert_number("99999999999999999999.999999999999999999",
		((__int128)9999999999u * 10000000000 + 9999999999) * one + one - 1);
	assert_number("000000000000000000000000000018446744073709551615.00000000000000000000",
		(__int128)UINT64_MAX * one);
}

static struct pt_input
file_of(const char *text, size_t len)
{
	struct pt_input in;
	int fd = memfd_create("test.csv", MFD_CLOEXEC);

	assert_int_equal(write(fd, text, len), (ssize_t)len);
	assert_int_equal(pt_input_adopt(&in, fd, "test.csv", NULL), 0);
	return in;
}

static void
assert_columns(const char *text, const char *key, const char *value, size_t k, size_t v,
	uint64_t data)
{
	struct pt_input in = file_of(text, strlen(text));
	struct pt_csv_file f = { .dialect = dialect };

	assert_int_equal(pt_csv_open(&f, &in, key, value, true, NULL), 0);
	assert_int_equal(f.wanted.key, k);
	assert_int_equal(f.wanted.value, v);
	assert_int_equal(f.data, data);
	pt_input_close(&in);
}

static void
columns_are_found_by_name_or_number(void **unused)
{
	assert_columns("a,b,c\n", "b", "c", 1, 2, 6);
	assert_columns("a,b,c\r\n1,2,3\r\n", "1", "3", 0, 2, 7);
	assert_columns("\xef\xbb\xbf"
		       "a,b\n",
		"a", "b", 0, 1, 7);
	assert_columns("\"a \"\"1\"\"\",\"b\nc\"", "a \"1\"", "b\nc", 0, 1, 15);
	assert_columns("3,2,1\n", "1", "2", 2, 1, 6);
	assert_columns("a,a,b\n", "2", "b", 1, 2, 6);
	assert_columns("a,,b\n", "", "b", 1, 2, 5);
	assert_columns("\n\r\n\na,b\n1,2\n", "a", "b", 0, 1, 8);
	assert_columns("\xef\xbb\xbf\n\"a\",b\n", "a", "b", 0, 1, 10);
	assert_columns("a\r", "a", "a", 0, 0, 2);
}

static void
assert_open_fails(const char *text, const char *key, bool header, int exit, const char *says)
{
	struct pt_input in = file_of(text, strlen(text));
	struct pt_csv_file f = { .dialect = dialect };
	struct pt_error e;

	assert_int_equal(pt_csv_open(&f, &in, key, "1", header, &e), -1);
	assert_int_equal(e.exit, exit);
	assert_non_null(strstr(e.text, says));
	assert_null(strchr(e.text, '\n'));
	pt_input_close(&in);
}

static void
bad_heads_are_explained(void **unused)
{
	assert_open_fails("a,b\n", "c", true, PT_EXIT_USAGE, "it has 'a', 'b'");
	assert_open_fails("a,b\n", "3", true, PT_EXIT_USAGE, "it has 'a', 'b'");
	assert_open_fails("a,b\n", "0", true, PT_EXIT_USAGE, "it has 'a', 'b'");
	assert_open_fails("a,b,a\n", "a", true, PT_EXIT_USAGE, "1 or 3");
	assert_open_fails("a,b\n", "a", false, PT_EXIT_USAGE, "from 1 to 2");
	assert_open_fails("", "a", true, PT_EXIT_ENVIRONMENT, "is empty");
	assert_open_fails("\xef\xbb\xbf", "a", true, PT_EXIT_ENVIRONMENT, "is empty");
	assert_open_fails("\n\r\n", "a", true, PT_EXIT_ENVIRONMENT, "has no rows");
	assert_open_fails("a,b\r1,2\r", "a", true, PT_EXIT_ENVIRONMENT, "end with CR alone");
	assert_open_fails("a;b;c\n1;2;3\n", "a", true, PT_EXIT_USAGE, "'; try --separator ';'");
	assert_open_fails("a\tb, c\n", "a", true, PT_EXIT_USAGE, "it has 'a\tb', ' c'");
	assert_open_fails("a\tb\n", "2", true, PT_EXIT_USAGE, "; try --separator tab");
	assert_open_fails("1|2\n", "2", false, PT_EXIT_USAGE, "; try --separator '|'");
	assert_open_fails("a,\"b\n", "a", true, PT_EXIT_ENVIRONMENT,
		"line 1: a quote that is never");
	assert_open_fails("a\"b\n", "a", true, PT_EXIT_ENVIRONMENT, "line 1: a quote in a field");
	assert_open_fails("a,\"b\n\"c\n", "a", true, PT_EXIT_ENVIRONMENT, "line 2: text behind");
}

/* ---- the quick ways ---- */

static void
assert_same_field(const struct pt_csv_field *a, const struct pt_csv_field *b)
{
	assert_ptr_equal(a->at, b->at);
	assert_int_equal(a->len, b->len);
	assert_int_equal(a->doubled, b->doubled);
}

/* What a kernel says of the row at text is what pt_csv_row() does; returns whether it says anything. */
static bool
assert_quick(pt_csv_quick_fn *quick, const unsigned char *text, const unsigned char *end,
	const struct pt_csv_wanted *wanted)
{
	struct pt_csv_row row, should;

	if (!quick(text, end, wanted, &row))
		return false;
	assert_int_equal(pt_csv_row(text, end, false, wanted, &should), PT_CSV_ROW);
	assert_int_equal(row.columns, should.columns);
	assert_ptr_equal(row.end, should.end);
	if (wanted->key < row.columns)
		assert_same_field(&row.key, &should.key);
	if (wanted->value < row.columns)
		assert_same_field(&row.value, &should.value);
	return true;
}

/* Pieces of rows, some of them where they must not be. */
static size_t
random_text(unsigned char *to, size_t len, uint64_t *state)
{
	static const char *const pieces[] = { "a", "b1", ",", ",", "\n", "\r\n", "\"", "\"\"",
		",\"", "\",", "\"x\"", "\"\"\"", "\"\n", "\"\r\n", "\r", "#", "\n#", ",\"\",",
		"longer text", "\"a,b\nc\"", ";",
		"......................................................................" };
	size_t n = 0;

	while (n < len) {
		const char *piece = pieces[pt_mix((*state)++) % (sizeof pieces / sizeof *pieces)];

		n += strlen(strcpy((char *)to + n, piece));
	}
	return n;
}

static void
quick_rows_are_those_of_pt_csv_row(void **unused)
{
	static unsigned char text[600 + 80 + PT_BLOCK_BYTES];
	uint64_t state = 1, said = 0;

	for (enum pt_simd level = PT_SIMD_SSE2; level < PT_SIMD_LEVELS; level++) {
		for (int round = 0; round < 2000 && pt_simd_has(level); round++) {
			size_t len = random_text(text, (size_t)(round % 600), &state);
			struct pt_csv_dialect d;
			const struct pt_csv_wanted wanted = { &d, .key = pt_mix(state) % 4,
				.value = pt_mix(state + 1) % 4 };

			assert_int_equal(pt_csv_dialect(&d, ",", round % 3 ? NULL : "#",
						 round % 5 != 0, NULL),
				0);
			for (size_t i = 0; i < len; i += 1 + pt_mix(state++) % 20)
				said += assert_quick(pt_csv_quick(level), text + i, text + len,
					&wanted);
		}
	}
	assert_true(said > 1000 || !pt_simd_has(PT_SIMD_SSE2));
}

static void
quick_numbers_are_those_of_pt_csv_number(void **unused)
{
	static const char bytes[] = "0123456789.-+e ,";
	unsigned char text[16] = "";
	uint64_t said = 0;

	for (uint64_t i = 0; i < 200000; i++) {
		uint64_t random = pt_mix(i), most = i % 2 ? 12 : sizeof bytes - 1;
		size_t len = random % 10;
		__int128 v = 0, should = 0;

		for (size_t k = 0; k < 9; k++)
			text[k] = (unsigned char)bytes[(random >> (4 + 4 * k)) % most];
		if (!pt_csv_quick_number(text, len, &v))
			continue;
		said++;
		assert_int_equal(pt_csv_number(text, len, &should), PT_CSV_NUMBER);
		assert_true(v == should);
	}
	assert_true(said > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_taken_apart_by_rfc_4180),
		cmocka_unit_test(faults_are_told_from_rows),
		cmocka_unit_test(empty_lines_are_no_rows),
		cmocka_unit_test(characters_that_cannot_be_told_apart_are_refused),
		cmocka_unit_test(transitions_of_pieces_follow_on_each_other),
		cmocka_unit_test(quick_rows_are_those_of_pt_csv_row),
		cmocka_unit_test(quick_numbers_are_those_of_pt_csv_number),
		cmocka_unit_test(a_cut_row_is_never_taken_for_a_whole_one),
		cmocka_unit_test(numbers_are_exact),
		cmocka_unit_test(what_is_no_exact_number_is_refused_with_the_reason),
		cmocka_unit_test(all_integers_of_64_bits_are_numbers),
		cmocka_unit_test(columns_are_found_by_name_or_number),
		cmocka_unit_test(bad_heads_are_explained),
	};

	return cmocka_run_group_tests_name("csv", tests, set_up, NULL);
}
