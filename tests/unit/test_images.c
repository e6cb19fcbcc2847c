/* SPDX-License-Identifier: MIT */
/* images: sides and radii of any kind, unequal sizes, what a blur does, and files. */
#include "config.h"

#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

#include <sys/stat.h>
#include <unistd.h>

#include "workloads/images/images.h"

extern const struct pt_workload pt_workload_images;

#ifdef HAVE_PNG
#define ENDING "png"
#else
#define ENDING "ppm"
#endif

static struct wcase *
prepared(const char *size, const char *images, const char *radius, int workers, unsigned variant)
{
	struct wcase *c = case_new(&pt_workload_images, workers);

	case_set(c, "size", size);
	case_set(c, "images", images);
	case_set(c, "radius", radius);
	c->setup.variant = variant;
	c->setup.threads = 2;
	return c;
}

static void
assert_blurred(struct wcase *c, int failed)
{
	if (failed || case_verify(c))
		fail_msg("%s", c->error.text);
}

/* A blur may be wider than an image. */
static void
sides_and_radii_of_any_kind_are_right(void **state)
{
	static const char *const sizes[] = { "2", "3", "17", "64", "90" };
	static const char *const radii[] = { "0", "1", "2", "7", "30", "100" };

	for (unsigned i = 0; i < 90; i++) {
		struct wcase *c = prepared(sizes[i % 5], i % 4 ? "3" : "1", radii[i % 6],
			1 + (int)i % 5, i / 30);

		assert_int_equal(case_setup(c), 0);
		assert_blurred(c, case_parallel(c));
		assert_blurred(c, case_sequential(c));
		case_free(c);
	}
}

/* Chunks of any length: one that does not continue the last begins with the rows around it. */
static void
rows_at_a_time_do_not_change_the_result(void **state)
{
	static const char *const grains[] = { "1", "2", "7", "1000" };

	for (unsigned i = 0; i < 24; i++) {
		struct wcase *c = prepared("80", "4", "3", 4, i % 3);

		case_set(c, "grain", grains[i / 6]);
		assert_int_equal(case_setup(c), 0);
		assert_blurred(c, case_parallel(c));
		case_free(c);
	}
}

static void
the_last_image_is_the_largest(void **state)
{
	struct wcase *c = prepared("801", "40", "1", 2, 0);
	const struct pt_images *m;
	uint64_t at = 0;
	bool unequal = false;

	assert_int_equal(case_setup(c), 0);
	m = c->state;
	assert_int_equal(m->images[39].width, 802);
	assert_int_equal(m->images[39].height, 802);
	for (unsigned i = 0; i < 40; i++) {
		assert_int_equal(m->images[i].at, at);
		assert_in_range(m->images[i].width, 100, 802);
		assert_in_range(m->images[i].height, 100, 802);
		assert_int_equal(m->images[i].width % 2 + m->images[i].height % 2, 0);
		unequal |= m->images[i].width < 200 && m->images[i].height < 400;
		at += m->images[i].width * m->images[i].height;
	}
	assert_true(unequal);
	assert_int_equal(m->pixels_len, at);
	case_free(c);
}

/* Of white there is only white, with black rows in between only grey. */
static void
a_blur_is_a_mean(void **state)
{
	struct wcase *c = prepared("40", "1", "2", 2, 0);
	struct pt_images *m;

	assert_int_equal(case_setup(c), 0);
	m = c->state;
	memset(m->pixels, 0xff, 1600 * sizeof(*m->pixels));
	assert_blurred(c, case_parallel(c));
	for (unsigned i = 0; i < 400; i++)
		assert_int_equal(m->out[i].red & m->out[i].green & m->out[i].blue, 0xff);
	for (unsigned y = 0; y < 40; y += 2)
		memset(m->pixels + (size_t)y * 40, 0, 40 * sizeof(*m->pixels));
	assert_int_equal(case_parallel(c), 0);
	for (unsigned i = 2 * 20; i < 18 * 20; i++) /* away from the edges */
		assert_int_equal(m->out[i].green, 128);
	case_free(c);
}

static void
one_image_for_each_worker_has_its_limit(void **state)
{
	struct wcase *c = prepared("100", "1", "1", 8, 1);

	assert_int_equal(case_setup(c), 0);
	assert_blurred(c, case_parallel(c));
	assert_int_equal(strtod(case_result(c, "predicted_images_speedup") + 2, NULL), 1);
	case_free(c);
}

static void
results_are_written_as_files(void **state)
{
	char folder[] = "/tmp/partop-images-XXXXXX", name[64];
	struct wcase *c = prepared("50", "3", "1", 2, 0);
	struct stat st;

	assert_non_null(mkdtemp(folder));
	case_set(c, "out", folder);
	assert_int_equal(case_setup(c), 0);
	assert_blurred(c, case_parallel(c));
	assert_string_equal(c->warning, "");
	for (unsigned i = 0; i < 3; i++) {
		snprintf(name, sizeof name, "%s/%03u.%s", folder, i, ENDING);
		assert_int_equal(stat(name, &st), 0);
		assert_true(st.st_size > 50);
		unlink(name);
	}
	assert_int_equal(rmdir(folder), 0); /* nothing else is in it */
	assert_int_equal(case_sequential(c), 0);
	assert_non_null(strstr(c->warning, "No such file or directory"));
	case_free(c);
}

static void
a_folder_that_is_not_there_is_refused_before(void **state)
{
	struct wcase *c = prepared("10", "1", "1", 1, 0);

	case_set(c, "out", "/nonexistent");
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
	assert_string_equal(c->error.text,
		"--out: /nonexistent/000." ENDING ": No such file or directory");
	case_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sides_and_radii_of_any_kind_are_right),
		cmocka_unit_test(rows_at_a_time_do_not_change_the_result),
		cmocka_unit_test(the_last_image_is_the_largest),
		cmocka_unit_test(a_blur_is_a_mean),
		cmocka_unit_test(one_image_for_each_worker_has_its_limit),
		cmocka_unit_test(results_are_written_as_files),
		cmocka_unit_test(a_folder_that_is_not_there_is_refused_before),
	};

	return cmocka_run_group_tests_name("images", tests, NULL, NULL);
}
