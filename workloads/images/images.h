/* SPDX-License-Identifier: MIT */
/* The state of images, and the files it is made of: the batch, the kernel, the check. */
#ifndef PT_WORKLOADS_IMAGES_IMAGES_H
#define PT_WORKLOADS_IMAGES_IMAGES_H

#include "workloads/lib/picture.h"
#include "workloads/workload.h"

enum {
	PT_CHANNELS = 3,
	PT_IMAGES_SHIFT =
		44, /* of a division by multiplying: sums and divisors have 44 bits together */
};

/* Sides are even.  at: pixels before it, of which the results have a quarter. */
struct pt_image {
	uint64_t width, height, at;
};

/* A worker's sums, of row 2 * next - 1 of an image; have: the last row in the ring. */
struct pt_band {
	_Alignas(128) const struct pt_image *image;
	uint64_t next;
	int64_t have;
	uint32_t *sum, *pair;
	uint16_t *ring;
};

struct pt_images {
	uint64_t side, images_len, pixels_len, grain, seed;
	int64_t radius;
	enum partop_policy policy;
	unsigned variant;
	int threads, workers;
	const char *folder; /* for the results, or NULL */
	struct pt_image *images;
	struct pt_pixel *pixels, *naive, *out; /* out: of the last run */
	struct pt_band *bands;
	uint64_t band_bytes, divisor, reciprocal;
	bool naive_known, ran;
};

/* The sides that images are given: even, and at least 2. */
uint64_t pt_images_even(double side);
/* Pixels of a batch with such a largest side, so many images, and that seed, the largest being the last;
 * at most UINT64_MAX / 8. */
uint64_t pt_images_pixels(uint64_t side, uint64_t images, uint64_t seed);
/* Sides and places of all images. */
void pt_images_lay_out(struct pt_images *m);
/* Rows [lo, hi) of all images; for pt_spread(). */
void pt_images_paint(uint64_t lo, uint64_t hi, void *images);

/* The leaf of all versions: rows [lo, hi) of the result of an image.  The band is the worker's. */
void pt_images_blur(const struct pt_images *m, struct pt_band *b, const struct pt_image *p,
	uint64_t lo, uint64_t hi);

/* 0, or -1 with e filled: the results are not those of naive code. */
int pt_images_check(struct pt_images *m, struct pt_error *e);

/* The nearest index of a line of len: the edge goes on beyond itself. */
static inline int64_t
pt_image_within(int64_t i, uint64_t len)
{
	return i < 0 ? 0 : i < (int64_t)len ? i : (int64_t)len - 1;
}

#endif
