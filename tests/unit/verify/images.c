/* SPDX-License-Identifier: MIT */
/* Wrong images. */
#include "tests/unit/verify/wrong.h"

#include "workloads/images/images.h"

extern const struct pt_workload pt_workload_images;

static void
refuse_pixel(struct wcase *c, struct pt_pixel *pixel)
{
	const struct pt_pixel right = *pixel;

	pixel->red++;
	assert_refused(c, "a little more red");
	*pixel = right;
	pixel->blue--;
	assert_refused(c, "a little less blue");
	*pixel = right;
	pixel->green ^= 0x80;
	assert_refused(c, "another green");
	*pixel = right;
	assert_right(c);
}

void
wrong_images(void **state)
{
	for (unsigned variant = 0; variant < 3; variant++) {
		struct wcase *c = case_new(&pt_workload_images, 2);
		struct pt_images *m;
		uint64_t len;

		case_set(c, "size", "60");
		c->setup.variant = variant;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		m = c->state;
		len = m->pixels_len / 4;
		for (uint64_t i = 0; i < m->images_len; i++)
			refuse_pixel(c, &m->out[m->images[i].at / 4]);
		refuse_pixel(c, &m->out[len - 1]);
		memset(m->out + len / 2, 0, (len - len / 2) * sizeof(*m->out));
		assert_refused(c, "a half");
		case_free(c);
	}
}
