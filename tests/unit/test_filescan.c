/* SPDX-License-Identifier: MIT */
/*
 * filescan against a scanner of this file's own: lines split at newlines, memmem() in each.  The
 * chunk sizes are far below those of real runs, so that lines, matches and the file's end meet
 * the borders of chunks and of pieces in every way.
 */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"
#include "workloads/filescan/filescan_check.h"
#include "workloads/filescan/filescan_chunk.h"
#include "workloads/filescan/filescan_log.h"
#include "workloads/lib/input_file.h"
#include "workloads/lib/input_map.h"

static uint64_t random_state = 1;

static unsigned
below(unsigned n)
{
	return (unsigned)(pt_mix(random_state++) % n);
}

static struct pt_input
file_of(const void *bytes, size_t len)
{
	struct pt_input in;
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	assert_int_equal(pt_input_adopt(&in, fd, "test", NULL), 0);
	return in;
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

static void
made_logs_have_their_size_and_their_planted_lines(void **unused)
{
	static const uint64_t sizes[] = { 1, 2, 127, 128, 129, 4096, 1000000 };
	const struct pt_scan_pattern p = pt_scan_pattern(PT_FILESCAN_PLANTED, 5);

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct pt_filescan_planted planted;
		struct pt_filescan_counts c;
		struct pt_input in;

		const struct pt_filescan_wanted w = { sizes[i], i, 1 };

		assert_int_equal(pt_filescan_log(&in, &w, &planted, NULL), 0);
		assert_int_equal(in.size, sizes[i]);
		assert_int_equal(pt_filescan_check(&in, &p, 1, &c, NULL), 0);
		assert_int_equal(c.lines, planted.lines);
		assert_int_equal(c.matches[0], planted.matches);
		pt_input_close(&in);
	}
}

/* Several blocks of 64,000 lines. */
static void
a_made_log_does_not_depend_on_the_threads(void **unused)
{
	for (int i = 0; i < 3; i++) {
		static unsigned char bytes[2][15000000];
		struct pt_filescan_planted planted[2];

		for (int k = 0; k < 2; k++) {
			const struct pt_filescan_wanted w = { sizeof bytes[0] - 100 * (size_t)i, 3,
				k == 0 ? 1 : 3 };
			struct pt_input in;

			assert_int_equal(pt_filescan_log(&in, &w, &planted[k], NULL), 0);
			assert_int_equal(in.size, w.bytes);
			assert_int_equal(pt_input_read(&in, bytes[k], w.bytes, 0, NULL), 0);
			assert_int_equal(bytes[k][w.bytes - 1], '\n');
			assert_null(memchr(bytes[k], 0, w.bytes));
			pt_input_close(&in);
		}
		assert_memory_equal(bytes[0], bytes[1], sizeof bytes[0] - 300);
		assert_memory_equal(&planted[0], &planted[1], sizeof planted[0]);
	}
}

/* grain: of a size that lines do, or do not, go beyond. */
static void
run_variant(int workers, unsigned variant, const char *grain, const char *io)
{
	struct wcase *c = case_new(&pt_workload_filescan, workers);
	char lines[64];

	c->setup.variant = variant;
	case_set(c, "size", "3000000");
	case_set(c, "grain", grain);
	case_set(c, "io", io);
	case_set(c, "pattern", "ERROR");
	case_set(c, "pattern", "a/b~");
	case_set(c, "pattern", "INFO [gc]");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_int_equal(case_verify(c), 0);
	assert_string_equal(case_result(c, "bytes"), "u:3000000");
	assert_string_equal(case_result(c, "matches/a~1b~0"), "u:0");
	snprintf(lines, sizeof lines, "%s", case_result(c, "lines"));
	assert_int_equal(case_parallel(c), 0);
	assert_int_equal(case_verify(c), 0);
	assert_string_equal(case_result(c, "lines"), lines);
	case_free(c);
}

static void
runs_of_1_2_and_5_workers_agree(void **unused)
{
	for (int workers = 1; workers <= 5; workers += workers == 1 ? 1 : 3)
		for (unsigned variant = 0; variant < pt_workload_filescan.variants_len; variant++) {
			run_variant(workers, variant, "5000", variant ? "pread" : "mmap");
			run_variant(workers, variant, "50", "pread");
		}
}

static void
assert_setup_fails(const char *name, const char *value, const char *pattern, int exit,
	const char *says)
{
	struct wcase *c = case_new(&pt_workload_filescan, 1);

	case_set(c, name, value);
	if (pattern)
		case_set(c, "pattern", pattern);
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, exit);
	assert_non_null(strstr(c->error.text, says));
	case_free(c);
}

static void
bad_input_is_refused_in_one_line(void **unused)
{
	char pipe_name[] = "/tmp/partop-test-XXXXXX";

	assert_setup_fails("input", "/does/not/exist", "x", PT_EXIT_ENVIRONMENT,
		"'/does/not/exist': No such file");
	assert_setup_fails("input", "/", "x", PT_EXIT_ENVIRONMENT, "a directory");
	assert_setup_fails("input", "/dev/null", "x", PT_EXIT_ENVIRONMENT, "a device");
	assert_setup_fails("input", "/proc/self/status", "x", PT_EXIT_ENVIRONMENT,
		"does not tell its size");
	/* Where reading fails there is no end: this is no empty file. */
	assert_setup_fails("input", "/proc/self/pagemap", "x", PT_EXIT_ENVIRONMENT, "cannot read");
	assert_setup_fails("input", "/etc/passwd", NULL, PT_EXIT_USAGE, "--pattern");
	assert_setup_fails("size", "1000", "a\nb", PT_EXIT_USAGE, "newline");
	assert_setup_fails("size", "1000", "", PT_EXIT_USAGE, "empty");
	assert_non_null(mkdtemp(pipe_name));
	assert_int_equal(rmdir(pipe_name), 0);
	assert_int_equal(mkfifo(pipe_name, 0600), 0);
	assert_setup_fails("input", pipe_name, "x", PT_EXIT_ENVIRONMENT, "a pipe");
	unlink(pipe_name);
}

static void
assert_shorter_is_named(const char *io, unsigned variant, bool parallel)
{
	struct wcase *c = case_new(&pt_workload_filescan, 2);
	char name[] = "/tmp/partop-test-XXXXXX";
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 1000000), 0);
	case_set(c, "input", name);
	case_set(c, "pattern", "x");
	case_set(c, "io", io);
	c->setup.variant = variant;
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(ftruncate(fd, 500000), 0);
	assert_int_equal(parallel ? case_parallel(c) : case_sequential(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
	assert_non_null(strstr(c->error.text, name));
	assert_non_null(strstr(c->error.text, "shorter"));
	case_free(c);
	close(fd);
	unlink(name);
}

static void
a_file_that_gets_shorter_is_named(void **unused)
{
	static const char *const ways[] = { "auto", "pread", "mmap" };

	for (int i = 0; i < 6; i++)
		assert_shorter_is_named(ways[i / 2], 0, i % 2);
	assert_shorter_is_named("pread", 1, true);
}

/* ---- reading or mapping ---- */

static void
auto_takes_what_was_faster(void **unused)
{
	struct wcase *c = case_new(&pt_workload_filescan, 2);
	double read, mapped;

	case_set(c, "size", "3000000");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_int_equal(case_verify(c), 0);
	assert_non_null(case_result(c, "io/pread_gb_per_s"));
	assert_non_null(case_result(c, "io/mmap_gb_per_s"));
	read = atof(case_result(c, "io/pread_gb_per_s") + 2);
	mapped = atof(case_result(c, "io/mmap_gb_per_s") + 2);
	assert_true(read > 0 && mapped > 0);
	if (read != mapped) /* as rounded */
		assert_string_equal(case_result(c, "io/taken"),
			read > mapped ? "s:pread" : "s:mmap");
	case_free(c);
}

static void
what_was_not_measured_is_not_told(void **unused)
{
	static const char *const asked[][3] = { { "auto", "100000", "s:pread" },
		{ "pread", "3000000", "s:pread" }, { "mmap", "3000000", "s:mmap" } };

	for (size_t i = 0; i < 3; i++) {
		struct wcase *c = case_new(&pt_workload_filescan, 2);

		case_set(c, "io", asked[i][0]);
		case_set(c, "size", asked[i][1]);
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_int_equal(case_verify(c), 0);
		assert_string_equal(case_result(c, "io/taken"), asked[i][2]);
		assert_null(case_result(c, "io/pread_gb_per_s"));
		assert_null(case_result(c, "io/mmap_gb_per_s"));
		case_free(c);
	}
}

/* Bytes of the process's mapped files that are in memory. */
static size_t
resident_of_files(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	size_t kib = 0;
	char line[200];

	assert_non_null(f);
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "RssShmem: %zu", &kib) == 1)
			break;
	fclose(f);
	return kib * 1024;
}

static void
windows_are_given_back(void **unused)
{
	enum { WINDOW = 1 << 20, WINDOWS = 24 };
	struct pt_input in = { .fd = memfd_create("test", MFD_CLOEXEC), .name = "test" };
	size_t before = resident_of_files(), most = 0;
	struct pt_input_map map;

	assert_int_equal(ftruncate(in.fd, WINDOW * WINDOWS), 0);
	in.size = WINDOW * WINDOWS;
	assert_int_equal(pt_input_map_open(&map, &in, 0, NULL), 0);
	for (uint64_t at = 0; at < in.size; at += WINDOW) {
		const unsigned char *text = pt_input_map_begin(&map, at);

		assert_null(memchr(text, 1, WINDOW));
		if (resident_of_files() > most)
			most = resident_of_files();
		assert_int_equal(pt_input_map_end(&map, at, WINDOW, NULL), 0);
	}
	assert_true(most > before); /* it is counted */
	assert_true(most < before + 8 * WINDOW);
	pt_input_map_close(&map);
	pt_input_close(&in);
}

static sigjmp_buf elsewhere;

static void
leave(int sig)
{
	siglongjmp(elsewhere, sig);
}

/* A page behind the end of a file, which is no map of ours. */
static void
assert_signal_comes(void)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	unsigned char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	int sig = sigsetjmp(elsewhere, 1);

	if (sig == 0) {
		(void)*(volatile unsigned char *)page;
		fail_msg("no signal");
	}
	assert_int_equal(sig, SIGBUS);
	munmap(page, 4096);
	close(fd);
}

static void
a_signal_of_other_memory_goes_to_its_handler(void **unused)
{
	struct sigaction mine = { .sa_handler = leave }, before, now;
	struct pt_input in = file_of("text", 4);
	struct pt_input_map map[2];

	sigaction(SIGBUS, &mine, &before);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pt_input_map_open(&map[i], &in, 100, NULL), 0);
	assert_signal_comes();
	(void)pt_input_map_begin(&map[0], 0);
	assert_signal_comes();
	assert_int_equal(pt_input_map_end(&map[0], 0, 4, NULL), 0);
	for (int i = 0; i < 2; i++)
		pt_input_map_close(&map[i]);
	sigaction(SIGBUS, &before, &now);
	assert_true(now.sa_handler == leave);
	pt_input_close(&in);
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
		cmocka_unit_test(made_logs_have_their_size_and_their_planted_lines),
		cmocka_unit_test(a_made_log_does_not_depend_on_the_threads),
		cmocka_unit_test(runs_of_1_2_and_5_workers_agree),
		cmocka_unit_test(bad_input_is_refused_in_one_line),
		cmocka_unit_test(a_file_that_gets_shorter_is_named),
		cmocka_unit_test(auto_takes_what_was_faster),
		cmocka_unit_test(what_was_not_measured_is_not_told),
		cmocka_unit_test(windows_are_given_back),
		cmocka_unit_test(a_signal_of_other_memory_goes_to_its_handler),
	};

	return cmocka_run_group_tests_name("filescan", tests, NULL, NULL);
}
