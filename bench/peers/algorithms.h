/* SPDX-License-Identifier: MIT */
/*
 * The bodies of the algorithms' programs, on parts of the peer's arrays, and their serial forms: C and
 * C++.  Rust has its own text of the same.
 *
 *	scan		sums[i] = numbers[0] + ... + numbers[i]
 *	filter		the numbers below 2^30, a quarter of all, in order
 *	find		the first number that equals the one at three quarters
 *	max		the place of the greatest number
 *	count		numbers divisible by 3
 *	bins		how many numbers have each top byte, in a table per worker
 *	grid		a transposed square: size is its side
 */
#ifndef PT_PEERS_ALGORITHMS_H
#define PT_PEERS_ALGORITHMS_H

#include <stdint.h>

#include "bench/peers/peer.h"

#define ALGO_BINS 256

static inline uint64_t
algo_add(const uint32_t *x, uint64_t lo, uint64_t hi)
{
	uint64_t sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += x[i];
	return sum;
}

static inline uint64_t
algo_scan(const uint32_t *x, uint64_t *out, uint64_t sum, uint64_t lo, uint64_t hi)
{
	for (uint64_t i = lo; i < hi; i++)
		out[i] = sum += x[i];
	return sum;
}

static inline int
algo_is_kept(uint32_t x)
{
	return x < 1u << 30;
}

static inline uint64_t
algo_keep(const uint32_t *x, uint32_t *out, uint64_t lo, uint64_t hi)
{
	uint64_t n = 0;

	for (uint64_t i = lo; i < hi; i++) {
		out[n] = x[i];
		n += (uint64_t)algo_is_kept(x[i]);
	}
	return n;
}

static inline uint64_t
algo_find(const uint32_t *x, uint32_t wanted, uint64_t lo, uint64_t hi)
{
	while (lo < hi && x[lo] != wanted)
		lo++;
	return lo;
}

static inline uint64_t
algo_max(const uint32_t *x, uint64_t lo, uint64_t hi)
{
	uint64_t best = lo;
	uint32_t top = x[lo];

	for (uint64_t i = lo + 1; i < hi; i++)
		if (x[i] > top) {
			top = x[i];
			best = i;
		}
	return best;
}

static inline uint64_t
algo_count(const uint32_t *x, uint64_t lo, uint64_t hi)
{
	uint64_t n = 0;

	for (uint64_t i = lo; i < hi; i++)
		n += x[i] % 3 == 0;
	return n;
}

static inline void
algo_bins(const uint32_t *x, uint64_t *bins, uint64_t lo, uint64_t hi)
{
	for (uint64_t i = lo; i < hi; i++)
		bins[x[i] >> 24]++;
}

/* A number that all bins are in. */
static inline uint64_t
algo_bins_check(const uint64_t *bins)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < ALGO_BINS; i++)
		sum += bins[i] * (i + 1);
	return sum;
}

static inline void
algo_transpose(const uint32_t *x, uint32_t *out, uint64_t side, uint64_t row_lo, uint64_t row_hi,
	uint64_t column_lo, uint64_t column_hi)
{
	for (uint64_t r = row_lo; r < row_hi; r++)
		for (uint64_t c = column_lo; c < column_hi; c++)
			out[c * side + r] = x[r * side + c];
}

/* ---- serial ---- */

static uint64_t
run_serial_scan(int workers, uint64_t size)
{
	(void)workers;
	return algo_scan(peer_numbers(size), peer_sums(size), 0, 0, size);
}

static uint64_t
run_serial_filter(int workers, uint64_t size)
{
	(void)workers;
	return algo_keep(peer_numbers(size), peer_out(size), 0, size);
}

static uint64_t
run_serial_find(int workers, uint64_t size)
{
	const uint32_t *x = peer_numbers(size);

	(void)workers;
	return algo_find(x, x[size / 4 * 3], 0, size);
}

static uint64_t
run_serial_max(int workers, uint64_t size)
{
	(void)workers;
	return algo_max(peer_numbers(size), 0, size);
}

static uint64_t
run_serial_count(int workers, uint64_t size)
{
	(void)workers;
	return algo_count(peer_numbers(size), 0, size);
}

static uint64_t
run_serial_bins(int workers, uint64_t size)
{
	uint64_t bins[ALGO_BINS] = { 0 };

	(void)workers;
	algo_bins(peer_numbers(size), bins, 0, size);
	return algo_bins_check(bins);
}

/* Tiles of 32 by 32, as a program for one known cache has them. */
static uint64_t
run_serial_grid(int workers, uint64_t side)
{
	const uint32_t *x = peer_numbers(side * side);
	uint32_t *out = peer_out(side * side);

	(void)workers;
	for (uint64_t r = 0; r < side; r += 32)
		for (uint64_t c = 0; c < side; c += 32)
			algo_transpose(x, out, side, r, r + 32 < side ? r + 32 : side, c,
				c + 32 < side ? c + 32 : side);
	return 0;
}

#endif
