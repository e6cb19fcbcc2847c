/* SPDX-License-Identifier: MIT */
/*
 * filescan against a scanner of this file's own: lines split at newlines, memmem() in each.  The
 * chunk sizes are far below those of real runs, so that lines, matches and the file's end meet
 * the borders of chunks and of pieces in every way.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/filescan_file.h"
#include "workloads/filescan/filescan_check.h"
#include "workloads/filescan/filescan_chunk.h"
#include "workloads/lib/input_file.h"
#include "workloads/lib/input_map.h"
#include "workloads/workload.h"

static uint64_t random_state = 1;

static unsigned
below(unsigned n)
{
	return (unsigned)(pt_mix(random_state++) % n);
}

static void
expected(const char *text, size_t len, const struct pt_scan_pattern *p, size_t n,
	struct pt_filescan_counts *c)
{
	*c = (struct pt_filescan_counts){ 0 };
	for (size_t at = 0; at < len;) {
		const char *newline = memchr(text + at, '\n', len - at);
		size_t end = newline ? (size_t)(newline - text) : len;

		c->lines++;
		for (size_t i = 0; i < n; i++)
			c->matches[i] += memmem(text + at, end - at, p[i].bytes, p[i].len) != NULL;
		at = end + 1;
	}
}

static void
scan(struct pt_filescan *f, struct pt_filescan_counts *c)
{
	unsigned char *buffer = malloc(pt_filescan_buffer_bytes(f));

	assert_non_null(buffer);
	*c = (struct pt_filescan_counts){ 0 };
	for (size_t i = 0; i < f->patterns_len; i++)
		if (f->longest < f->patterns[i].len)
			f->longest = f->patterns[i].len;
	buffer = realloc(buffer, pt_filescan_buffer_bytes(f));
	assert_non_null(buffer);
	for (uint64_t i = 0; i < pt_filescan_chunks(f); i++)
		assert_int_equal(pt_filescan_chunk(f, i, buffer, c, NULL), 0);
	free(buffer);
}

static void
assert_counts(const struct pt_filescan_counts *is, const struct pt_filescan_counts *should,
	size_t patterns)
{
	assert_int_equal(is->lines, should->lines);
	for (size_t i = 0; i < patterns; i++)
		assert_int_equal(is->matches[i], should->matches[i]);
}

/* The same in windows of a map. */
static void
assert_mapped_scan(struct pt_filescan f, const struct pt_filescan_counts *should)
{
	struct pt_filescan_counts is;
	struct pt_input_map map;

	for (size_t i = 0; i < f.patterns_len; i++)
		if (f.longest < f.patterns[i].len)
			f.longest = f.patterns[i].len;
	assert_int_equal(pt_input_map_open(&map, f.input, f.longest + PT_SCAN_PAD, NULL), 0);
	f.map = &map;
	scan(&f, &is);
	assert_counts(&is, should, f.patterns_len);
	pt_input_map_close(&map);
}

static void
assert_scan_without_lines(struct pt_filescan f, struct pt_filescan_counts should)
{
	struct pt_filescan_counts is;

	should.lines = 0;
	f.no_lines = true;
	scan(&f, &is);
	assert_counts(&is, &should, f.patterns_len);
}

/* Scans text with the patterns in chunks of that many bytes, by every kernel and naive code. */
static void
assert_scan(const char *text, size_t len, const struct pt_scan_pattern *p, size_t n,
	uint64_t chunk_bytes)
{
	struct pt_input in = file_of(text, len);
	struct pt_filescan_counts should, is;
	bool mapped = len == 0 || below(4); /* nothing to map; or this time not */

	expected(text, len, p, n, &should);
	for (size_t k = 0; pt_scan_kernels[k]; k++) {
		struct pt_filescan f = {
			.input = &in,
			.kernel = pt_scan_kernels[k],
			.patterns = p,
			.patterns_len = n,
			.chunk_bytes = chunk_bytes,
		};

		if (!pt_simd_has(pt_scan_kernels[k]->level))
			continue;
		scan(&f, &is);
		assert_counts(&is, &should, n);
		if (n > 0)
			assert_scan_without_lines(f, should);
		if (!mapped)
			assert_mapped_scan(f, &should);
		mapped = true;
	}
	assert_int_equal(pt_filescan_check(&in, p, n, &is, NULL), 0);
	assert_counts(&is, &should, n);
	pt_input_close(&in);
}

static void
kernels_count_like_naive_code(void **unused)
{
	char text[400 + 80 + PT_SCAN_PAD], bytes[80];

	for (int round = 0; round < 20000; round++) {
		struct pt_filescan_counts should;
		struct pt_scan_pattern p;
		size_t len = below(400), plen = 1 + below(below(8) ? 4 : 80);
		unsigned letters = 1 + below(3), rarely = 1 + below(90);
		uint64_t ends = 0;

		for (size_t i = 0; i < sizeof text; i++)
			text[i] = below(rarely) ? (char)("ab\0"[below(letters)]) : '\n';
		for (size_t i = 0; i < plen; i++)
			bytes[i] = "ab\0"[below(letters)];
		p = pt_scan_pattern(bytes, plen);
		expected(text, len, &p, 1, &should);
		for (size_t i = 0; i < len; i++)
			ends += text[i] == '\n';
		for (size_t k = 0; pt_scan_kernels[k]; k++) {
			struct pt_scan_counts c;

			if (!pt_simd_has(pt_scan_kernels[k]->level))
				continue;
			c = pt_scan_kernels[k]->count((unsigned char *)text, len, &p);
			assert_int_equal(c.matches, should.matches[0]);
			assert_int_equal(c.newlines, ends);
			assert_int_equal(pt_scan_kernels[k]->matches((unsigned char *)text, len,
						 &p),
				should.matches[0]);
			assert_int_equal(pt_scan_kernels[k]->occurrences((unsigned char *)text, len,
						 '\n'),
				ends);
		}
	}
}

/* Some are beginnings, ends or copies of others. */
static void
make_patterns(struct pt_scan_pattern *p, size_t n, char bytes[][40])
{
	for (size_t i = 0; i < n; i++) {
		size_t len = 1 + below(below(3) ? 6 : 40);
		const size_t other = i ? below((unsigned)i) : 0;

		for (size_t k = 0; k < len; k++)
			bytes[i][k] = "abc\0\r"[below(5)];
		if (i && below(3) == 0) {
			len = 1 + below((unsigned)p[other].len);
			memcpy(bytes[i], p[other].bytes + (below(2) ? p[other].len - len : 0), len);
		}
		p[i] = pt_scan_pattern(bytes[i], len);
	}
}

static void
assert_each(const char *text, size_t len, const struct pt_scan_pattern *p, size_t n)
{
	struct pt_filescan_counts should;
	uint64_t ends = 0;

	expected(text, len, p, n, &should);
	for (size_t i = 0; i < len; i++)
		ends += text[i] == '\n';
	for (size_t k = 0; pt_scan_kernels[k]; k++) {
		struct pt_filescan_counts is = { 0 };

		if (!pt_simd_has(pt_scan_kernels[k]->level))
			continue;
		for (size_t i = 0; i < n; i++)
			is.matches[i] = 1000 * i; /* it adds */
		assert_int_equal(pt_scan_kernels[k]->count_each((const unsigned char *)text, len, p,
					 n, is.matches),
			ends);
		pt_scan_kernels[k]->matches_each((const unsigned char *)text, len, p, n,
			is.matches);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(is.matches[i], 1000 * i + 2 * should.matches[i]);
	}
}

static void
patterns_in_one_pass_count_like_naive_code(void **unused)
{
	static char bytes[PT_SCAN_EACH][40];
	struct pt_scan_pattern p[PT_SCAN_EACH];
	char text[600 + 40 + PT_SCAN_PAD];

	for (int round = 0; round < 3000; round++) {
		const size_t len = below(600), n = below(below(8) ? 7 : PT_SCAN_EACH + 1);
		const unsigned letters = 1 + below(5), rarely = 1 + below(90);

		for (size_t i = 0; i < sizeof text; i++)
			text[i] = below(rarely) ? "abc\0\r"[below(letters)] : '\n';
		make_patterns(p, n, bytes);
		assert_each(text, len, p, n);
	}
}

/* One line, of nothing but the pattern's byte. */
static void
assert_one_line(const struct pt_scan_kernel *k, const unsigned char *text, size_t len,
	const struct pt_scan_pattern *p)
{
	const struct pt_scan_pattern twice[] = { *p, *p };
	uint64_t matches[2] = { 0 };

	assert_int_equal(k->count(text, len, p).matches, len >= p->len);
	assert_int_equal(k->count_each(text, len, twice, 2, matches), 0);
	assert_int_equal(matches[0], len >= p->len);
	assert_int_equal(matches[1], len >= p->len);
}

static void
kernels_read_no_further_than_the_pad(void **unused)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char *map =
		mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(map != MAP_FAILED);
	assert_int_equal(mprotect(map + page, page, PROT_NONE), 0);
	memset(map, 'x', page);
	for (size_t plen = 1; plen < 70; plen++) {
		char bytes[70];
		struct pt_scan_pattern p;

		memset(bytes, 'x', sizeof bytes);
		p = pt_scan_pattern(bytes, plen);
		for (size_t len = 0; len < 300; len++) {
			const unsigned char *text = map + page - PT_SCAN_PAD - plen - len;

			for (size_t k = 0; pt_scan_kernels[k]; k++)
				if (pt_simd_has(pt_scan_kernels[k]->level))
					assert_one_line(pt_scan_kernels[k], text, len, &p);
		}
	}
	munmap(map, 2 * page);
}

static void
chunk_borders_at_every_offset_change_nothing(void **unused)
{
	static const char text[] =
		"ERROR\r\nok ERRORERROR\n\n\nnot an ERR\nOR\nend\0ERROR ok\r\nERROR";
	const struct pt_scan_pattern p[] = {
		pt_scan_pattern("ERROR", 5),
		pt_scan_pattern("R", 1),
		pt_scan_pattern("ok\r", 3),
		pt_scan_pattern("d\0E", 3),
		pt_scan_pattern("ERRORERRORERRORERROR", 20),
	};

	for (size_t len = 0; len < sizeof text; len++)
		for (uint64_t chunk = 1; chunk <= len + 1; chunk++)
			assert_scan(text, len, p, 5, chunk);
}

static void
random_files_count_like_naive_code(void **unused)
{
	static char text[20000];
	struct pt_scan_pattern p[3];
	char bytes[3][40];

	for (int round = 0; round < 300; round++) {
		size_t len = below(below(2) ? 300 : sizeof text);
		unsigned letters = 2 + below(3), rarely = 1 + below(round % 3 ? 60 : 9000);

		for (size_t i = 0; i < len; i++)
			text[i] = below(rarely) ? "abc\0\r"[below(letters)] : '\n';
		for (size_t k = 0; k < 3; k++) {
			size_t plen = 1 + below(k == 2 ? 40 : 6);

			for (size_t i = 0; i < plen; i++)
				bytes[k][i] = "abc\0\r"[below(letters)];
			p[k] = pt_scan_pattern(bytes[k], plen);
		}
		assert_scan(text, len, p, below(4), 1 + below(below(2) ? 20 : 6000));
	}
}

static void
matches_are_found_anywhere_in_lines_longer_than_a_chunk(void **unused)
{
	enum { LEN = 40000 };
	static char text[LEN];
	const struct pt_scan_pattern p[] = { pt_scan_pattern("needle", 6),
		pt_scan_pattern("e", 1) };

	for (size_t at = 0; at + 6 <= LEN; at += at % 1000 < 990 ? 331 : 1) {
		memset(text, '.', sizeof text);
		memcpy(text + at, "needle", 6);
		if (at % 2)
			text[LEN - 1] = '\n';
		if (at > 5000)
			text[4999] = '\n';
		assert_scan(text, LEN, p, 2, 1 + at % 777);
	}
}

static void
rare_bytes_of_a_pattern_are_looked_for(void **unused)
{
	struct pt_scan_pattern p = pt_scan_pattern("e~ e", 4);

	assert_int_equal(p.rare[0], 1);
	assert_int_not_equal(p.rare[1], 1);
	p = pt_scan_pattern("x", 1);
	assert_int_equal(p.rare[0], 0);
	assert_int_equal(p.rare[1], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernels_count_like_naive_code),
		cmocka_unit_test(patterns_in_one_pass_count_like_naive_code),
		cmocka_unit_test(kernels_read_no_further_than_the_pad),
		cmocka_unit_test(chunk_borders_at_every_offset_change_nothing),
		cmocka_unit_test(random_files_count_like_naive_code),
		cmocka_unit_test(matches_are_found_anywhere_in_lines_longer_than_a_chunk),
		cmocka_unit_test(rare_bytes_of_a_pattern_are_looked_for),
	};

	return cmocka_run_group_tests_name("filescan, counts", tests, NULL, NULL);
}
