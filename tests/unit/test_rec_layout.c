/* SPDX-License-Identifier: MIT */
/* Facts of the layout that the assertions in layout.h do not say. */
#include <string.h>

#include "recording/crc.h"
#include "recording/layout.h"
#include "recording/names.h"
#include "tests/unit/cm.h"

static void
magic_shows_damage_by_text_transfer(void **state)
{
	const uint64_t magic = PT_REC_MAGIC;

	assert_memory_equal(&magic, "\x89PTR\r\n\x1a\n", 8);
}

static void
crc_is_castagnoli(void **state)
{
	assert_int_equal(pt_crc32c("123456789", 9), 0xe3069283);
}

static void
ids_have_names(void **state)
{
	assert_string_equal(pt_rec_state_name(PT_REC_WORK), "work");
	assert_string_equal(pt_rec_state_name(PT_REC_BLOCKED), "blocked");
	assert_null(pt_rec_state_name(PT_REC_STATES));
	assert_string_equal(pt_counter_name(PT_COUNTER_SPAWNED), "spawned");
	assert_string_equal(pt_counter_name(PT_COUNTER_STACK_MAX_BYTES), "stack_max_bytes");
	assert_string_equal(pt_counter_name(PT_COUNTER_SLOTS_MAX), "slots_max");
	assert_null(pt_counter_name(PT_COUNTERS_USED));
	assert_string_equal(pt_rec_event_name(PT_REC_EV_STEAL), "steal");
	assert_null(pt_rec_event_name(200));
	assert_string_equal(pt_rec_phase_name(PT_REC_PHASE_RUN), "run");
	assert_null(pt_rec_phase_name(0));
}

static void
gauges_are_those_of_the_table(void **state)
{
	unsigned i = 0;

#define PT_X(name, text, gauge, unit, help) \
	assert_int_equal(pt_counter_is_gauge(i), gauge); \
	i++;
	PT_COUNTERS(PT_X)
#undef PT_X
	assert_int_equal(i, PT_COUNTERS_USED);
}

static void
every_state_has_a_place_in_spent(void **state)
{
	unsigned n = 0;

#define PT_X(name, text, what) n++;
	PT_STATES(PT_X)
#undef PT_X
	assert_int_equal(n, PT_REC_STATES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(magic_shows_damage_by_text_transfer),
		cmocka_unit_test(crc_is_castagnoli),
		cmocka_unit_test(ids_have_names),
		cmocka_unit_test(gauges_are_those_of_the_table),
		cmocka_unit_test(every_state_has_a_place_in_spent),
	};

	return cmocka_run_group_tests_name("rec_layout", tests, NULL, NULL);
}
