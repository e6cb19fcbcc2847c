/* SPDX-License-Identifier: MIT */
/*
 * The stress test of the runtime: facts that hold whatever the workers do.
 *
 * A *fact* is a function that uses a pool and checks what must be true.  Facts of a pool are drawn
 * at random in rounds, each round with a fresh pool; facts of the process make their own pools.
 * Everything random comes from one seed, which every failure prints.
 */
#ifndef PT_STRESS_STRESS_H
#define PT_STRESS_STRESS_H

#include <partop/partop.h>
#include <stdatomic.h>

#include "runtime/worker.h"
#include "tests/sanitizer.h"

#define CHECK(condition) ((condition) ? (void)0 : stress_failed(__FILE__, __LINE__, #condition))

struct stress_fact {
	const char *name;
	/* Of a pool: runs as a root task. */
	void (*in_pool)(partop_worker *w, partop_task *head, uint64_t random);
	/* Of the process. */
	void (*in_process)(int workers, uint64_t random);
	uint32_t min_slots; /* smallest capacity for which it makes sense */
};

extern const struct stress_fact stress_trees[], stress_loops[], stress_cancel[], stress_pools[],
	stress_many[], stress_coarse[], stress_channels[];

/* The pool of the round; NULL: none. */
extern partop_pool *stress_pool;

_Noreturn void stress_failed(const char *file, int line, const char *what);

/* From here all that is random follows. */
extern uint64_t stress_seed;

/* watch.c: begins to watch;  something went on;  the state of all open pools, to stderr. */
void stress_watch(void);
void stress_alive(void);
void stress_dump(void);

/* splitmix64 of x. */
static inline uint64_t
stress_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

/* watch.c: opens and closes a pool that is watched. */
partop_pool *stress_open(int workers, uint32_t slots);
void stress_close(partop_pool *p);

/* Sum of a counter over the workers of the round's pool. */
uint64_t stress_total(const partop_pool *p, enum pt_counter c);

/* accounts.c: waits for rest, then checks what must add up. */
void stress_check_rest(partop_pool *p);

/* accounts.c: each worker's states add up to the time since the pool was opened (between the two
 * readings of the clock), within 1 % or 1 ms. */
void stress_check_time(partop_pool *p, uint64_t before_open_ns, uint64_t after_open_ns);

#endif
