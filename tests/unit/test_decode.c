/* SPDX-License-Identifier: MIT */
/* The decoder of events: what the words of each type mean, and which functions it calls. */
#include <string.h>

#include "recording/decode.h"
#include "tests/unit/cm.h"

/* Words that are all different. */
static struct pt_event
decoded(uint8_t type, uint8_t c, const void *payload)
{
	static struct pt_rec_event raw[2];
	struct pt_event e;

	raw[0] = (struct pt_rec_event){ .ts = 77,
		.type = type,
		.c = c,
		.a = 0x1234,
		.b = 0x56789abc };
	memset(&raw[1], 0, sizeof(raw[1]));
	if (payload)
		memcpy(&raw[1], payload, sizeof(raw[1]));
	pt_event_decode(&e, 3, raw);
	assert_int_equal(e.ts, 77);
	assert_int_equal(e.type, type);
	assert_int_equal(e.worker, 3);
	assert_ptr_equal(e.raw, raw);
	return e;
}

static void
words_have_their_meaning(void **state)
{
	assert_int_equal(decoded(PT_REC_EV_STATE, 200, NULL).state.code, 200);
	assert_int_equal(decoded(PT_REC_EV_STATE, 200, NULL).state.label, 0x1234);
	assert_int_equal(decoded(PT_REC_EV_STATE, 200, NULL).state.depth, 0x56789abc);
	assert_int_equal(decoded(PT_REC_EV_WAKE_SENT, 0, NULL).wake.worker, 0x1234);
	assert_int_equal(decoded(PT_REC_EV_WAKE_RUN, 0, NULL).wake.number, 0x56789abc);
	assert_int_equal(decoded(PT_REC_EV_CANCEL, 0, NULL).cancel.error, 0x56789abc);
	assert_int_equal(decoded(PT_REC_EV_CLOCK, 0xab, NULL).clock_ns, UINT64_C(0xab123456789abc));
	assert_int_equal(decoded(PT_REC_EV_GAP, 0, NULL).lost, 0x56789abc);
	assert_int_equal(decoded(PT_REC_EV_LEVEL, 2, NULL).level, 2);
	assert_int_equal(decoded(PT_REC_EV_MARK, 0, NULL).mark.value, 0x56789abc);
	assert_int_equal(decoded(PT_REC_EV_TASK_END, 9, NULL).task.depth, 9);
	assert_int_equal(decoded(PT_REC_EV_LEAF_BEGIN, 9, NULL).task.value, 0x56789abc);
	assert_int_equal(decoded(PT_REC_EV_REQUEST, 0, NULL).request.thief, 0x1234);
}

static void
a_phase_begins_and_ends(void **state)
{
	struct pt_event begin = decoded(PT_REC_EV_PHASE, 5, NULL);
	struct pt_event end = decoded(PT_REC_EV_PHASE, 5 | PT_REC_PHASE_ENDS, NULL);

	assert_int_equal(begin.phase.kind, 5);
	assert_false(begin.phase.ends);
	assert_int_equal(begin.phase.index, 0x1234);
	assert_int_equal(begin.phase.id, 0x56789abc);
	assert_int_equal(end.phase.kind, 5);
	assert_true(end.phase.ends);
}

static void
a_sync_names_a_label_or_a_worker(void **state)
{
	struct pt_event e = decoded(PT_REC_EV_SPAWN, 1, NULL);

	assert_int_equal(e.sync.slot, 0x56789abc);
	assert_int_equal(e.sync.label, 0x1234);
	assert_int_equal(e.sync.worker, 0);
	assert_false(e.sync.stolen);
	e = decoded(PT_REC_EV_SYNC_WAIT, 1, NULL);
	assert_int_equal(e.sync.label, 0);
	assert_int_equal(e.sync.worker, 0x1234);
	e = decoded(PT_REC_EV_STOLEN_END, 1, NULL);
	assert_int_equal(e.sync.worker, 0x1234);
	assert_false(e.sync.stolen);
	assert_true(decoded(PT_REC_EV_SYNC_DONE, 1, NULL).sync.stolen);
	assert_false(decoded(PT_REC_EV_SYNC_DONE, 0, NULL).sync.stolen);
}

static void
payloads_are_read(void **state)
{
	const struct pt_rec_steal p = { .age = 11, .tries = 12, .label = 13, .depth = 14 };
	const struct pt_rec_range r = { .lo = 15, .hi = 16 };
	struct pt_event e = decoded(PT_REC_EV_STEAL, 1, &p);

	assert_int_equal(e.steal.victim, 0x1234);
	assert_int_equal(e.steal.slot, 0x56789abc);
	assert_int_equal(e.steal.kind, 1);
	assert_int_equal(e.steal.age, 11);
	assert_int_equal(e.steal.tries, 12);
	assert_int_equal(e.steal.label, 13);
	assert_int_equal(e.steal.depth, 14);
	e = decoded(PT_REC_EV_RANGE_BEGIN, 9, &r);
	assert_int_equal(e.task.lo, 15);
	assert_int_equal(e.task.hi, 16);
	assert_int_equal(decoded(PT_REC_EV_LEAF_BEGIN, 9, &r).task.hi, 0); /* it has none */
}

/* As the table of events says, but a steal has its label in the payload. */
static void
labels_are_where_the_table_says(void **state)
{
	const struct pt_rec_steal p = { .label = 13 };
	struct pt_event e;
	uint16_t label;

#define PT_X(name, id, text, cc, aa, bb) \
	e = decoded(PT_REC_EV_##name, 0, &p); \
	assert_int_equal(pt_event_label(&e, &label), \
		strcmp(aa, "label") == 0 || PT_REC_EV_##name == PT_REC_EV_STEAL); \
	if (strcmp(aa, "label") == 0) \
		assert_int_equal(label, 0x1234);
	PT_EVENTS(PT_X)
#undef PT_X
	e = decoded(PT_REC_EV_STEAL, 0, &p);
	assert_true(pt_event_label(&e, &label));
	assert_int_equal(label, 13);
	e = decoded(99, 0, NULL);
	assert_false(pt_event_label(&e, &label));
}

static void
on_state(void *arg, const struct pt_event *e)
{
	strcat(arg, e->type == PT_REC_EV_STATE ? "S" : "?");
}

static void
on_other(void *arg, const struct pt_event *e)
{
	strcat(arg, e->type == PT_REC_EV_STATE ? "?" : "o");
}

static void
before(void *arg, const struct pt_event *e)
{
	strcat(arg, "(");
}

static void
after(void *arg, const struct pt_event *e)
{
	strcat(arg, ")");
}

/* A wide event has two slots: the second is none of its own. */
static void
a_visitor_is_called_for_its_types(void **state)
{
	const struct pt_visitor all = { .on[PT_REC_EV_STATE] = on_state,
		.other = on_other,
		.before = before,
		.after = after };
	const struct pt_visitor some = { .on[PT_REC_EV_STATE] = on_state };
	const struct pt_rec_event raw[] = { { .type = PT_REC_EV_STATE },
		{ .type = PT_REC_EV_STEAL }, { .type = PT_REC_EV_STATE }, { .type = 99 },
		{ .type = PT_REC_EV_STATE }, { .type = PT_REC_EV_STEAL } };
	char text[64] = "";

	pt_visit_slots(&all, text, 0, raw, 6);
	assert_string_equal(text, "(S)(o)(o)(S)"); /* the payload of the last is not there */
	*text = '\0';
	pt_visit_slots(&some, text, 0, raw, 6);
	assert_string_equal(text, "SS");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_have_their_meaning),
		cmocka_unit_test(a_phase_begins_and_ends),
		cmocka_unit_test(a_sync_names_a_label_or_a_worker),
		cmocka_unit_test(payloads_are_read),
		cmocka_unit_test(labels_are_where_the_table_says),
		cmocka_unit_test(a_visitor_is_called_for_its_types),
	};

	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
