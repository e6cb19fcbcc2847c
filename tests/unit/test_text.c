/* SPDX-License-Identifier: MIT */
/*
 * base/text.h: the growing string, numbers for people, UTF-8 and the sanitizer.
 */
#include "tests/unit/cm.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void
text_grows_and_stays_terminated(void **state)
{
	struct pt_text t = { 0 };

	assert_string_equal(pt_text_string(&t), "");
	for (int i = 0; i < 1000; i++)
		pt_text_add(&t, "%d,", i % 10);
	pt_text_put(&t, "a\0b", 3);
	assert_int_equal(t.len, 2003);
	assert_int_equal(strlen(t.s), 2001);
	assert_memory_equal(t.s + 1998, "9,a\0b", 6);
	pt_text_clear(&t);
	assert_string_equal(pt_text_string(&t), "");
	pt_text_fini(&t);
	assert_null(t.s);
}

static void
counts_take_at_most_four_columns(void **state)
{
	static const struct {
		double v;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ 999, "999" },
		{ 999.4, "999" },
		{ 999.6, "1.0k" },
		{ 1000, "1.0k" },
		{ 3149, "3.1k" },
		{ 9949, "9.9k" },
		{ 9951, "10k" },
		{ 314159, "314k" },
		{ 999499, "999k" },
		{ 999501, "1.0M" },
		{ 1.2e6, "1.2M" },
		{ 5e9, "5.0G" },
		{ 42e12, "42T" },
		{ 3e15, "3.0P" },
		{ 3e18, "3.0E" },
		{ 3e21, "3000E" },
		{ -3100, "-3.1k" },
		{ -0.2, "0" },
		{ NAN, "--" },
		{ INFINITY, "--" },
	};
	char buf[PT_NUM];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(pt_format_count(buf, rows[i].v), rows[i].text);
	for (double v = 0; v < 9e14; v = v * 1.013 + 1)
		assert_in_range(strlen(pt_format_count(buf, v)), 1, 4);
}

static void
seconds_choose_their_unit(void **state)
{
	static const struct {
		double s;
		const char *text;
	} rows[] = {
		{ 0, "0 s" },
		{ 1.314, "1.31 s" },
		{ 9.996, "10.0 s" },
		{ 12.34, "12.3 s" },
		{ 99.96, "100 s" },
		{ 3600, "3600 s" },
		{ 0.0123, "12.3 ms" },
		{ 0.0015, "1.5 ms" },
		{ 0.00099949, "999 us" },
		{ 0.0009996, "1.0 ms" },
		{ 1.5e-6, "1.5 us" },
		{ 0.99949, "999 ms" },
		{ 0.9996, "1.00 s" },
		{ 4.1e-6, "4.1 us" },
		{ 12e-9, "12 ns" },
		{ 0.2e-9, "0 ns" },
		{ NAN, "--" },
		{ -0.5, "-500 ms" },
	};
	char buf[PT_NUM];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(pt_format_seconds(buf, rows[i].s), rows[i].text);
}

static void
bytes_and_ratios(void **state)
{
	char buf[PT_NUM];

	assert_string_equal(pt_format_bytes(buf, 0), "0 B");
	assert_string_equal(pt_format_bytes(buf, 1023), "1023 B");
	assert_string_equal(pt_format_bytes(buf, 1024), "1.0 KiB");
	assert_string_equal(pt_format_bytes(buf, 1503238553), "1.4 GiB");
	assert_string_equal(pt_format_bytes(buf, UINT64_C(64) << 20), "64 MiB");
	assert_string_equal(pt_format_bytes(buf, UINT64_MAX), "16 EiB");
	assert_string_equal(pt_format_bytes(buf, UINT64_C(3) << 40), "3.0 TiB");
	assert_string_equal(pt_format_bytes(buf, UINT64_C(3) << 50), "3.0 PiB");
	assert_string_equal(pt_format_ratio(buf, 6.416, 2), "6.42");
	assert_string_equal(pt_format_ratio(buf, 6.5, 0), "7");
	assert_string_equal(pt_format_ratio(buf, -0.004, 2), "0.00");
	assert_string_equal(pt_format_ratio(buf, -1.05, 1), "-1.1");
	assert_string_equal(pt_format_share(buf, 0.71), "71");
	assert_string_equal(pt_format_share(buf, 0.042), "4.2");
	assert_string_equal(pt_format_share(buf, 0.0033), "0.33");
	assert_string_equal(pt_format_share(buf, 6e-7), "<0.01");
	assert_string_equal(pt_format_share(buf, 0), "0");
	assert_string_equal(pt_format_share(buf, NAN), "--");
	assert_string_equal(pt_format_ratio(buf, 0.05, 3), "0.050");
	assert_string_equal(pt_format_ratio(buf, NAN, 2), "--");
	assert_string_equal(pt_format_ratio(buf, 1e300, 9), ">1e28");
	assert_string_equal(pt_format_ratio(buf, 1e17, 9), "100000000000000000");
	assert_string_equal(pt_format_ratio(buf, 123456789.5, 9), "123456789.50000000");
}

static uint32_t
decode(const char *bytes, size_t len, size_t *used)
{
	uint32_t c;

	*used = pt_utf8_next(bytes, len, &c);
	return c;
}

static void
utf8_decodes_every_scalar_value(void **state)
{
	for (uint32_t c = 1; c <= 0x10ffff; c += c < 0x3000 ? 1 : 61) {
		char s[4];
		size_t n, used;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		if (c < 0x80)
			n = 1, s[0] = (char)c;
		else if (c < 0x800)
			n = 2, s[0] = (char)(0xc0 | c >> 6);
		else if (c < 0x10000)
			n = 3, s[0] = (char)(0xe0 | c >> 12);
		else
			n = 4, s[0] = (char)(0xf0 | c >> 18);
		for (size_t i = 1; i < n; i++)
			s[i] = (char)(0x80 | ((c >> 6 * (n - 1 - i)) & 0x3f));
		assert_int_equal(decode(s, n, &used), c);
		assert_int_equal(used, n);
		if (n > 1)
			assert_int_equal(decode(s, n - 1, &used), PT_UTF8_BAD);
	}
}

static void
utf8_refuses_what_is_not_shortest_or_not_a_character(void **state)
{
	static const char *const bad[] = { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80",
		"\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3(", "\xe2\x82(" };
	size_t used;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(decode(bad[i], strlen(bad[i]), &used), PT_UTF8_BAD);
		assert_int_equal(used, 1);
	}
	decode("", 0, &used);
	assert_int_equal(used, 0);
}

static const char *
clean(const char *s)
{
	static char out[4096];
	size_t n = pt_clean(out, sizeof(out), s, strlen(s));

	assert_int_equal(n, strlen(out));
	return out;
}

static void
clean_keeps_printable_text(void **state)
{
	static const char *const same[] = { "", "quicksort(1, 2)", "naïve café", "日本語", "▁▂▃█",
		"e\xcc\x81", "\xf0\x9f\x98\x80", "back\\slash", "שלום" };

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_string_equal(clean(same[i]), same[i]);
}

static void
clean_escapes_what_can_drive_or_deceive_a_terminal(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "a\033]52;c;eA==\a", "a\\x1b]52;c;eA==\\x07" },
		{ "\t\r\n\x7f", "\\x09\\x0d\\x0a\\x7f" },
		{ "\xc2\x9b"
		  "31m",
			"\\xc2\\x9b31m" }, /* C1: CSI */
		{ "\x9b"
		  "31m",
			"\\x9b31m" }, /* the same as a raw byte */
		{ "\xe2\x80\xae"
		  "x",
			"\\xe2\\x80\\xaex" },          /* right-to-left override */
		{ "\xe2\x80\x8e", "\\xe2\\x80\\x8e" }, /* left-to-right mark */
		{ "\xe2\x81\xa6", "\\xe2\\x81\\xa6" }, /* isolate */
		{ "\xd8\x9c", "\\xd8\\x9c" },          /* Arabic letter mark */
		{ "a\xe2\x80\x8b"
		  "b",
			"a\\xe2\\x80\\x8bb" },         /* zero-width space */
		{ "\xef\xbb\xbf", "\\xef\\xbb\\xbf" }, /* byte order mark */
		{ "\xef\xb8\x8f", "\\xef\\xb8\\x8f" }, /* variation selector */
		{ "\xe2\x80\xa8", "\\xe2\\x80\\xa8" }, /* line separator */
		{ "\xee\x80\x80", "\\xee\\x80\\x80" }, /* private use */
		{ "\xcc\x81"
		  "e",
			"\\xcc\\x81e" },               /* mark without a base */
		{ "\x01\xcc\x81", "\\x01\\xcc\\x81" }, /* or after an escape */
		{ "\xc0\xaf", "\\xc0\\xaf" },          /* overlong */
		{ "\xe2\x82", "\\xe2\\x82" },          /* cut */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(clean(rows[i].in), rows[i].out);
}

static void
clean_limits_the_marks_on_one_base(void **state)
{
	char in[64] = "a", want[128] = "a";

	for (int i = 0; i < PT_CLEAN_MARKS + 2; i++) {
		strcat(in, "\xcc\x81");
		strcat(want, i < PT_CLEAN_MARKS ? "\xcc\x81" : "\\xcc\\x81");
	}
	assert_string_equal(clean(in), want);
}

static void
clean_cuts_between_characters_and_escapes(void **state)
{
	static const char in[] = "a\033\xc3\xa9\x01z";
	static const char whole[] = "a\\x1b\xc3\xa9\\x01z";
	static const size_t ends[] = { 0, 1, 5, 7, 11, 12 };
	char out[32];

	assert_int_equal(pt_clean(out, 0, in, sizeof(in) - 1), 0);
	for (size_t size = 1; size <= sizeof(whole); size++) {
		size_t n, want = 0;

		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
			if (ends[i] < size)
				want = ends[i];
		memset(out, '#', sizeof(out));
		n = pt_clean(out, size, in, sizeof(in) - 1);
		assert_int_equal(n, want);
		assert_int_equal(out[n], '\0');
		assert_memory_equal(out, whole, n);
		assert_int_equal(out[size], '#');
	}
}

static void
clean_makes_any_bytes_safe_and_is_idempotent(void **state)
{
	uint64_t x = 88172645463325252u;

	for (int round = 0; round < 20000; round++) {
		char in[24], out[128], again[128];
		size_t len, n;

		for (size_t i = 0; i < sizeof(in); i++) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			in[i] = (char)(x >> 32);
		}
		len = x % sizeof(in);
		n = pt_clean(out, sizeof(out), in, len);
		for (size_t i = 0; i < n; i++)
			assert_true((unsigned char)out[i] >= 0x20 && out[i] != 0x7f);
		assert_int_equal(pt_clean(again, sizeof(again), out, n), n);
		assert_string_equal(again, out);
	}
}

static void
width_counts_columns(void **state)
{
	assert_int_equal(pt_text_width(""), 0);
	assert_int_equal(pt_text_width("abc"), 3);
	assert_int_equal(pt_text_width("e\xcc\x81"), 1);
	assert_int_equal(pt_text_width("日本"), 4);
	assert_int_equal(pt_text_width("\xf0\x9f\x98\x80"), 2);
	assert_int_equal(pt_text_width("▁█·→"), 4);
	assert_int_equal(pt_text_width("a\033"), 5);
	assert_int_equal(pt_utf8_width(0x1b), -1);
	assert_int_equal(pt_utf8_width(0x301), 0);
	assert_int_equal(pt_utf8_width(0x110000), -1);
	assert_int_equal(pt_utf8_width(PT_UTF8_BAD), -1);
}

static void
width_agrees_with_what_clean_writes(void **state)
{
	static const char *const rows[] = { "\xcc\x81x", "a\xe2\x80\xaez", "\xffq", "日\x01",
		"e\xcc\x81\xcc\x81" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(pt_text_width(rows[i]), pt_text_width(clean(rows[i])));
}

static void
fit_never_splits_a_character_or_drops_its_marks(void **state)
{
	static const char text[] = "e\xcc\x81日x";

	assert_int_equal(pt_text_fit(text, 0), 0);
	assert_int_equal(pt_text_fit(text, 1), 3);
	assert_int_equal(pt_text_fit(text, 2), 3);
	assert_int_equal(pt_text_fit(text, 3), 6);
	assert_int_equal(pt_text_fit(text, 99), 7);
	assert_int_equal(pt_text_fit("abc", -1), 0);
}

/* The undoing that the manual describes. */
static size_t
told_again(char *out, const char *s)
{
	size_t n = 0;
	unsigned byte;

	while (*s)
		if (s[0] == '\\' && s[1] == 'x' && strspn(s + 2, "0123456789abcdef") >= 2) {
			assert_int_equal(sscanf(s + 2, "%2x", &byte), 1);
			out[n++] = (char)byte;
			s += 4;
		} else {
			out[n++] = *s++;
		}
	return n;
}

static void
escapes_of_any_bytes_can_be_undone(void **state)
{
	static const char bytes[] = "\\\\xx0f0f55c.\0\xff\n\xc3\xa4#";
	struct pt_text t = { 0 };
	char in[24], out[24];
	unsigned r = 1;

	for (int round = 0; round < 200000; round++) {
		size_t len = (r = r * 1103515245 + 12345) >> 16 & 15;

		for (size_t i = 0; i < len; i++)
			in[i] = bytes[((r = r * 1103515245 + 12345) >> 16) % (sizeof(bytes) - 1)];
		pt_text_clear(&t);
		pt_text_escape(&t, in, len, SIZE_MAX);
		assert_int_equal(told_again(out, pt_text_string(&t)), len);
		assert_memory_equal(out, in, len);
		assert_null(strstr(pt_text_string(&t), "\\..."));
	}
	pt_text_fini(&t);
}

static void
escapes_are_rare_in_plain_text(void **state)
{
	static const char plain[] = "C:\\dir\\x1 a.b... \\xFG \xc3\xa4\n";
	struct pt_text t = { 0 };

	pt_text_escape(&t, plain, sizeof(plain) - 1, SIZE_MAX);
	assert_string_equal(pt_text_string(&t), plain);
	pt_text_clear(&t);
	pt_text_escape(&t, "\0\xff\\xff\\...", 10, SIZE_MAX);
	assert_string_equal(pt_text_string(&t), "\\x00\\xff\\x5cxff\\x5c...");
	pt_text_fini(&t);
}

static void
a_text_that_is_cut_says_so_and_keeps_its_identity(void **state)
{
	struct pt_text t = { 0 };

	pt_text_escape(&t, "abcdef", 6, 6);
	assert_string_equal(pt_text_string(&t), "abcdef");
	pt_text_clear(&t);
	pt_text_escape(&t, "abcdef", 6, 5);
	assert_string_equal(pt_text_string(&t), "abcde\\...6#d80bda3fbe244a0a");
	pt_text_clear(&t);
	pt_text_escape(&t, "abcdeg", 6, 5);
	assert_string_equal(pt_text_string(&t), "abcde\\...6#d80bdb3fbe244bbd");
	pt_text_fini(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_grows_and_stays_terminated),
		cmocka_unit_test(counts_take_at_most_four_columns),
		cmocka_unit_test(seconds_choose_their_unit),
		cmocka_unit_test(bytes_and_ratios),
		cmocka_unit_test(utf8_decodes_every_scalar_value),
		cmocka_unit_test(utf8_refuses_what_is_not_shortest_or_not_a_character),
		cmocka_unit_test(clean_keeps_printable_text),
		cmocka_unit_test(clean_escapes_what_can_drive_or_deceive_a_terminal),
		cmocka_unit_test(clean_limits_the_marks_on_one_base),
		cmocka_unit_test(clean_cuts_between_characters_and_escapes),
		cmocka_unit_test(clean_makes_any_bytes_safe_and_is_idempotent),
		cmocka_unit_test(escapes_of_any_bytes_can_be_undone),
		cmocka_unit_test(escapes_are_rare_in_plain_text),
		cmocka_unit_test(a_text_that_is_cut_says_so_and_keeps_its_identity),
		cmocka_unit_test(width_counts_columns),
		cmocka_unit_test(width_agrees_with_what_clean_writes),
		cmocka_unit_test(fit_never_splits_a_character_or_drops_its_marks),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
