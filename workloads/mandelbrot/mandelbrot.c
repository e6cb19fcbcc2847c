/* SPDX-License-Identifier: MIT */
/*
 * mandelbrot: how many steps z -> z^2 + c stay within a circle of radius 2, for the points c of a
 * picture, from -1.5 - i to 0.5 + i as in the Benchmarks Game.  Points inside the set take all steps,
 * others few: rows in the middle cost a hundred times as much as those at the edge.  So rows that are
 * dealt out in equal parts leave workers idle, and the picture shows which worker computed what.
 *
 * Variant tiles cuts the picture into squares instead of rows (partop_for_2d()).
 */
#include "config.h"

#include "workloads/mandelbrot/mandelbrot.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "workloads/lib/picture.h"
#include "workloads/workload.h"

#define PIECE 16 /* rows worth a thread */
#define NOT_COMPUTED UINT16_MAX
#define TILE 4096 /* points: a kernel that takes vectors at a time needs some width */

enum { SIZE, GRAIN, ITERATIONS, PICTURE };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "2000",
		.help = "a picture of N by N points",
		.min = 1, .max = UINT32_MAX,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "N",
		.help = "rows at a time (default: adaptive); of tiles, points (4096)",
		.min = 1, .max = UINT64_MAX,
	},
	[ITERATIONS] = {
		.name = "iterations", .type = PT_OPT_U64, .value_name = "N", .fallback = "1000",
		.help = "steps after which a point is inside",
		.min = 1, .max = NOT_COMPUTED - 1,
	},
	[PICTURE] = {
		.name = "picture", .type = PT_OPT_TEXT, .value_name = "FILE",
		.help = "write the picture to FILE.png or .ppm", .min = 1,
	},
};

static const struct pt_variant variants[] = {
	{ "rows", "a loop over rows" },
	{ "tiles", "a loop over rows and columns" },
};
enum { ROWS, TILES };

static double
work(uint64_t n)
{
	return (double)n * (double)n;
}

/* Counts, workers, and the counts of the check. */
static uint64_t
needs_bytes(const struct pt_setup *s)
{
	uint64_t side = s->values[SIZE].u64;

	return pt_buffer_bytes(pt_buffer_bytes(side, side), 2 * sizeof(uint16_t) + 1);
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct pt_mandel *m = state;
	uint64_t points;

	if (pt_buffer_check(s, s->values[SIZE].u64, needs_bytes(s), e))
		return -1;
	m->picture = s->values[PICTURE].text;
	if (m->picture && pt_picture_check(m->picture, "--picture", e))
		return -1;
	m->side = s->values[SIZE].u64;
	m->grain = s->values[GRAIN].u64;
	m->policy = s->policy;
	m->iterations = (unsigned)s->values[ITERATIONS].u64;
	m->threads = s->threads;
	m->tiles = s->variant == TILES;
	m->row = pt_mandel_kernel(s->simd);
	points = pt_buffer_bytes(m->side, m->side);
	m->count = pt_buffer_alloc(pt_buffer_bytes(points, sizeof(*m->count)));
	m->naive = pt_buffer_alloc(pt_buffer_bytes(points, sizeof(*m->naive)));
	m->worker = pt_buffer_alloc(points);
	if (!m->count || !m->naive || !m->worker)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->side);
	return 0;
}

static void
wipe(uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_mandel *m = arg;

	memset(m->count + lo * m->side, 0xff, (hi - lo) * m->side * sizeof(*m->count));
	memset(m->worker + lo * m->side, 0, (hi - lo) * m->side);
}

static void
reset(void *state)
{
	struct pt_mandel *m = state;

	pt_spread(m->threads, m->side, PIECE, wipe, m);
}

static int
sequential(void *state, struct pt_error *e)
{
	const struct pt_mandel *m = state;

	for (uint64_t y = 0; y < m->side; y++)
		m->row(m, y, 0, m->side);
	return 0;
}

static void
draw(partop_worker *w, const struct pt_mandel *m, const struct partop_tile *t)
{
	for (uint64_t y = t->row_lo; y < t->row_hi; y++) {
		m->row(m, y, t->column_lo, t->column_hi);
		memset(m->worker + y * m->side + t->column_lo, (int)partop_worker_index(w),
			t->column_hi - t->column_lo);
	}
}

static void
draw_rows(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct pt_mandel *m = arg;

	draw(w, m, &(struct partop_tile){ lo, hi, 0, m->side });
}

static void
draw_tile(partop_worker *w, partop_task *head, const struct partop_tile *t, void *arg)
{
	draw(w, arg, t);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct pt_mandel *m = state;
	struct partop_tile whole = { 0, m->side, 0, m->side };
	struct partop_range_options o = { .grain = m->grain,
		.policy = m->policy,
		.label = m->tiles ? "tiles" : "rows" };

	if (!m->tiles) {
		partop_for(w, head, 0, m->side, draw_rows, m, &o);
		return 0;
	}
	o.grain = o.grain ? o.grain : TILE;
	partop_for_2d(w, head, &whole, draw_tile, m, &o);
	return 0;
}

/* ---- checking ---- */

/* The heart, and the disk to its left, lie in the set: that is known without a step. */
static bool
is_known_inside(double re, double im)
{
	double q = (re - 0.25) * (re - 0.25) + im * im, margin = 1e-6;

	return q * (q + (re - 0.25)) < 0.25 * im * im - margin ||
		(re + 1) * (re + 1) + im * im < 0.0625 - margin;
}

static unsigned
steps(const struct pt_mandel *m, uint64_t x, uint64_t y)
{
	double scale = 2.0 / (double)m->side, re = 0, im = 0;
	double c_re = scale * (double)x - 1.5, c_im = scale * (double)y - 1.0;
	unsigned n = 0;

	if (is_known_inside(c_re, c_im))
		return m->iterations;
	while (n < m->iterations && re * re + im * im <= 4.0) {
		double next = re * re - im * im + c_re;

		im = 2 * re * im + c_im;
		re = next;
		n++;
	}
	return n;
}

static void
compute_naively(uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_mandel *m = arg;

	for (uint64_t y = lo; y < hi; y++)
		for (uint64_t x = 0; x < m->side; x++)
			m->naive[y * m->side + x] = (uint16_t)steps(m, x, y);
}

static int
verify(void *state, struct pt_error *e)
{
	struct pt_mandel *m = state;

	if (!m->naive_known)
		pt_spread(m->threads, m->side, PIECE, compute_naively, m);
	m->naive_known = true;
	for (uint64_t i = 0; i < m->side * m->side; i++)
		if (m->count[i] != m->naive[i])
			return pt_fail(e, PT_EXIT_FAILED,
				"point %" PRIu64 " of row %" PRIu64
				" stays inside for %u steps, not %u",
				i % m->side, i / m->side, m->naive[i], m->count[i]);
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	pt_mandel_show(state, r);
}

static void
teardown(void *state)
{
	struct pt_mandel *m = state;
	uint64_t points = m->side * m->side;

	pt_buffer_free(m->count, points * sizeof(*m->count));
	pt_buffer_free(m->naive, points * sizeof(*m->naive));
	pt_buffer_free(m->worker, points);
}

const struct pt_workload pt_workload_mandelbrot = {
	.name = "mandelbrot",
	.summary = "draws the Mandelbrot set, and which worker computed which part",
	.teaches = "unequal work: parts of equal size leave workers idle, stealing does not",
	.knob = "--policy static,steal",
	.expect =
		"1.0 x on 2 CPUs, since the halves of the picture mirror each other; on 4, static takes longer",
	.ratio = { 0.7, 1.4 },
	.work_unit = "points squared",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.simd = PT_SIMD_WIDE,
	.state_bytes = sizeof(struct pt_mandel),
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
