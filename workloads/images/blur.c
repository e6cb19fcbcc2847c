/* SPDX-License-Identifier: MIT */
/*
 * Blurring and scaling in one: a row of the result is made of column sums that slide down the image,
 * over rows that were summed along themselves and are kept in a ring.  A chunk that continues its
 * worker's last one goes on with them; another begins with the rows around its first.
 */
#include "workloads/images/images.h"

#include <string.h>

/* Sums of 2 * radius + 1 pixels along a row, of each channel. */
static void
sum_row(const struct pt_images *m, const struct pt_pixel *row, uint64_t width, uint16_t *sum)
{
	uint16_t red = 0, green = 0, blue = 0;

	for (int64_t x = -m->radius - 1; x < m->radius; x++) {
		const struct pt_pixel *p = &row[pt_image_within(x, width)];

		red += p->red;
		green += p->green;
		blue += p->blue;
	}
	for (int64_t x = 0; x < (int64_t)width; x++) {
		const struct pt_pixel *in = &row[pt_image_within(x + m->radius, width)];
		const struct pt_pixel *gone = &row[pt_image_within(x - m->radius - 1, width)];

		sum[PT_CHANNELS * x] = red = (uint16_t)(red + in->red - gone->red);
		sum[PT_CHANNELS * x + 1] = green = (uint16_t)(green + in->green - gone->green);
		sum[PT_CHANNELS * x + 2] = blue = (uint16_t)(blue + in->blue - gone->blue);
	}
}

/* The sums along row y, or the row at the edge that stands for it.  Rows are asked for in order. */
static const uint16_t *
ring_row(const struct pt_images *m, struct pt_band *b, int64_t y)
{
	const struct pt_image *p = b->image;
	int64_t at = pt_image_within(y, p->height);
	uint16_t *row = b->ring + (uint64_t)(at % (2 * m->radius + 2)) * p->width * PT_CHANNELS;

	if (at > b->have)
		sum_row(m, m->pixels + p->at + (uint64_t)at * p->width, p->width, row);
	b->have = at > b->have ? at : b->have;
	return row;
}

/* Sums of the rows around the one above result row y. */
static void
begin_band(const struct pt_images *m, struct pt_band *b, const struct pt_image *p, uint64_t y)
{
	int64_t middle = 2 * (int64_t)y - 1;
	uint64_t columns = p->width * PT_CHANNELS;

	b->image = p;
	b->next = y;
	b->have = pt_image_within(middle - m->radius, p->height) - 1;
	memset(b->sum, 0, columns * sizeof(*b->sum));
	for (int64_t k = -m->radius; k <= m->radius; k++) {
		const uint16_t *row = ring_row(m, b, middle + k);

		for (uint64_t x = 0; x < columns; x++)
			b->sum[x] += row[x];
	}
}

/* Moves the sums down by one, from the row above y. */
static void
slide(const struct pt_images *m, struct pt_band *b, int64_t y)
{
	const uint16_t *in = ring_row(m, b, y + m->radius);
	const uint16_t *gone = ring_row(m, b, y - m->radius - 1);
	uint64_t columns = b->image->width * PT_CHANNELS;

	for (uint64_t x = 0; x < columns; x++)
		b->sum[x] += (uint32_t)in[x] - gone[x];
}

static inline uint8_t
mean(const struct pt_images *m, uint64_t sum)
{
	return (uint8_t)(((sum + m->divisor / 2) * m->reciprocal) >> PT_IMAGES_SHIFT);
}

static void
scale_row(const struct pt_images *m, const struct pt_band *b, struct pt_pixel *out)
{
	const uint32_t *p = b->pair;

	for (uint64_t x = 0; x < b->image->width / 2; x++, p += 2 * PT_CHANNELS)
		out[x] = (struct pt_pixel){ mean(m, (uint64_t)p[0] + p[3]),
			mean(m, (uint64_t)p[1] + p[4]), mean(m, (uint64_t)p[2] + p[5]) };
}

void
pt_images_blur(const struct pt_images *m, struct pt_band *b, const struct pt_image *p, uint64_t lo,
	uint64_t hi)
{
	uint64_t columns = p->width * PT_CHANNELS;

	if (b->image != p || b->next != lo)
		begin_band(m, b, p, lo);
	for (uint64_t y = lo; y < hi; y++) {
		slide(m, b, 2 * (int64_t)y);
		memcpy(b->pair, b->sum, columns * sizeof(*b->sum));
		slide(m, b, 2 * (int64_t)y + 1);
		for (uint64_t x = 0; x < columns; x++)
			b->pair[x] += b->sum[x];
		scale_row(m, b, m->out + p->at / 4 + y * (p->width / 2));
	}
	b->next = hi;
}
