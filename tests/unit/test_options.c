/* SPDX-License-Identifier: MIT */
/*
 * base/options.h: every kind of option, every message, and the order of operands.
 */
#include "tests/unit/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"

static const char *const whens[] = { "auto", "always", "never", NULL };

enum { THREADS, SIZE, TIME, INPUT, COLOR, PATTERN, JSON, QUIET, TITLE, SECRET, ROWS };

/* clang-format off */
static const struct pt_option table[ROWS] = {
	[THREADS] = { .name = "threads", .letter = 't', .type = PT_OPT_U64, .value_name = "N",
	    .help = "workers", .min = 1, .max = 1024 },
	[SIZE] = { .name = "size", .type = PT_OPT_SIZE, .min = 1, .fallback = "64Ki" },
	[TIME] = { .name = "time", .type = PT_OPT_DURATION, .min = 10000000, .max = 3600000000000 },
	[INPUT] = { .name = "input", .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1 },
	[COLOR] = { .name = "color", .type = PT_OPT_CHOICE, .choices = whens, .fallback = "auto" },
	[PATTERN] = { .name = "pattern", .letter = 'p', .type = PT_OPT_LIST },
	[JSON] = { .name = "json", .type = PT_OPT_TEXT, .optional_value = true,
	    .value_name = "FILE" },
	[QUIET] = { .name = "quiet", .letter = 'q', .type = PT_OPT_FLAG, .help = "say nothing" },
	[TITLE] = { .name = "title", .type = PT_OPT_TEXT },
	[SECRET] = { .name = "threads-secret", .type = PT_OPT_FLAG, .hidden = true },
};
/* clang-format on */

/* One parse of a command line written as words. */
struct fixture {
	enum pt_operands where;
	char *argv[16];
	int argc, first;
	struct pt_value v[ROWS];
	struct pt_error e;
};

static int
parse(struct fixture *f, const char *const *words)
{
	static char name[] = "run";

	f->argc = 0;
	f->argv[f->argc++] = name;
	for (; *words; words++)
		memcpy(&f->argv[f->argc++], words, sizeof(*words));
	f->argv[f->argc] = NULL;
	f->first = -1;
	memset(&f->e, 0, sizeof(f->e));
	return pt_options_parse(table, ROWS, f->where, f->argc, f->argv, f->v, &f->first, &f->e);
}

#define PARSE(f, ...) parse(f, (const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL })

static void
fini(struct fixture *f)
{
	pt_options_fini(f->v, ROWS);
}

static void
values_come_from_the_line_or_the_fallback(void **state)
{
	struct fixture f = { 0 };

	assert_int_equal(PARSE(&f, "--threads", "8", "--time=250ms", "--color=never", "-q"), 0);
	assert_true(f.v[THREADS].given);
	assert_int_equal(f.v[THREADS].u64, 8);
	assert_int_equal(f.v[TIME].u64, 250000000);
	assert_int_equal(f.v[COLOR].choice, 2);
	assert_int_equal(f.v[QUIET].u64, 1);
	assert_false(f.v[SIZE].given);
	assert_int_equal(f.v[SIZE].u64, 65536);
	assert_false(f.v[INPUT].given);
	assert_null(f.v[INPUT].text);
	assert_int_equal(f.first, f.argc);
	fini(&f);
	assert_int_equal(PARSE(&f), 0);
	assert_int_equal(f.v[COLOR].choice, 0);
	assert_int_equal(f.v[QUIET].u64, 0);
	fini(&f);
}

static void
the_last_wins_and_lists_grow(void **state)
{
	struct fixture f = { 0 };

	assert_int_equal(PARSE(&f, "-t2", "-p", "a", "--pattern=b", "-t", "4", "-pc"), 0);
	assert_int_equal(f.v[THREADS].u64, 4);
	assert_int_equal(f.v[PATTERN].list_len, 3);
	assert_string_equal(f.v[PATTERN].list[0], "a");
	assert_string_equal(f.v[PATTERN].list[1], "b");
	assert_string_equal(f.v[PATTERN].list[2], "c");
	fini(&f);
}

static void
operands_are_gathered_in_order_behind_the_options(void **state)
{
	struct fixture f = { 0 };

	setenv("POSIXLY_CORRECT", "1", 1);
	assert_int_equal(PARSE(&f, "quicksort", "-t", "8", "x", "-q", "--", "-y", "--z"), 0);
	unsetenv("POSIXLY_CORRECT");
	assert_int_equal(f.argc - f.first, 4);
	assert_string_equal(f.argv[0], "run");
	assert_string_equal(f.argv[f.first], "quicksort");
	assert_string_equal(f.argv[f.first + 1], "x");
	assert_string_equal(f.argv[f.first + 2], "-y");
	assert_string_equal(f.argv[f.first + 3], "--z");
	assert_null(f.argv[f.argc]);
	fini(&f);
}

static void
an_optional_value_needs_the_equals_sign(void **state)
{
	struct fixture f = { 0 };

	assert_int_equal(PARSE(&f, "--json", "out"), 0);
	assert_true(f.v[JSON].given);
	assert_null(f.v[JSON].text);
	assert_string_equal(f.argv[f.first], "out");
	fini(&f);
	assert_int_equal(PARSE(&f, "--json=out"), 0);
	assert_string_equal(f.v[JSON].text, "out");
	fini(&f);
}

static void
words_are_split_as_getopt_does(void **state)
{
	struct fixture f = { 0 };

	assert_int_equal(PARSE(&f, "-qt", "4", "-qpa", "-p=b", "x"), 0);
	assert_int_equal(f.v[THREADS].u64, 4);
	assert_int_equal(f.v[QUIET].u64, 1);
	assert_int_equal(f.v[PATTERN].list_len, 2);
	assert_string_equal(f.v[PATTERN].list[0], "a");
	assert_string_equal(f.v[PATTERN].list[1], "=b");
	assert_int_equal(f.argc - f.first, 1);
	fini(&f);
	assert_int_equal(PARSE(&f, "--input", "--quiet", "-p", "-q", "-", "--", "--"), 0);
	assert_string_equal(f.v[INPUT].text, "--quiet");
	assert_string_equal(f.v[PATTERN].list[0], "-q");
	assert_false(f.v[QUIET].given);
	assert_string_equal(f.argv[f.first], "-");
	assert_string_equal(f.argv[f.first + 1], "--");
	assert_int_equal(f.argc - f.first, 2);
	fini(&f);
}

static void
the_first_operand_ends_the_options_where_it_is_said(void **state)
{
	static const struct {
		const char *words[8];
		int operands;
	} rows[] = {
		{ { "-qt", "4", "true", "-q", "--", "x" }, 4 },
		{ { "-qt4", "--", "-q", "--foo" }, 2 },
		{ { "--threads", "4", "-q", "-", "--foo" }, 2 },
		{ { "-q", "--threads=4" }, 0 },
		{ { "-q", "--threads=4", "--" }, 0 },
		{ { "-t", "4", "--quiet", "--", "--", "x" }, 2 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture f = { .where = PT_OPERANDS_LAST };

		assert_int_equal(parse(&f, rows[i].words), 0);
		assert_int_equal(f.v[THREADS].u64, 4);
		assert_true(f.v[QUIET].given);
		assert_int_equal(f.argc - f.first, rows[i].operands);
		fini(&f);
	}
}

static void
the_beginning_of_a_name_is_no_name(void **state)
{
	static const char *const words[] = { "--siz=5", "--thread", "--qui", "--threads-secre" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct fixture f = { 0 };

		assert_int_equal(PARSE(&f, words[i], "7"), -1);
		assert_non_null(strstr(f.e.text, "unknown option '--"));
		fini(&f);
	}
}

static void
words_can_be_looked_at_without_judging_them(void **state)
{
	static const struct pt_option with_help[] = {
		{ .name = "help", .letter = 'h', .type = PT_OPT_FLAG },
		{ .name = "quiet", .letter = 'q', .type = PT_OPT_FLAG },
		{ .name = "trace", .letter = 'o', .type = PT_OPT_TEXT },
		{ .name = "size", .letter = 'n', .type = PT_OPT_SIZE },
	};
	static const struct {
		const char *words[6];
		enum pt_operands where;
		bool help;
		const char *operand;
	} rows[] = {
		{ { "x", "run", "-h" }, PT_OPERANDS_ANYWHERE, true, "run" },
		{ { "x", "-n", "wrong", "--foo", "-qh" }, PT_OPERANDS_ANYWHERE, true, NULL },
		{ { "x", "--trace", "--help", "y", "z" }, PT_OPERANDS_ANYWHERE, false, "y" },
		{ { "x", "-o", "-h" }, PT_OPERANDS_ANYWHERE, false, NULL },
		{ { "x", "-oh", "--", "--help" }, PT_OPERANDS_ANYWHERE, false, "--help" },
		{ { "x", "sh", "--help" }, PT_OPERANDS_LAST, false, "sh" },
		{ { "x", "-qo", "F", "sh", "--help" }, PT_OPERANDS_LAST, false, "sh" },
		{ { "x", "--help", "sh" }, PT_OPERANDS_LAST, true, "sh" },
		{ { "x", "--hel" }, PT_OPERANDS_ANYWHERE, false, NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pt_options_words found;
		char *argv[8] = { NULL };
		int argc = 0;

		while (argc < 6 && rows[i].words[argc]) {
			memcpy(&argv[argc], &rows[i].words[argc], sizeof(argv[argc]));
			argc++;
		}
		pt_options_scan(with_help, 4, rows[i].where, argc, argv, &found);
		assert_int_equal(found.help, rows[i].help);
		if (rows[i].operand)
			assert_string_equal(found.operand, rows[i].operand);
		else
			assert_null(found.operand);
	}
}

static void
nonsense_is_refused_in_one_line_that_names_it(void **state)
{
	static const struct {
		const char *argument, *message;
	} rows[] = {
		{ "--threads=", "--threads: empty value" },
		{ "--threads=0", "--threads: 0 is below 1" },
		{ "--threads=-1", "--threads: '-1' is not a number" },
		{ "--threads=1e9", "--threads: '1e9' is not a number" },
		{ "--threads=99999999999999999999",
			"--threads: 99999999999999999999 is above 1024" },
		{ "--threads= 4", "--threads: ' 4' is not a number" },
		{ "--threads=4x", "--threads: '4x' is not a number" },
		{ "--threads=0x10", "--threads: '0x10' is not a number" },
		{ "--threads=nan", "--threads: 'nan' is not a number" },
		{ "--threads=5000", "--threads: 5000 is above 1024" },
		{ "--threads=4\n\033[m", "--threads: '4\\x0a\\x1b[m' is not a number" },
		{ "-t4x", "--threads: '4x' is not a number" },
		{ "--threads", "--threads: needs a value" },
		{ "--size=", "--size: empty value" },
		{ "--size=16Ei", "--size: 16Ei is above 18446744073709551615" },
		{ "--size=x", "--size: 'x' is not a size (100M, 64Ki)" },
		{ "--size=0", "--size: 0 is below 1" },
		{ "--time=0", "--time: 0 is below 10ms" },
		{ "--time=1e-9", "--time: '1e-9' is not a duration (250ms, 3s)" },
		{ "--time=2h", "--time: 2h is above 1h" },
		{ "--color=blue", "--color: 'blue' is not one of auto, always, never" },
		{ "--input=", "--input: empty value" },
		{ "--quiet=1", "--quiet: takes no value" },
		{ "--foo", "unknown option '--foo'" },
		{ "--thread5=2", "unknown option '--thread5': did you mean --threads?" },
		{ "--patern", "unknown option '--patern': did you mean --pattern?" },
		{ "-x", "unknown option '-x'" },
		{ "-\xc3\xa9", "unknown option '-\\xc3'" },
		{ "--=", "unknown option '--'" },
		{ "--ti=1", "unknown option '--ti': did you mean --time or --title?" },
		{ "--t=1", "unknown option '--t': did you mean --threads, --time or --title?" },
		{ "--thread=2", "unknown option '--thread': did you mean --threads?" },
		{ "--js", "unknown option '--js': did you mean --json?" },
		{ "-qx", "unknown option '-x'" },
		{ "-qt", "--threads: needs a value" },
		{ "--quie=1", "unknown option '--quie': did you mean --quiet?" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture f = { 0 };

		assert_int_equal(PARSE(&f, rows[i].argument), -1);
		assert_int_equal(f.e.exit, PT_EXIT_USAGE);
		assert_string_equal(f.e.text, rows[i].message);
		fini(&f);
	}
}

static void
a_set_value_obeys_the_rules_of_its_row(void **state)
{
	struct pt_value v = { .choice = -1 };
	struct pt_error e;

	assert_int_equal(pt_options_set(&table[THREADS], "2000", &v, &e), -1);
	assert_false(v.given);
	assert_int_equal(pt_options_set(&table[THREADS], "20", &v, &e), 0);
	assert_true(v.given);
	assert_int_equal(v.u64, 20);
	assert_int_equal(pt_options_set(&table[THREADS], NULL, &v, NULL), -1);
}

static void
long_help_goes_on_below(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	pt_help_columns("  -x, --short N", "one", out);
	pt_help_columns("      --a-name-that-fills-its-column", "what it means", out);
	pt_help_columns("  left",
		"words that do not all fit where they should stand, so that they go "
		"on: red|orange|yellow|green|blue|indigo|violet|black|white|grey",
		out);
	pt_help_columns("alone", "", out);
	fclose(out);
	assert_string_equal(text,
		"  -x, --short N             one\n"
		"      --a-name-that-fills-its-column\n"
		"                            what it means\n"
		"  left                      words that do not all fit where they should stand,\n"
		"                            so that they go on: red|orange|yellow|green|blue|\n"
		"                            indigo|violet|black|white|grey\n"
		"alone\n");
	free(text);
}

static void
help_shows_what_is_not_hidden(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	pt_options_print(table, ROWS, out);
	fclose(out);
	assert_non_null(strstr(text, "  -t, --threads N           workers\n"));
	assert_non_null(strstr(text, "      --json[=FILE]"));
	assert_non_null(strstr(text, "--color auto|always|never"));
	assert_non_null(strstr(text, "(default: 64Ki)"));
	assert_null(strstr(text, "secret"));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_from_the_line_or_the_fallback),
		cmocka_unit_test(the_last_wins_and_lists_grow),
		cmocka_unit_test(operands_are_gathered_in_order_behind_the_options),
		cmocka_unit_test(an_optional_value_needs_the_equals_sign),
		cmocka_unit_test(words_are_split_as_getopt_does),
		cmocka_unit_test(the_first_operand_ends_the_options_where_it_is_said),
		cmocka_unit_test(the_beginning_of_a_name_is_no_name),
		cmocka_unit_test(words_can_be_looked_at_without_judging_them),
		cmocka_unit_test(nonsense_is_refused_in_one_line_that_names_it),
		cmocka_unit_test(a_set_value_obeys_the_rules_of_its_row),
		cmocka_unit_test(long_help_goes_on_below),
		cmocka_unit_test(help_shows_what_is_not_hidden),
	};

	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
