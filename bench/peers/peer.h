/* SPDX-License-Identifier: MIT */
/*
 * One runtime of the comparison, as a program of its own:
 *
 *	PEER [-p] [-w] REPETITIONS PROGRAM:WORKERS:SIZE...
 *
 * runs each item REPETITIONS times in turn (A B C A B C ...), after one turn that is not counted
 * (-w: without it), and prints a line per item and turn, "ITEM NANOSECONDS CHECK".  0 workers: the
 * serial program, made by the same compiler.  -p: worker i runs on the i-th allowed CPU.  At the
 * end it prints "# KEY VALUE" lines: version, rss_kb, delay_ns, events.
 *
 * A peer brings compute programs, whose wall time is taken and whose result is the check, and hooks
 * from which peer.c makes the rest: region-hot, region-parked, steal-hot, steal-parked, idle,
 * serial-task, lifecycle.
 */
#ifndef PT_PEERS_PEER_H
#define PT_PEERS_PEER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __clang__
#define PEER_COMPILER __VERSION__ /* names itself */
#else
#define PEER_COMPILER "gcc " __VERSION__
#endif

#ifdef __cplusplus
extern "C" {
#endif

struct peer_program {
	const char *name;
	uint64_t (*run)(int workers, uint64_t size);
};

struct peer {
	const char *name;
	const char *(*version)(void);
	const struct peer_program *program, *serial; /* both end with a NULL name */

	/* Hooks; NULL: not offered. */
	void (*open)(int workers);              /* makes workers ready; not timed */
	void (*region)(int workers);            /* begins and ends parallel work: none */
	void (*busy)(int workers, uint64_t ns); /* one task that spins */
	void (*cycle)(int workers);             /* makes a pool, uses it, destroys it */
	/* In one region: n times peer_steal_begin(gap), then two tasks: peer_steal_hit() for
	 * a thief, ns[i] = peer_steal_wait() here. */
	void (*steal)(int workers, unsigned gap_us, uint64_t *ns, size_t n);
	uint64_t (*events)(void); /* written into the recording so far */
};

extern const struct peer peer;

uint64_t peer_now_ns(void);
void peer_spin(uint64_t ns);

/* Whether -p was given, and the calling thread's part of it; index < 0: any allowed CPU again. */
int peer_is_pinned(void);
int peer_cpus(void);
void peer_pin(int index);

/* Sleeps gap_us, then starts the clock. */
void peer_steal_begin(unsigned gap_us);
void peer_steal_hit(void);
uint64_t peer_steal_wait(void);

/* Arrays of the programs, made on first use: `size` elements. */
uint32_t *peer_out(uint64_t size);
const uint32_t *peer_numbers(uint64_t size);
uint64_t peer_out_sum(uint64_t size);
uint64_t *peer_sums(uint64_t size);
/* The array of the sorts is peer_sums() too: without order again. */
void peer_shuffle(uint64_t size);

#ifdef __cplusplus
}
#endif
#endif
