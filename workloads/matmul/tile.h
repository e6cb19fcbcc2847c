/* SPDX-License-Identifier: MIT */
/*
 * Template: the innermost loops for one level.  TILE(x) makes names, TILE_TARGET names the level for
 * the compiler, LANES is how many numbers a vector has, ROWS and VECTORS the tile of C.  All of it
 * stays in registers: a step loads VECTORS vectors of b and ROWS numbers of a, for ROWS * VECTORS
 * multiplications and additions of vectors.
 */
typedef double TILE(vector) __attribute__((vector_size(8 * LANES)));
typedef TILE(vector) TILE(vector_at) __attribute__((aligned(8), may_alias));

TILE_TARGET static void
TILE(tile)(const double *a, const double *b, double *c, size_t stride, size_t depth)
{
	TILE(vector) sum[ROWS][VECTORS] = { { { 0 } } };

	for (; depth; depth--, a += ROWS, b += VECTORS * LANES) {
		TILE(vector) x[VECTORS];

		PT_UNROLL
		for (int v = 0; v < VECTORS; v++)
			x[v] = *(const TILE(vector_at) *)(b + v * LANES);
		PT_UNROLL
		for (int r = 0; r < ROWS; r++) {
			PT_UNROLL
			for (int v = 0; v < VECTORS; v++)
				sum[r][v] += a[r] * x[v];
		}
	}
	PT_UNROLL
	for (int r = 0; r < ROWS; r++) {
		PT_UNROLL
		for (int v = 0; v < VECTORS; v++)
			*(TILE(vector_at) *)(c + (size_t)r * stride + v * LANES) += sum[r][v];
	}
}

static const struct pt_matmul_kernel TILE(kernel) = {
	.rows = ROWS,
	.columns = VECTORS * LANES,
	.tile = TILE(tile),
};

#undef TILE
#undef TILE_TARGET
#undef LANES
#undef ROWS
#undef VECTORS
