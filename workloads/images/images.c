/* SPDX-License-Identifier: MIT */
/*
 * images: a batch of images of unequal size, each blurred (the mean of a square around each point)
 * and scaled to half its sides.  The last one is the largest.
 *
 *	both	the images in parallel, and the rows of each: loops in a loop
 *	images	the images in parallel: the largest is one worker's
 *	rows	one image after the other, its rows in parallel: the small ones have few
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "workloads/images/images.h"

#define PIECE 4 /* rows worth a thread */

#ifdef HAVE_PNG
#define ENDING "png"
#else
#define ENDING "ppm"
#endif

enum { SIZE, GRAIN, IMAGES_LEN, RADIUS, OUT };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "5000",
		.help = "the largest image has N by N pixels, rounded up to even",
		.min = 2, .max = UINT32_MAX - 1,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "rows at a time (default: adaptive)", .min = 1, .max = UINT64_MAX,
	},
	[IMAGES_LEN] = {
		.name = "images", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "12",
		.help = "how many there are", .min = 1, .max = 1000000,
	},
	[RADIUS] = {
		.name = "radius", .type = PT_OPT_U64, .value_name = "N", .fallback = "4",
		.help = "the blur takes N pixels to each side", .min = 0, .max = 100,
	},
	[OUT] = {
		.name = "out", .type = PT_OPT_TEXT, .value_name = "DIR", .min = 1,
		.help = "write the results to DIR/000." ENDING " and so on",
	},
};

static const struct pt_variant variants[] = {
	{ "both", "images in parallel, and the rows of each" },
	{ "images", "images in parallel, each by one worker" },
	{ "rows", "one image after the other, its rows in parallel" },
};
enum { BOTH, IMAGES, ROWS };

/* ---- set-up ---- */

static double
work(uint64_t n)
{
	return 3.0 * (double)n * (double)n;
}

static uint64_t
bytes_of_band(const struct pt_setup *s)
{
	uint64_t columns = pt_images_even((double)s->values[SIZE].u64) * PT_CHANNELS;
	uint64_t ring = 2 * s->values[RADIUS].u64 + 2;

	return columns * (2 * sizeof(uint32_t) + ring * sizeof(uint16_t));
}

/* The images, their results, and those of the check. */
static uint64_t
needs_bytes(const struct pt_setup *s)
{
	uint64_t pixels = pt_images_pixels(s->values[SIZE].u64, s->values[IMAGES_LEN].u64, s->seed);
	uint64_t bands = pt_buffer_bytes((uint64_t)s->workers, bytes_of_band(s));
	uint64_t bytes = pt_buffer_bytes(pixels + pixels / 2, sizeof(struct pt_pixel));

	return bytes > UINT64_MAX - bands ? UINT64_MAX : bytes + bands;
}

static bool
make_bands(struct pt_images *m)
{
	uint64_t columns = m->images[m->images_len - 1].width * PT_CHANNELS;

	m->bands = pt_buffer_alloc((size_t)m->workers * sizeof(*m->bands));
	for (int i = 0; m->bands && i < m->workers; i++) {
		struct pt_band *b = &m->bands[i];

		b->sum = pt_buffer_alloc(m->band_bytes);
		if (!b->sum)
			return false;
		b->pair = b->sum + columns;
		b->ring = (uint16_t *)(b->pair + columns);
	}
	return m->bands != NULL;
}

static bool
make_images(struct pt_images *m)
{
	m->images = pt_buffer_alloc(m->images_len * sizeof(*m->images));
	if (!m->images)
		return false;
	pt_images_lay_out(m);
	m->pixels = pt_buffer_alloc(m->pixels_len * sizeof(*m->pixels));
	m->out = pt_buffer_alloc(m->pixels_len / 4 * sizeof(*m->out));
	m->naive = pt_buffer_alloc(m->pixels_len / 4 * sizeof(*m->naive));
	return m->pixels && m->out && m->naive && make_bands(m);
}

static void
name_of(char *out, size_t bytes, const char *folder, uint64_t i)
{
	snprintf(out, bytes, "%s/%03" PRIu64 "." ENDING, folder, i);
}

static int
check_folder(const char *folder, struct pt_error *e)
{
	char name[4096];

	if (!folder)
		return 0;
	name_of(name, sizeof(name), folder, 0);
	return pt_picture_check(name, "--out", e);
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct pt_images *m = state;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e) ||
		check_folder(s->values[OUT].text, e))
		return -1;
	m->side = s->values[SIZE].u64;
	m->images_len = s->values[IMAGES_LEN].u64;
	m->pixels_len = pt_images_pixels(s->values[SIZE].u64, s->values[IMAGES_LEN].u64, s->seed);
	m->band_bytes = bytes_of_band(s);
	m->radius = (int64_t)s->values[RADIUS].u64;
	m->divisor = 4 * (2 * s->values[RADIUS].u64 + 1) * (2 * s->values[RADIUS].u64 + 1);
	m->reciprocal = (UINT64_C(1) << PT_IMAGES_SHIFT) / m->divisor + 1;
	m->folder = s->values[OUT].text;
	m->grain = s->values[GRAIN].u64;
	m->policy = s->policy;
	m->variant = s->variant;
	m->seed = s->seed;
	m->threads = s->threads;
	m->workers = s->workers;
	if (!make_images(m))
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->side);
	pt_spread(m->threads, m->images[m->images_len - 1].height, PIECE, pt_images_paint, m);
	return 0;
}

static void
wipe(uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_images *m = arg;

	memset(m->out + lo, 0, (hi - lo) * sizeof(*m->out));
}

static void
reset(void *state)
{
	struct pt_images *m = state;

	m->ran = false;
	for (int i = 0; i < m->workers; i++)
		m->bands[i].image = NULL;
	pt_spread(m->threads, m->pixels_len / 4, UINT64_C(1) << 20, wipe, m);
}

/* ---- runs ---- */

static int
sequential(void *state, struct pt_error *e)
{
	struct pt_images *m = state;

	for (uint64_t i = 0; i < m->images_len; i++)
		pt_images_blur(m, &m->bands[0], &m->images[i], 0, m->images[i].height / 2);
	m->ran = true;
	return 0;
}

struct call {
	const struct pt_images *m;
	const struct pt_image *image;
};

static void
blur_chunk(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct call *c = arg;

	pt_images_blur(c->m, &c->m->bands[partop_worker_index(w)], c->image, lo, hi);
}

static void
blur_image(partop_worker *w, partop_task *head, const struct pt_images *m, const struct pt_image *p)
{
	struct call c = { m, p };
	struct partop_range_options o = { .grain = m->grain, .policy = m->policy, .label = "rows" };

	if (m->variant == IMAGES)
		blur_chunk(w, head, 0, p->height / 2, &c);
	else
		partop_for(w, head, 0, p->height / 2, blur_chunk, &c, &o);
}

static void
blur_images(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct pt_images *m = arg;

	for (uint64_t i = lo; i < hi; i++)
		blur_image(w, head, m, &m->images[i]);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct pt_images *m = state;
	struct partop_range_options o = { .grain = 1, .policy = m->policy, .label = "images" };

	if (m->variant == ROWS)
		blur_images(w, head, 0, m->images_len, m);
	else
		partop_for(w, head, 0, m->images_len, blur_images, m, &o);
	m->ran = true;
	return 0;
}

/* ---- checking ---- */

static int
verify(void *state, struct pt_error *e)
{
	struct pt_images *m = state;

	return m->ran ? pt_images_check(m, e) : pt_fail(e, PT_EXIT_FAILED, "nothing was blurred");
}

/* ---- results ---- */

struct row_call {
	const struct pt_images *m;
	const struct pt_image *image;
};

static void
put_row(uint64_t y, struct pt_pixel *row, void *arg)
{
	const struct row_call *c = arg;
	uint64_t width = c->image->width / 2;

	memcpy(row, c->m->out + c->image->at / 4 + y * width, width * sizeof(*row));
}

static void
write_files(const struct pt_images *m, struct pt_result *r)
{
	for (uint64_t i = 0; i < m->images_len; i++) {
		struct row_call c = { m, &m->images[i] };
		struct pt_error e = { 0 };
		char name[4096];

		name_of(name, sizeof(name), m->folder, i);
		if (pt_picture_write(name, c.image->width / 2, c.image->height / 2, put_row, &c,
			    &e)) {
			pt_result_warn(r, e.text);
			return;
		}
	}
}

/* With an image per worker, the largest takes what it takes. */
static double
images_speedup(const struct pt_images *m)
{
	const struct pt_image *last = &m->images[m->images_len - 1];
	double most = (double)m->pixels_len / ((double)last->width * (double)last->height);

	return most < m->workers ? most : m->workers;
}

static void
result(void *state, struct pt_result *r)
{
	const struct pt_images *m = state;
	uint64_t brightness = 0;

	for (uint64_t at = 0; at < m->pixels_len / 4; at++)
		brightness += m->out[at].red + m->out[at].green + m->out[at].blue;
	pt_result_u64(r, "images", m->images_len);
	pt_result_u64(r, "pixels", m->pixels_len);
	pt_result_u64(r, "brightness", brightness);
	pt_result_ratio(r, "predicted_images_speedup", images_speedup(m));
	if (m->folder)
		write_files(m, r);
}

static void
teardown(void *state)
{
	struct pt_images *m = state;

	for (int i = 0; m->bands && i < m->workers; i++)
		pt_buffer_free(m->bands[i].sum, m->band_bytes);
	pt_buffer_free(m->bands, (size_t)m->workers * sizeof(*m->bands));
	pt_buffer_free(m->images, m->images_len * sizeof(*m->images));
	pt_buffer_free(m->pixels, m->pixels_len * sizeof(*m->pixels));
	pt_buffer_free(m->out, m->pixels_len / 4 * sizeof(*m->out));
	pt_buffer_free(m->naive, m->pixels_len / 4 * sizeof(*m->naive));
}

const struct pt_workload pt_workload_images = {
	.name = "images",
	.summary = "blurs and scales a batch of images of unequal size",
	.teaches = "loops in a loop: images, rows of images or both in parallel (--variant)",
	.knob = "--variant images,both",
	.expect = "one worker alone with the largest image: images takes 1.2 x as long as both",
	.ratio = { 1.02, 2.5 },
	.work_unit = "pixels squared",
	.params = params,
	.params_len = sizeof(params) / sizeof(*params),
	.variants = variants,
	.variants_len = sizeof(variants) / sizeof(*variants),
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct pt_images),
	.work = work,
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
};
