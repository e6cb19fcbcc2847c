/* SPDX-License-Identifier: MIT */
/*
 * Events with their meaning: the one place that knows what a, b, c and the payload of each type
 * say.  A *visitor* is what wants events of some types: a table of functions by type.
 *
 * What an event says is as hostile as the file: workers, slots and labels need not exist.
 */
#ifndef PT_RECORDING_DECODE_H
#define PT_RECORDING_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/layout.h"

#define PT_EVENT_TYPES 256

struct pt_event {
	uint64_t ts;     /* ticks */
	uint32_t worker; /* recording slot, on whose lane it is */
	uint8_t type;    /* enum pt_rec_type, or one that this version does not know */
	const struct pt_rec_event *raw; /* as long as the caller's bytes */
	union {
		struct {
			uint8_t code;
			uint16_t label;
			uint32_t depth;
		} state; /* STATE */
		struct {
			uint32_t worker, number;
		} wake; /* WAKE_SENT: to, WAKE_RUN: from it */
		struct {
			uint16_t label;
			uint32_t error;
		} cancel;
		struct {
			uint8_t kind;
			bool ends;
			uint16_t index;
			uint32_t id;
		} phase;
		uint64_t clock_ns; /* CLOCK: of CLOCK_MONOTONIC, 56 bits */
		uint64_t lost;     /* GAP */
		uint8_t level;
		struct {
			uint16_t label;
			uint32_t value;
		} mark;
		/* LEAF_BEGIN, RANGE_BEGIN (lo, hi), TASK_END */
		struct {
			uint8_t depth;
			uint16_t label;
			uint32_t value;
			uint64_t lo, hi;
		} task;
		/* SPAWN, SYNC_*: a slot of its own deque; STOLEN_END: of the victim's */
		struct {
			uint32_t slot;
			uint16_t label;  /* 0: none */
			uint16_t worker; /* SYNC_WAIT: the thief; STOLEN_END: the victim */
			bool stolen;     /* SYNC_DONE */
		} sync;
		struct {              /* STEAL */
			uint64_t age; /* ticks since it could be stolen, 0 unknown */
			uint32_t slot, tries;
			uint16_t victim, label, depth;
			uint8_t kind;
		} steal;
		struct {
			uint16_t thief;
		} request;
	};
};

typedef void pt_visit_fn(void *arg, const struct pt_event *e);

struct pt_visitor {
	pt_visit_fn *on[PT_EVENT_TYPES]; /* by type; NULL: `other` */
	pt_visit_fn *other;              /* NULL: they are not looked at */
	pt_visit_fn *before, *after;     /* of every event, around the one above */
};

/* raw, and its payload behind it where it is a wide one, stay the caller's. */
void pt_event_decode(struct pt_event *e, uint32_t worker, const struct pt_rec_event *raw);

/* Decodes one event and calls the visitor's functions for it. */
void
pt_visit(const struct pt_visitor *v, void *arg, uint32_t worker, const struct pt_rec_event *raw);

/* The same for n slots of one worker; an event that does not fit at the end is left out. */
void pt_visit_slots(const struct pt_visitor *v, void *arg, uint32_t worker,
	const struct pt_rec_event *raw, size_t n);

/* Events that the writer adds by itself: padding, clock readings, gaps. */
static inline bool
pt_event_is_mark(uint8_t type)
{
	return type == PT_REC_EV_PAD || type == PT_REC_EV_CLOCK || type == PT_REC_EV_GAP;
}

/* The label of an event, of a task kind; false: events of this type have none. */
bool pt_event_label(const struct pt_event *e, uint16_t *label);

#endif
