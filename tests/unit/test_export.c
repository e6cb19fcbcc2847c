/* SPDX-License-Identifier: MIT */
/* Exports of a recording made by hand: Chrome, CSV, and the table of formats. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recording/names.h"
#include "tests/unit/cm.h"
#include "tests/unit/exported.h"

static void
chrome_trace_is_json_with_slices_and_arrows(void **state)
{
	struct made m;
	size_t slices = 0, arrows = 0, i;
	json_t *e;

	made_begin(&m, 2, 0);
	uint16_t label = (uint16_t)pt_rec_label(m.w, "so\"rt\033");

	made_phase(&m, PT_REC_PHASE_RUN, 0.001, NULL);
	for (int k = 0; k < 500; k++) {
		pt_rec_enter(m.pen[0], PT_REC_WORK, label, 0);
		made_steal(&m, 0, 1, label);
		pt_rec_enter(m.pen[0], PT_REC_SEARCH, 0, 0);
	}
	made_close(&m);
	json_t *v = exported_parsed(exported(m.path, exporter_named("chrome"),
		&(struct pt_export_options){ .trace = NULL }));

	json_array_foreach(v, i, e)
	{
		const char *ph = json_string_value(exported_at(e, "ph"));

		exported_at(e, "tid");
		if (ph[0] == 'X' &&
			strcmp(json_string_value(exported_at(e, "name")), "so\"rt\\x1b") == 0)
			slices++;
		if (ph[0] == 'f')
			arrows++;
		if (ph[0] == 'X')
			assert_true(json_number_value(exported_at(e, "dur")) >= 0);
	}
	/* a slice of no length, where the clock is coarse, is left out */
	assert_true(slices > 0 && slices <= 500);
	assert_int_equal(arrows, 500);
	json_decref(v);
	made_fini(&m);
}

static void
chrome_trace_has_a_track_of_tasks(void **state)
{
	struct pt_rec_range range = { .lo = 10, .hi = 20 };
	size_t begins = 0, depth = 0, tracks = 0, i;
	const char *open[8];
	struct made m;
	json_t *e;

	made_begin(&m, 2, 0);
	uint16_t label = (uint16_t)pt_rec_label(m.w, "rows");
	uint16_t inner = (uint16_t)pt_rec_label(m.w, "cells");

	pt_rec_emit(m.pen[0], PT_REC_EV_TASK_END, 0, label, 0); /* of one that began before */
	for (int k = 0; k < 3; k++) {
		pt_rec_emit_wide(m.pen[0],
			(struct pt_rec_event){ .type = PT_REC_EV_RANGE_BEGIN, .a = label }, &range);
		pt_rec_emit(m.pen[0], PT_REC_EV_SYNC_RUN, 0, inner, 1);
		pt_rec_emit(m.pen[0], PT_REC_EV_SYNC_DONE, 0, inner, 1);
		pt_rec_emit(m.pen[0], PT_REC_EV_TASK_END, 0, label, 0);
	}
	pt_rec_emit(m.pen[0], PT_REC_EV_LEAF_BEGIN, 1, label, 0); /* is closed at the end */
	made_close(&m);
	json_t *v = exported_parsed(exported(m.path, exporter_named("chrome"),
		&(struct pt_export_options){ .trace = NULL }));

	json_array_foreach(v, i, e)
	{
		const char *ph = json_string_value(exported_at(e, "ph"));

		if (ph[0] == 'B') {
			open[depth++] = json_string_value(exported_at(e, "name"));
			assert_string_equal(open[depth - 1], begins++ % 2 ? "cells" : "rows");
			assert_int_equal(json_integer_value(exported_at(e, "tid")),
				1 + MADE_WORKERS);
		}
		if (ph[0] == 'E') {
			assert_true(depth > 0);
			assert_string_equal(json_string_value(exported_at(e, "name")),
				open[--depth]);
		}
		if (ph[0] == 'M' &&
			strcmp(json_string_value(exported_at(e, "name")), "thread_name") == 0)
			tracks += strncmp(json_string_value(
						  exported_at(exported_at(e, "args"), "name")),
					  "tasks of worker 0 (", 19) == 0;
	}
	assert_int_equal(begins, 7);
	assert_int_equal(depth, 0);
	assert_int_equal(tracks, 1);
	json_decref(v);
	made_fini(&m);
}

/* A field by the name of its column. */
static void
field(char *to, size_t size, const char *head, const char *line, const char *name)
{
	for (;;) {
		size_t h = strcspn(head, ",\n"), n = strcspn(line, ",\n");

		if (h == strlen(name) && strncmp(head, name, h) == 0) {
			snprintf(to, size, "%.*s", (int)n, line);
			return;
		}
		if (head[h] != ',' || line[n] != ',')
			fail_msg("no column %s", name);
		head += h + 1;
		line += n + 1;
	}
}

static void
csv_has_a_line_per_worker_and_every_counter(void **state)
{
	struct made m;
	char value[64];

	made_quicksort(&m);
	made_close(&m);
	char *text = exported(m.path, exporter_named("csv"), &(struct pt_export_options){ 0 });
	char *first = strchr(text, '\n') + 1, *second = strchr(first, '\n') + 1;

	for (unsigned k = 0; k < PT_COUNTERS_USED; k++)
		field(value, sizeof(value), text, first, pt_counter_name(k));
	field(value, sizeof(value), text, first, "spawned");
	assert_string_equal(value, "100");
	field(value, sizeof(value), text, second, "steals");
	assert_string_equal(value, "7");
	field(value, sizeof(value), text, second, "stolen_from");
	assert_string_equal(value, "3");
	field(value, sizeof(value), text, second, "park_s");
	assert_string_equal(value, "0.200000000");
	free(text);
	made_fini(&m);
}

static void
every_exporter_has_its_name_beside_it(void **state)
{
	size_t n = 0;

	for (; pt_exporters[n]; n++)
		assert_string_equal(pt_exporter_names[n], pt_exporters[n]->name);
	assert_null(pt_exporter_names[n]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chrome_trace_is_json_with_slices_and_arrows),
		cmocka_unit_test(chrome_trace_has_a_track_of_tasks),
		cmocka_unit_test(csv_has_a_line_per_worker_and_every_counter),
		cmocka_unit_test(every_exporter_has_its_name_beside_it),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
