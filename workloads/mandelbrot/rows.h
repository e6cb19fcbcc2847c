/* SPDX-License-Identifier: MIT */
/*
 * Template: points of a row for one SIMD level.  MANDEL(x) makes names, MANDEL_TARGET names the
 * level for the compiler, LANES is how many numbers a vector has, WAYS how many vectors are computed
 * side by side: an iteration waits for the one before it.
 *
 * A point that has left the circle never comes back (all c here are nearer than 2), so it needs no
 * mask: its comparisons stay false, also when it has become infinite or no number.
 */
typedef double MANDEL(f64) __attribute__((vector_size(8 * LANES)));
typedef int64_t MANDEL(i64) __attribute__((vector_size(8 * LANES)));

struct MANDEL(points) {
	MANDEL(f64) c_re[WAYS], re[WAYS], im[WAYS];
	MANDEL(i64) count[WAYS], inside[WAYS];
	double c_im;
};

MANDEL_TARGET static inline __attribute__((always_inline)) void
MANDEL(iterate)(struct MANDEL(points) * p)
{
	for (int k = 0; k < WAYS; k++) {
		MANDEL(f64) re2 = p->re[k] * p->re[k], im2 = p->im[k] * p->im[k];

		p->inside[k] = re2 + im2 <= 4.0;
		p->count[k] -= p->inside[k];
		p->im[k] = (p->re[k] + p->re[k]) * p->im[k] + p->c_im;
		p->re[k] = re2 - im2 + p->c_re[k];
	}
}

MANDEL_TARGET static inline __attribute__((always_inline)) bool
MANDEL(any_inside)(const struct MANDEL(points) * p)
{
	MANDEL(i64) any = p->inside[0];
	int64_t bits = 0;

	for (int k = 1; k < WAYS; k++)
		any |= p->inside[k];
	for (int i = 0; i < LANES; i++)
		bits |= any[i];
	return bits != 0;
}

MANDEL_TARGET static void
MANDEL(row)(const struct pt_mandel *m, uint64_t y, uint64_t lo, uint64_t hi)
{
	double scale = 2.0 / (double)m->side;

	for (uint64_t x = lo; x < hi; x += LANES * WAYS) {
		struct MANDEL(points) p = { .c_im = scale * (double)y - 1.0 };
		unsigned n = 0;
		bool any = true;

		for (int i = 0; i < LANES * WAYS; i++)
			p.c_re[i / LANES][i % LANES] = scale * (double)(x + (uint64_t)i) - 1.5;
		for (; n + UNROLL <= m->iterations && any; n += UNROLL) {
			for (int u = 0; u < UNROLL; u++)
				MANDEL(iterate)(&p);
			any = MANDEL(any_inside)(&p);
		}
		for (; n < m->iterations && any; n++)
			MANDEL(iterate)(&p);
		for (uint64_t i = 0; i < LANES * WAYS && x + i < hi; i++)
			m->count[y * m->side + x + i] = (uint16_t)p.count[i / LANES][i % LANES];
	}
}

#undef MANDEL
#undef MANDEL_TARGET
#undef LANES
#undef WAYS
