/* SPDX-License-Identifier: MIT */
/*
 * Numbers to be added up, "sum.TYPE": u64, i32 in 64 bits, f64; the same for all peers, in memory of the
 * same kind, huge pages where the system has them.  Their sums are exact in any order: u64 modulo 2^64,
 * and f64 are multiples of 2^-20.  And the best loop that C has for it.
 */
#ifndef PT_PEERS_SUMS_H
#define PT_PEERS_SUMS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Made by the first call; `size` of them. */
const uint64_t *sums_u64(uint64_t size);
const int32_t *sums_i32(uint64_t size);
const double *sums_f64(uint64_t size);

/* Makes the numbers of a program; of others nothing. */
void sums_need(const char *program, uint64_t size);

/* An exact sum of f64 as the result of a program. */
static inline uint64_t
sums_check_f64(double sum)
{
	return (uint64_t)(sum * (double)(1 << 20));
}

/* Plain loops over [lo, hi), compiled with all that the compiler has for this CPU, and for f64 leave to
 * add in another order. */
uint64_t sum_loop_u64(const uint64_t *x, uint64_t lo, uint64_t hi);
int64_t sum_loop_i32(const int32_t *x, uint64_t lo, uint64_t hi);
double sum_loop_f64(const double *x, uint64_t lo, uint64_t hi);

#ifdef __cplusplus
}
#endif
#endif
