/* SPDX-License-Identifier: MIT */
/*
 * Inside the checker: what is counted per invariant, and what the parts share.
 *
 * A *case* is one thing looked at (a worker, a chunk, a phase).  An invariant without cases could
 * not be checked in this recording and says so.
 */
#ifndef PT_EXPORT_CHECK_INTERNAL_H
#define PT_EXPORT_CHECK_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "timeline/journal.h"
#include "recording/reader.h"

#define PT_INVARIANTS(X) \
	X(CHUNKS, "chunks are whole") \
	X(SEQUENCE, "no chunk of a worker is missing") \
	X(ORDER, "time never goes backwards") \
	X(EVENTS, "events make sense") \
	X(LOST, "lost events are counted") \
	X(WRITTEN, "events are as many as were written") \
	X(STATES, "time in states adds up to a worker's life") \
	X(EDGES, "state events agree with the times") \
	X(STEAL_EVENTS, "steal events agree with the matrix") \
	X(SELF, "no worker steals from itself") \
	X(ROWS, "rows of the steal matrix add up to the steals") \
	X(COLUMNS, "columns of the steal matrix add up to the joins") \
	X(COUNTERS, "counters are possible") \
	X(CPU, "CPU time and run delay fit into a worker's life") \
	X(PHASES, "phases end after they begin, and nest") \
	X(PHASE_ELAPSED, "the time of a phase is the one between its ends") \
	X(PHASE_TIMES, "a worker's time in a phase is the phase's length") \
	X(PHASE_COUNTERS, "phases count no more than the workers did") \
	X(PHASE_CPU, "CPU time and run delay fit into the phases") \
	X(PHASE_STEALS, "steals in a phase add up") \
	X(PHASE_JOINS, "what is stolen in a phase is joined in it") \
	X(GRAPH, "the fork-join graph has no contradiction") \
	X(GRAPH_TASKS, "every spawned task is run, stolen or dropped once") \
	X(GRAPH_WORK, "strands add up to the time in work")

enum pt_invariant {
#define PT_X(name, text) PT_INVARIANT_##name,
	PT_INVARIANTS(PT_X)
#undef PT_X
		PT_INVARIANTS_ALL,
};

struct pt_finding {
	uint64_t cases, violations;
	char first[160]; /* the first violation in words */
};

struct pt_check {
	struct pt_rec_reader *r;
	struct pt_rec_status status;
	struct pt_journal journal;
	struct pt_rec_snapshot *worker; /* of all slots used, read before anything else */
	uint32_t workers;
	bool ended;  /* closed by its writer: nothing is half done */
	bool moving; /* still being written: what is read later is newer */
	struct pt_finding finding[PT_INVARIANTS_ALL];
};

/* One case of an invariant. */
void pt_check_case(struct pt_check *c, enum pt_invariant which, bool holds, const char *fmt, ...)
	PT_PRINTF(4, 5);

void pt_check_events(struct pt_check *c);
void pt_check_pages(struct pt_check *c);
void pt_check_phases(struct pt_check *c);
void pt_check_graph(struct pt_check *c);

void pt_check_sums(struct pt_check *c); /* of the phases */

/*
 * The worker's page as it is by now; of a recording that is not written any more, as before.
 * Values that only grow are at least what anything read until now says.
 */
struct pt_rec_snapshot pt_check_now(struct pt_check *c, uint32_t slot);

/* Nanoseconds between two instants. */
uint64_t pt_check_ns(const struct pt_check *c, uint64_t from, uint64_t to);

/*
 * The most that a sum of the kernel's times may be when `ns` is right: clocks differ by a
 * hundredth, and the kernel books the time of a running thread at ticks.
 */
uint64_t pt_check_kernel_ns(uint64_t ns);

/* Sum of a worker's row; the row is written to `row` (c->r->victims long, zeroed before). */
uint64_t pt_check_row(struct pt_check *c, uint32_t slot, uint64_t *row);

#endif
