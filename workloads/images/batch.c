/* SPDX-License-Identifier: MIT */
/* A batch of images: their sides, and what is on them. */
#include "workloads/images/images.h"

#include <math.h>

#define UNEQUAL 3.0 /* sides are between 2^-3 of the largest and that */

uint64_t
pt_images_even(double side)
{
	uint64_t half = (uint64_t)ceil(side / 2);

	return half ? 2 * half : 2;
}

/* Image i of them, without its place. */
static struct pt_image
sides_of(uint64_t largest, uint64_t images, uint64_t seed, uint64_t i)
{
	double side = (double)largest;
	uint64_t random = pt_mix(seed + i);

	if (i == images - 1)
		return (struct pt_image){ pt_images_even(side), pt_images_even(side), 0 };
	return (struct pt_image){ pt_images_even(
					  side * exp2(-UNEQUAL * (double)(random >> 32) * 0x1p-32)),
		pt_images_even(side * exp2(-UNEQUAL * (double)(uint32_t)random * 0x1p-32)), 0 };
}

uint64_t
pt_images_pixels(uint64_t side, uint64_t images, uint64_t seed)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < images; i++) {
		struct pt_image m = sides_of(side, images, seed, i);

		if (m.width * m.height > UINT64_MAX / 8 - sum)
			return UINT64_MAX / 8;
		sum += m.width * m.height;
	}
	return sum;
}

void
pt_images_lay_out(struct pt_images *m)
{
	uint64_t at = 0;

	for (uint64_t i = 0; i < m->images_len; i++) {
		m->images[i] = sides_of(m->side, m->images_len, m->seed, i);
		m->images[i].at = at;
		at += m->images[i].width * m->images[i].height;
	}
}

/* A gradient with squares, and grain that a blur takes away. */
void
pt_images_paint(uint64_t lo, uint64_t hi, void *arg)
{
	const struct pt_images *m = arg;

	for (uint64_t i = 0; i < m->images_len; i++) {
		const struct pt_image *p = &m->images[i];

		for (uint64_t y = lo; y < hi && y < p->height; y++)
			for (uint64_t x = 0; x < p->width; x++) {
				uint64_t at = p->at + y * p->width + x;
				uint64_t grain = pt_mix(m->seed + at);
				unsigned square = (x / 32 + y / 32 + i) % 2 ? 128 : 0;

				m->pixels[at] = (struct pt_pixel){ (uint8_t)(x * 200 / p->width +
									   grain % 56),
					(uint8_t)(y * 200 / p->height + (grain >> 8) % 56),
					(uint8_t)(square + (grain >> 16) % 128) };
			}
	}
}
