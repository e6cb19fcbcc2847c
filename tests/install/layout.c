/* SPDX-License-Identifier: MIT */
/*
 * Prints sizes and offsets of what is in users' programs: the public structs, and the part of the
 * runtime's that inlined code touches.  A change of these is a change of the ABI.
 */
#include <partop/partop.h>
#include <stdio.h>

#define SIZE(type) printf("struct %s %zu\n", #type, sizeof(struct type))
#define FIELD(type, field) printf("field %s.%s %zu\n", #type, #field, offsetof(struct type, field))
#define VALUE(name) printf("value %s %d\n", #name, (int)(name))

static void
options(void)
{
	SIZE(partop_config);
	FIELD(partop_config, threads);
	FIELD(partop_config, task_slots);
	FIELD(partop_config, stack_bytes);
	FIELD(partop_config, name);
	FIELD(partop_config, pin);
	FIELD(partop_config, seed);
	SIZE(partop_range_options);
	FIELD(partop_range_options, grain);
	FIELD(partop_range_options, policy);
	FIELD(partop_range_options, label);
	FIELD(partop_range_options, copy);
	SIZE(partop_chunk_copy);
	FIELD(partop_chunk_copy, make);
	FIELD(partop_chunk_copy, end);
	SIZE(partop_reducer);
	FIELD(partop_reducer, size);
	FIELD(partop_reducer, identity);
	FIELD(partop_reducer, fold);
	FIELD(partop_reducer, combine);
	VALUE(PARTOP_MAX_THREADS);
	VALUE(PARTOP_STEAL);
	VALUE(PARTOP_STATIC);
	VALUE(PARTOP_DYNAMIC);
	VALUE(PARTOP_GUIDED);
	VALUE(PARTOP_THREADS);
	VALUE(PARTOP_THREADS_COPY);
}

static void
algorithms(void)
{
	SIZE(partop_scanner);
	FIELD(partop_scanner, size);
	FIELD(partop_scanner, identity);
	FIELD(partop_scanner, fold);
	FIELD(partop_scanner, combine);
	FIELD(partop_scanner, scan);
	SIZE(partop_operation);
	FIELD(partop_operation, size);
	FIELD(partop_operation, identity);
	FIELD(partop_operation, combine);
	SIZE(partop_local_type);
	FIELD(partop_local_type, size);
	FIELD(partop_local_type, make);
	FIELD(partop_local_type, combine);
	FIELD(partop_local_type, drop);
	SIZE(partop_tile);
	FIELD(partop_tile, row_lo);
	FIELD(partop_tile, row_hi);
	FIELD(partop_tile, column_lo);
	FIELD(partop_tile, column_hi);
	VALUE(PARTOP_INCLUSIVE);
	VALUE(PARTOP_EXCLUSIVE);
}

static void
channels(void)
{
	SIZE(partop_select);
	FIELD(partop_select, channel);
	FIELD(partop_select, send);
	FIELD(partop_select, recv);
	FIELD(partop_select, error);
	VALUE(PARTOP_SELECT_MAX);
}

static void
counters(void)
{
	SIZE(partop_counters);
	FIELD(partop_counters, spawned);
	FIELD(partop_counters, stolen);
	FIELD(partop_counters, cancelled);
	FIELD(partop_counters, overflow);
	FIELD(partop_counters, steal_attempts);
	FIELD(partop_counters, lost_races);
	FIELD(partop_counters, requests);
	FIELD(partop_counters, splits);
	FIELD(partop_counters, chunks);
	FIELD(partop_counters, parks);
	FIELD(partop_counters, wakes);
	FIELD(partop_counters, slots_max);
	FIELD(partop_counters, stack_max_bytes);
}

/* Embedded in users' frames. */
static void
embedded(void)
{
	SIZE(partop_scope);
	FIELD(partop_scope, base);
	FIELD(partop_scope, added);
	SIZE(partop_group);
	SIZE(pt_frame);
}

/* Read and written by inlined spawn and sync. */
static void
hot_path(void)
{
	SIZE(partop_kind);
	FIELD(partop_kind, run);
	FIELD(partop_kind, name);
	FIELD(partop_kind, lo);
	FIELD(partop_kind, hi);
	FIELD(partop_kind, label);
	SIZE(partop_task);
	FIELD(partop_task, kind);
	FIELD(partop_task, state);
	FIELD(partop_task, group);
	FIELD(partop_task, a);
	SIZE(partop_worker);
	FIELD(partop_worker, deque.limit);
	FIELD(partop_worker, deque.sgate);
	FIELD(partop_worker, deque.spawned);
	FIELD(partop_worker, deque.split);
	FIELD(partop_worker, deque.soft);
	FIELD(partop_worker, deque.ts);
	FIELD(partop_worker, deque.base);
	FIELD(partop_worker, deque.slot);
	printf("value PT_LIMIT_ARMED %llu\n", (unsigned long long)PT_LIMIT_ARMED);
	printf("value PT_SGATE_ARMED %llu\n", (unsigned long long)PT_SGATE_ARMED);
}

int
main(void)
{
	options();
	algorithms();
	channels();
	counters();
	embedded();
	hot_path();
	return 0;
}
