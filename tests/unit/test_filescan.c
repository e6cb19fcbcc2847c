/* SPDX-License-Identifier: MIT */
/* filescan as a workload: its input, how it reads it, and what it refuses. */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/filescan_file.h"
#include "tests/unit/workload_case.h"
#include "workloads/filescan/filescan_check.h"
#include "workloads/filescan/filescan_chunk.h"
#include "workloads/filescan/filescan_log.h"
#include "workloads/lib/input_file.h"
#include "workloads/lib/input_map.h"

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
