/* SPDX-License-Identifier: MIT */
/* mandelbrot: the set of the Benchmarks Game, which worker drew what, and pictures as files. */
#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "workloads/mandelbrot/mandelbrot.h"

static struct wcase *
drawn(const char *size, const char *iterations, int workers, unsigned variant, const char *picture)
{
	struct wcase *c = case_new(&pt_workload_mandelbrot, workers);

	case_set(c, "size", size);
	case_set(c, "iterations", iterations);
	if (picture)
		case_set(c, "picture", picture);
	c->setup.variant = variant;
	c->setup.threads = 2;
	if (case_setup(c) || case_parallel(c) || case_verify(c))
		fail_msg("%s", c->error.text);
	return c;
}

/* Of that game's programs: 50 steps, and the point after the last one counts, too. */
static bool
game_has(unsigned x, unsigned y, unsigned n)
{
	double zr = 0, zi = 0, tr = 0, ti = 0, cr = 2.0 * x / n - 1.5, ci = 2.0 * y / n - 1.0;

	for (int i = 0; i < 50 && tr + ti <= 4.0; i++) {
		zi = 2.0 * zr * zi + ci;
		zr = tr - ti + cr;
		tr = zr * zr;
		ti = zi * zi;
	}
	return tr + ti <= 4.0;
}

static void
it_is_the_set_of_the_benchmarks_game(void **state)
{
	for (unsigned variant = 0; variant < 2; variant++) {
		struct wcase *c = drawn("200", "51", 3, variant, NULL);
		const struct pt_mandel *m = c->state;

		for (unsigned y = 0; y < 200; y++)
			for (unsigned x = 0; x < 200; x++)
				assert_int_equal(m->count[y * 200 + x] == 51, game_has(x, y, 200));
		case_free(c);
	}
}

/* The area of the set is 1.5066; a thousand steps leave a little more. */
static void
its_area_is_that_of_the_set(void **state)
{
	struct wcase *c = drawn("800", "1000", 2, 0, NULL);
	double inside = strtod(case_result(c, "inside") + 2, NULL);

	assert_true(inside * 4 / (800.0 * 800) > 1.50 && inside * 4 / (800.0 * 800) < 1.52);
	case_free(c);
}

static void
sizes_and_steps_of_any_kind_are_right(void **state)
{
	static const char *const sizes[] = { "1", "2", "3", "31", "33", "65" };
	static const char *const steps[] = { "1", "7", "8", "9", "65534" };

	for (unsigned i = 0; i < 60; i++) {
		struct wcase *c = drawn(sizes[i % 6], steps[i % 5], 1 + (int)i % 8, i / 30, NULL);

		assert_int_equal(case_sequential(c), 0);
		if (case_verify(c))
			fail_msg("%s", c->error.text);
		case_free(c);
	}
}

/* Each point has a worker of the pool, and a row only one. */
static void
rows_are_drawn_by_one_worker(void **state)
{
	struct wcase *c = drawn("300", "1000", 3, 0, NULL);
	const struct pt_mandel *m = c->state;

	for (unsigned i = 0; i < 300 * 300; i++) {
		assert_true(m->worker[i] < 3);
		assert_int_equal(m->worker[i], m->worker[i / 300 * 300]);
	}
	assert_non_null(case_result(c, "picture/00"));
	assert_int_equal(strlen(case_result(c, "picture/00")), 2 + 60 + 3);
	assert_null(case_result(c, "workers/00"));
	case_free(c);
	c = drawn("300", "1000", 3, 1, NULL);
	assert_int_equal(strlen(case_result(c, "workers/00")), 2 + 60);
	case_free(c);
}

/* ---- files ---- */

static char folder[] = "/tmp/partop-picture-XXXXXX";
static char file[64];

static size_t
size_of(const char *name)
{
	struct stat s;

	return stat(name, &s) == 0 ? (size_t)s.st_size : 0;
}

static void
a_picture_is_written_as_ppm(void **state)
{
	unsigned char head[16] = { 0 };
	struct wcase *c;
	FILE *f;

	snprintf(file, sizeof file, "%s/a.ppm", folder);
	c = drawn("100", "100", 2, 0, file);
	assert_string_equal(c->warning, "");
	assert_int_equal(size_of(file), 15 + 3 * 100 * 100);
	f = fopen(file, "r");
	assert_non_null(f);
	assert_int_equal(fread(head, 1, 15, f), 15);
	fclose(f);
	assert_string_equal((char *)head, "P6\n100 100\n255\n");
	case_free(c);
	unlink(file);
}

#ifdef HAVE_PNG
static void
a_picture_is_written_as_png(void **state)
{
	static const unsigned char sign[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
	unsigned char head[24] = { 0 };
	struct wcase *c;
	FILE *f;

	snprintf(file, sizeof file, "%s/a.png", folder);
	c = drawn("300", "100", 2, 0, file);
	assert_string_equal(c->warning, "");
	f = fopen(file, "r");
	assert_non_null(f);
	assert_int_equal(fread(head, 1, 24, f), 24);
	fclose(f);
	assert_memory_equal(head, sign, 8);
	assert_int_equal(head[18] << 8 | head[19], 300);
	assert_int_equal(head[22] << 8 | head[23], 300);
	case_free(c);
	unlink(file);
}
#endif

static void
expect_refused(const char *name, int status, const char *message)
{
	struct wcase *c = case_new(&pt_workload_mandelbrot, 1);

	case_set(c, "size", "10");
	case_set(c, "picture", name);
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, status);
	assert_string_equal(c->error.text, message);
	case_free(c);
}

static void
pictures_that_cannot_be_written_are_refused_before(void **state)
{
	expect_refused("a.gif", PT_EXIT_USAGE,
		"--picture: 'a.gif' ends neither in .png nor in .ppm");
	expect_refused(".ppm", PT_EXIT_USAGE, "--picture: '.ppm' ends neither in .png nor in .ppm");
	expect_refused("/nonexistent/a.ppm", PT_EXIT_ENVIRONMENT,
		"--picture: /nonexistent/a.ppm: No such file or directory");
#ifndef HAVE_PNG
	expect_refused("a.png", PT_EXIT_USAGE,
		"--picture: this partop was built without libpng; .ppm works");
#endif
}

/* The folder went away after the check: told as a warning, nothing is left. */
static void
a_picture_that_fails_late_is_a_warning(void **state)
{
	struct wcase *c;

	snprintf(file, sizeof file, "%s/sub", folder);
	assert_int_equal(mkdir(file, 0700), 0);
	snprintf(file, sizeof file, "%s/sub/a.ppm", folder);
	c = case_new(&pt_workload_mandelbrot, 1);
	case_set(c, "size", "10");
	case_set(c, "picture", file);
	assert_int_equal(case_setup(c), 0);
	*strrchr(file, '/') = '\0';
	assert_int_equal(rmdir(file), 0);
	file[strlen(file)] = '/';
	assert_int_equal(case_sequential(c), 0);
	assert_non_null(strstr(c->warning, "No such file or directory"));
	case_free(c);
}

static int
make_folder(void **state)
{
	return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_the_set_of_the_benchmarks_game),
		cmocka_unit_test(its_area_is_that_of_the_set),
		cmocka_unit_test(sizes_and_steps_of_any_kind_are_right),
		cmocka_unit_test(rows_are_drawn_by_one_worker),
		cmocka_unit_test(a_picture_is_written_as_ppm),
#ifdef HAVE_PNG
		cmocka_unit_test(a_picture_is_written_as_png),
#endif
		cmocka_unit_test(pictures_that_cannot_be_written_are_refused_before),
		cmocka_unit_test(a_picture_that_fails_late_is_a_warning),
	};

	return cmocka_run_group_tests_name("mandelbrot", tests, make_folder, remove_folder);
}
