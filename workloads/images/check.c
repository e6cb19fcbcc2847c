/* SPDX-License-Identifier: MIT */
/* The check of images: nothing slides, every sum is made anew. */
#include "workloads/images/images.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"

#define PIECE 4 /* rows worth a thread */

/* One value of a result: all that it is the mean of, one by one. */
static uint8_t
naive_value(const struct pt_images *m, const struct pt_image *p, const uint32_t *column, uint64_t x)
{
	uint64_t sum = 0;

	for (int64_t k = 0; k < 2; k++)
		for (int64_t d = -m->radius; d <= m->radius; d++)
			sum += column[PT_CHANNELS *
				pt_image_within(2 * (int64_t)x + k + d, p->width)];
	return (uint8_t)((sum + m->divisor / 2) / m->divisor);
}

static void
add_naively(const struct pt_pixel *row, uint64_t width, uint32_t *column)
{
	for (uint64_t x = 0; x < width; x++) {
		column[PT_CHANNELS * x] += row[x].red;
		column[PT_CHANNELS * x + 1] += row[x].green;
		column[PT_CHANNELS * x + 2] += row[x].blue;
	}
}

static void
blur_naively(const struct pt_images *m, const struct pt_image *p, uint64_t y, uint32_t *column)
{
	struct pt_pixel *out = m->naive + p->at / 4 + y * (p->width / 2);

	memset(column, 0, p->width * PT_CHANNELS * sizeof(*column));
	for (int64_t k = 0; k < 2; k++)
		for (int64_t d = -m->radius; d <= m->radius; d++) {
			int64_t from = pt_image_within(2 * (int64_t)y + k + d, p->height);

			add_naively(m->pixels + p->at + (uint64_t)from * p->width, p->width,
				column);
		}
	for (uint64_t x = 0; x < p->width / 2; x++)
		out[x] = (struct pt_pixel){ naive_value(m, p, column, x),
			naive_value(m, p, column + 1, x), naive_value(m, p, column + 2, x) };
}

static void
check_rows(uint64_t lo, uint64_t hi, void *arg)
{
	const struct pt_images *m = arg;
	uint32_t *column =
		pt_xcalloc(pt_images_even((double)m->side) * PT_CHANNELS, sizeof(*column));

	for (uint64_t i = 0; i < m->images_len; i++)
		for (uint64_t y = lo; y < hi && y < m->images[i].height / 2; y++)
			blur_naively(m, &m->images[i], y, column);
	free(column);
}

/* Where the results differ. */
static int
tell(const struct pt_images *m, uint64_t at, struct pt_error *e)
{
	uint64_t i = 0;

	while (i + 1 < m->images_len && m->images[i + 1].at / 4 <= at)
		i++;
	at -= m->images[i].at / 4;
	return pt_fail(e, PT_EXIT_FAILED,
		"image %" PRIu64 ": pixel %" PRIu64 " of row %" PRIu64 " is wrong", i,
		at % (m->images[i].width / 2), at / (m->images[i].width / 2));
}

int
pt_images_check(struct pt_images *m, struct pt_error *e)
{
	if (!m->naive_known)
		pt_spread(m->threads, pt_images_even((double)m->side) / 2, PIECE, check_rows, m);
	m->naive_known = true;
	for (uint64_t at = 0; at < m->pixels_len / 4; at++)
		if (memcmp(&m->out[at], &m->naive[at], sizeof(*m->out)) != 0)
			return tell(m, at, e);
	return 0;
}
