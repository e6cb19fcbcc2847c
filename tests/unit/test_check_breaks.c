/* SPDX-License-Identifier: MIT */
/*
 * Every invariant of the checker is broken, and must be seen to be: a table of good recordings with
 * one thing changed in each.  An invariant without a line in it fails the test.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "export/check.h"
#include "export/check_internal.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/made_recording.h"
#include "tests/unit/patched_recording.h"

#define HUGE UINT64_C(1000000000000)

struct broken {
	enum pt_invariant which;
	const char *says;               /* part of its line */
	void (*make)(struct made *m);   /* NULL: made_busy() */
	void (*change)(struct made *m); /* of the closed file */
	/* instead of `change`: a word of the first worker's page, or of an entry of the run */
	size_t page, phase, worker;
	uint64_t value;
};

static const char *const words[] = {
#define PT_X(name, text) [PT_INVARIANT_##name] = text,
	PT_INVARIANTS(PT_X)
#undef PT_X
};

/* ---- what is changed ---- */

static void
damage_chunk(struct made *m)
{
	patch(m, chunk_off(find_chunk(m, 0, 1)), &(uint32_t){ 7 }, 4);
}

static void
give_chunk_away(struct made *m)
{
	patch(m, chunk_off(find_chunk(m, 0, 1)) + offsetof(struct pt_rec_chunk, worker),
		&(uint32_t){ 1 }, 4);
}

static void
renumber_chunk(struct made *m)
{
	patch_u64(m, chunk_off(find_chunk(m, 0, 1)) + offsetof(struct pt_rec_chunk, seq), 77);
}

static void
lose_chunk(struct made *m, uint64_t seq)
{
	drop_index(m);
	patch_u64(m, chunk_off(find_chunk(m, 0, seq)), 0);
}

static void
lose_first_chunk(struct made *m)
{
	lose_chunk(m, 0);
}

static void
lose_a_chunk(struct made *m)
{
	lose_chunk(m, 2);
}

static void
go_back_in_time(struct made *m)
{
	change_event(m, PT_REC_EV_STATE, (struct pt_rec_event){ .type = PT_REC_EV_STATE, .ts = 1 });
}

static void
make_up_a_state(struct made *m)
{
	change_event(m, PT_REC_EV_STATE, (struct pt_rec_event){ .type = PT_REC_EV_STATE, .c = 77 });
}

static void
steal_from_itself(struct made *m)
{
	change_event(m, PT_REC_EV_STEAL, (struct pt_rec_event){ .type = PT_REC_EV_STEAL, .a = 0 });
}

static void
steal_from_a_stranger(struct made *m)
{
	change_event(m, PT_REC_EV_STEAL, (struct pt_rec_event){ .type = PT_REC_EV_STEAL, .a = 2 });
}

static void
make_up_a_gap(struct made *m)
{
	change_event(m, PT_REC_EV_STATE, (struct pt_rec_event){ .type = PT_REC_EV_GAP, .b = 5 });
}

static void
forget_a_gap(struct made *m)
{
	drop_index(m);
	patch(m, chunk_off(find_chunk(m, 0, 2)) + offsetof(struct pt_rec_chunk, discarded),
		&(uint32_t){ 5 }, 4);
}

/* Gap and heads agree with each other, but not with the page. */
static void
drop_uncounted(struct made *m)
{
	uint64_t chunks;

	assert_int_equal(pread(m->fd, &chunks, sizeof(chunks),
				 PT_REC_PAGE + offsetof(struct pt_rec_worker, chunk_seq)),
		sizeof(chunks));
	make_up_a_gap(m);
	drop_index(m);
	for (uint64_t seq = 1; seq < chunks; seq++)
		patch(m,
			chunk_off(find_chunk(m, 0, seq)) + offsetof(struct pt_rec_chunk, discarded),
			&(uint32_t){ 5 }, 4);
}

static void
double_the_time(struct made *m)
{
	uint64_t at = find_note(m, PT_REC_ENTRY_PHASE);
	struct pt_rec_phase p;
	struct pt_rec_header h;

	assert_int_equal(pread(m->fd, &p, sizeof(p), (off_t)at), sizeof(p));
	assert_int_equal(pread(m->fd, &h, sizeof(h), 0), sizeof(h));
	patch_u64(m, at + offsetof(struct pt_rec_phase, elapsed_ns),
		2 * (uint64_t)((double)(p.end - p.begin) * 1e9 / (double)h.clock_hz) + 20000);
}

/* More blocked than it lasts, whether this kernel tells or not. */
static void
use_too_much(struct made *m)
{
	uint64_t at = find_note(m, PT_REC_ENTRY_PHASE);

	patch_u64(m, at + offsetof(struct pt_rec_phase, status), /* 0, and the flags behind it */
		(uint64_t)PT_REC_PHASE_USAGE << 32);
	patch_u64(m, at + offsetof(struct pt_rec_phase, blocked_ns), UINT64_C(1) << 50);
}

/* One more than the worker did, so that it is the sum over the phases that tells. */
static void
count_twice(struct made *m)
{
	patch_u64(m,
		find_note(m, PT_REC_ENTRY_WORKER) +
			offsetof(struct pt_rec_phase_worker, counter[PT_COUNTER_SPAWNED]),
		400 + 1);
}

static void
join_too_few(struct made *m)
{
	patch_u64(m,
		find_note(m, PT_REC_ENTRY_WORKER) +
			offsetof(struct pt_rec_phase_worker, counter[PT_COUNTER_JOINED]),
		399);
}

static void
steal_less_in_a_row(struct made *m)
{
	patch_u64(m,
		find_note(m, PT_REC_ENTRY_ROW) + sizeof(struct pt_rec_phase_row) +
			offsetof(struct pt_rec_phase_pair, count),
		399);
}

/* ---- recordings of their own ---- */

static void
overlap(struct made *m, enum pt_rec_phase_kind kind)
{
	made_begin(m, 1, 0);
	made_phase(m, kind, 2, NULL);
	m->now -= made_ticks(m, 1);
	made_phase(m, kind, 2, NULL);
}

static void
make_overlap(struct made *m)
{
	overlap(m, PT_REC_PHASE_RUN);
}

static void
make_checks_overlap(struct made *m)
{
	overlap(m, PT_REC_PHASE_VERIFY);
}

static void
make_ring(struct made *m)
{
	made_busy(m, 4);
}

/* A run with one spawn, of as many as are counted, and its sync. */
static void
spawn_one(struct made *m, uint32_t counted, bool synced)
{
	made_begin(m, 1, 0);
	atomic_store(&m->w->head->level, PT_REC_LEVEL_FULL);
	pt_rec_enter(m->pen[0], PT_REC_WORK, 0, 0);
	pt_rec_count(m->pen[0], PT_COUNTER_SPAWNED, counted);
	pt_rec_emit(m->pen[0], PT_REC_EV_SPAWN, 0, 0, 5);
	if (synced) {
		pt_rec_emit(m->pen[0], PT_REC_EV_SYNC_RUN, 0, 0, 5);
		pt_rec_emit(m->pen[0], PT_REC_EV_SYNC_DONE, 0, 0, 5);
	}
	pt_rec_enter(m->pen[0], PT_REC_OUT, 0, 0);
}

static void
make_graph(struct made *m)
{
	spawn_one(m, 1, true);
}

static void
make_no_sync(struct made *m)
{
	spawn_one(m, 1, false);
}

static void
make_more_spawned(struct made *m)
{
	spawn_one(m, 2, true);
}

/* A slot of a worker that there is not. */
static void
make_a_strange_victim(struct made *m)
{
	const struct pt_rec_steal p = { .tries = 1 };
	const struct pt_rec_event e = { .type = PT_REC_EV_STEAL, .a = 1, .b = 5 };

	made_begin(m, 1, 0);
	atomic_store(&m->w->head->level, PT_REC_LEVEL_FULL);
	pt_rec_enter(m->pen[0], PT_REC_WORK, 0, 0);
	pt_rec_emit(m->pen[0], PT_REC_EV_SPAWN, 0, 0, 5);
	pt_rec_emit_wide(m->pen[0], e, &p);
	pt_rec_enter(m->pen[0], PT_REC_OUT, 0, 0);
}

static void
make_a_far_slot(struct made *m)
{
	made_begin(m, 1, 0);
	atomic_store(&m->w->head->level, PT_REC_LEVEL_FULL);
	pt_rec_enter(m->pen[0], PT_REC_WORK, 0, 0);
	pt_rec_emit(m->pen[0], PT_REC_EV_SPAWN, 0, 0, UINT32_MAX);
	pt_rec_enter(m->pen[0], PT_REC_OUT, 0, 0);
}

#define PAGE(field) .page = offsetof(struct pt_rec_worker, field)
#define COUNTED(name) PAGE(counter[PT_COUNTER_##name])
#define PHASE(field) .phase = offsetof(struct pt_rec_phase, field)
#define IN_PHASE(field) .worker = offsetof(struct pt_rec_phase_worker, field)
#define COUNTED_IN_PHASE(name) IN_PHASE(counter[PT_COUNTER_##name])
#define CASE(name, words) .which = PT_INVARIANT_##name, .says = words

static const struct broken broken[] = {
	{ CASE(CHUNKS, "cannot be used"), .change = damage_chunk },
	{ CASE(CHUNKS, "cannot be used"), .change = give_chunk_away },
	{ CASE(CHUNKS, "cannot be used"), .change = renumber_chunk },
	{ CASE(SEQUENCE, "chunk 1 in the place of 0"), .change = lose_first_chunk },
	{ CASE(SEQUENCE, "chunk 3 in the place of 2"), .change = lose_a_chunk },
	{ CASE(SEQUENCE, "but it began 77"), PAGE(chunk_seq), .value = 77 },
	{ CASE(SEQUENCE, "in the place of 73"), .make = make_ring, PAGE(chunk_seq), .value = 77 },
	{ CASE(ORDER, "worker 0: 1 times"), .change = go_back_in_time },
	{ CASE(EVENTS, "worker 0: state 77"), .change = make_up_a_state },
	{ CASE(EVENTS, "worker 0 steals from worker 0"), .change = steal_from_itself },
	{ CASE(EVENTS, "worker 0 steals from worker 2"), .change = steal_from_a_stranger },
	{ CASE(LOST, "1000 dropped, 0 by its chunks"), PAGE(dropped), .value = 1000 },
	{ CASE(LOST, "a gap of 5 events where 0 were lost"), .change = make_up_a_gap },
	{ CASE(LOST, "a gap of 0 events where 5 were lost"), .change = forget_a_gap },
	{ CASE(LOST, "gaps of 5 events, 0 dropped"), .change = drop_uncounted },
	{ CASE(WRITTEN, "events, 77 written"), PAGE(written), .value = 77 },
	{ CASE(WRITTEN, "events, 7 written"), .make = make_ring, PAGE(written), .value = 7 },
	{ CASE(STATES, "ticks in states"), PAGE(spent), .value = HUGE },
	{ CASE(EDGES, "worker 0, out"), PAGE(spent), .value = HUGE },
	{ CASE(STEAL_EVENTS, "400 events, 401 in the matrix"), PAGE(stolen_from[1]), .value = 401 },
	{ CASE(SELF, "worker 0: 2 times"), PAGE(stolen_from[0]), .value = 2 },
	{ CASE(ROWS, "400 in its row, 399 steals"), COUNTED(STOLEN), .value = 399 },
	{ CASE(ROWS, "400 in its row, 401 steals"), COUNTED(STOLEN), .value = 401 },
	{ CASE(COLUMNS, "400 stolen from it, 399 joins"), COUNTED(JOINED), .value = 399 },
	{ CASE(COLUMNS, "400 stolen from it, 401 published"), COUNTED(PUBLISHED), .value = 401 },
	{ CASE(COLUMNS, "400 stolen from it, 399 published"), COUNTED(RETRACTED), .value = 1 },
	{ CASE(COUNTERS, "400 steals and 0 lost races in 399 attempts"), COUNTED(TRIES),
		.value = 399 },
	{ CASE(COUNTERS, "401 lost races in 800 attempts"), COUNTED(LOST), .value = 401 },
	{ CASE(COUNTERS, "401 leaps, 400 steals"), COUNTED(LEAPS), .value = 401 },
	{ CASE(COUNTERS, "401 joined, 400 spawned"), COUNTED(JOINED), .value = 401 },
	{ CASE(COUNTERS, "801 retracted, 400 published"), COUNTED(RETRACTED), .value = 801 },
	{ CASE(COUNTERS, "800 tasks came, 801 went"), COUNTED(CANCELLED), .value = 401 },
	{ CASE(CPU, "on CPUs, delayed or blocked in a life"), COUNTED(CPU_NS), .value = HUGE },
	{ CASE(CPU, "blocked_ns"), COUNTED(BLOCKED_NS), .value = HUGE },
	{ CASE(CPU, "delay_work_ns"), COUNTED(DELAY_WORK_NS), .value = HUGE },
	{ CASE(CPU, "delay_search_ns"), COUNTED(DELAY_SEARCH_NS), .value = HUGE },
	{ CASE(CPU, "delay_wait_ns"), COUNTED(DELAY_WAIT_NS), .value = HUGE },
	{ CASE(CPU, "delay_other_ns"), COUNTED(DELAY_OTHER_NS), .value = HUGE },
	{ CASE(PHASES, "run 2 overlaps"), .make = make_overlap },
	{ CASE(PHASES, "verify 2 overlaps"), .make = make_checks_overlap },
	{ CASE(PHASE_ELAPSED, "between its ends"), .change = double_the_time },
	{ CASE(PHASE_ELAPSED, "phase 1: 0 ns"), PHASE(elapsed_ns), .value = 0 },
	{ CASE(PHASE_TIMES, "phase 1, worker 1"), IN_PHASE(spent[PT_REC_PARK]), .value = 77 },
	{ CASE(PHASE_COUNTERS, "spawned 401 in the phases, 400 in its life"),
		.change = count_twice },
	{ CASE(PHASE_COUNTERS, "nest_max 3 in the phases, 0 in its life"),
		COUNTED_IN_PHASE(NEST_MAX), .value = 3 },
	{ CASE(PHASE_CPU, "ns on CPUs in a phase"), COUNTED_IN_PHASE(CPU_NS), .value = HUGE },
	{ CASE(PHASE_CPU, "phase 1: its thread used"), .change = use_too_much },
	{ CASE(PHASE_CPU, "on CPUs or delayed"), COUNTED_IN_PHASE(DELAY_WORK_NS), .value = HUGE },
	{ CASE(PHASE_STEALS, "400 in its row, 399 steals"), COUNTED_IN_PHASE(STOLEN),
		.value = 399 },
	{ CASE(PHASE_STEALS, "399 in its row, 400 steals"), .change = steal_less_in_a_row },
	{ CASE(PHASE_JOINS, "800 steals, 799 joins"), .change = join_too_few },
	{ CASE(GRAPH, "slot 5 of worker 0 has no sync"), .make = make_no_sync },
	{ CASE(GRAPH, "steal of slot 5 of worker 1: it is unknown"),
		.make = make_a_strange_victim },
	{ CASE(GRAPH, "spawn of slot 4294967295 of worker 0: it is unknown"),
		.make = make_a_far_slot },
	{ CASE(GRAPH_TASKS, "1 spawns, 0 run, 0 stolen, 0 dropped"), .make = make_no_sync },
	{ CASE(GRAPH_TASKS, "1 spawns, 2 counted"), .make = make_more_spawned },
	{ CASE(GRAPH_TASKS, "0 thefts, 1 counted"), .make = make_graph, COUNTED(STOLEN),
		.value = 1 },
	{ CASE(GRAPH_WORK, "ticks in strands, 0 in work"), .make = make_graph,
		PAGE(spent[PT_REC_WORK]), .value = 0 },
	{ CASE(GRAPH_WORK, "ticks in strands"), .make = make_graph, PAGE(spent[PT_REC_WORK]),
		.value = UINT64_C(1) << 33 },
};

static void
change(struct made *m, const struct broken *b)
{
	if (b->change)
		b->change(m);
	else if (b->page)
		patch_u64(m, PT_REC_PAGE + b->page, b->value);
	else if (b->phase)
		patch_u64(m, find_note(m, PT_REC_ENTRY_PHASE) + b->phase, b->value);
	else if (b->worker)
		patch_u64(m, find_note(m, PT_REC_ENTRY_WORKER) + b->worker, b->value);
}

static bool
is_seen(const char *text, const struct broken *b)
{
	char line[512];
	const char *at = strstr(text, words[b->which]), *end;

	assert_non_null(at);
	assert_true(at - text >= 6);
	end = strchr(at, '\n');
	snprintf(line, sizeof(line), "%.*s", (int)(end - at + 6), at - 6);
	return strncmp(line, "FAIL", 4) == 0 && strstr(line, b->says) != NULL;
}

static void
break_one(const struct broken *b)
{
	struct made m;
	struct pt_error e;
	char *text = NULL;
	size_t len;

	if (b->make)
		b->make(&m);
	else
		made_busy(&m, 0);
	made_close(&m);
	change(&m, b);
	FILE *out = open_memstream(&text, &len);
	int violations = pt_check_recording(m.path, out, &e);

	fclose(out);
	if (violations <= 0 || !is_seen(text, b))
		fail_msg("%s: %s: not seen in:\n%s", words[b->which], b->says, text);
	free(text);
	made_fini(&m);
}

static void
all_that_is_broken_is_seen(void **state)
{
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		break_one(&broken[i]);
}

static void
every_invariant_is_broken(void **state)
{
	unsigned cases[PT_INVARIANTS_ALL] = { 0 };

	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		cases[broken[i].which]++;
	for (unsigned i = 0; i < PT_INVARIANTS_ALL; i++)
		if (cases[i] == 0)
			fail_msg("no case breaks \"%s\"", words[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_is_broken_is_seen),
		cmocka_unit_test(every_invariant_is_broken),
	};

	return cmocka_run_group_tests_name("check, broken", tests, NULL, NULL);
}
