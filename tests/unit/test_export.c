/* SPDX-License-Identifier: MIT */
/* Exports of a recording made by hand: JSON by its values, the rest against golden text. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "export/exporter.h"
#include "export/json.h"
#include "export/result.h"
#include "export/values.h"
#include "metrics/source.h"
#include "recording/keys.h"
#include "recording/writer_internal.h"
#include "recording/names.h"
#include "tests/unit/cm.h"
#include "tests/unit/made_recording.h"

/* What an exporter writes of a recording. */
static char *
written(const char *path, const struct pt_exporter *x, const struct pt_export_options *o)
{
	struct pt_error e;
	struct pt_source *s = pt_source_open(path, &e);
	char *text;
	size_t len;

	if (!s)
		fail_msg("%s", e.text);
	FILE *f = open_memstream(&text, &len);

	assert_int_equal(x->write(s, o, f, &e), 0);
	fclose(f);
	pt_source_close(s);
	return text;
}

static json_t *
parsed(char *text)
{
	json_error_t e;
	json_t *v = json_loads(text, 0, &e);

	if (!v)
		fail_msg("line %d: %s in\n%s", e.line, e.text, text);
	free(text);
	return v;
}

static json_t *
json_of(const struct made *m, const char *trace)
{
	return parsed(written(m->path, pt_exporter_find("json"),
		&(struct pt_export_options){ .trace = trace }));
}

static json_t *
at(json_t *v, const char *path)
{
	char *name;

	for (const char *rest = path; rest && v; free(name)) {
		rest = pt_result_component(rest, &name);
		v = json_is_array(v) ? json_array_get(v, (size_t)atoi(name)) :
			json_object_get(v, name);
	}
	if (!v)
		fail_msg("there is no %s", path);
	return v;
}

static void
assert_real(json_t *v, const char *path, double want)
{
	double have = json_number_value(at(v, path));

	if (!json_is_number(at(v, path)) || !(fabs(have - want) <= 1e-6 * fmax(1, fabs(want))))
		fail_msg("%s: %.12g is not %.12g", path, have, want);
}

/* ---- JSON ---- */

static void
json_has_every_name_of_its_schema(void **state)
{
	static const char *const names[] = { "schema", "version", "workload", "variant", "policy",
		"params", "seed", "threads", "cpus", "sequential/runs_s", "sequential/median_s",
		"one_worker/runs_s", "one_worker/median_s", "parallel/runs_s", "parallel/median_s",
		"speedup", "self_speedup", "efficiency", "utilization", "cpus_busy", "balance",
		"karp_flatt", "identity/u", "identity/a", "identity/f", "cores/useful",
		"cores/inflation", "cores/scheduling", "cores/idle", "cores/off_cpu", "cores/other",
		"tasks", "spawns", "steals", "steal_attempts", "steal_matrix", "workers",
		"workers/0/tasks", "workers/0/steals", "workers/0/stolen_from", "workers/0/work_s",
		"workers/0/search_s", "workers/0/park_s", "workers/0/wait_s", "workers/0/off_cpu_s",
		"result", "verified", "events", "events_lost", "peak_rss_bytes", "trace",
		"warnings" };
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	json_t *v = json_of(&m, NULL);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		at(v, names[i]);
	for (unsigned k = 0; k < PT_COUNTERS_USED; k++) {
		char of_worker[64], of_all[64];

		snprintf(of_worker, sizeof(of_worker), "workers/0/%s", pt_counter_name(k));
		snprintf(of_all, sizeof(of_all), "counters/%s", pt_counter_name(k));
		at(v, of_worker);
		at(v, of_all);
	}
	json_decref(v);
	made_fini(&m);
}

static void
json_says_what_was_measured(void **state)
{
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	json_t *v = json_of(&m, "q.ptrace"), *c = at(v, "cores");
	const char *key;
	json_t *part;
	double sum = 0;

	assert_string_equal(json_string_value(at(v, "schema")), "partop.run/1");
	assert_int_equal(json_integer_value(at(v, "params/size")), 1000000);
	assert_string_equal(json_string_value(at(v, "params/type")), "u64");
	assert_int_equal(json_integer_value(at(v, "seed")), 42);
	assert_real(v, "sequential/runs_s/2", 2.2);
	assert_real(v, "speedup", 2.1 / 1.25);
	json_object_foreach(c, key, part)
		sum += json_number_value(part);
	assert_true(fabs(sum - 2) < 1e-9);
	assert_int_equal(json_integer_value(at(v, "steal_matrix/1/0")), 7);
	assert_real(v, "workers/0/work_s", 1.1);
	assert_real(v, "workers/0/off_cpu_s", 0.1);
	assert_true(json_is_true(at(v, "verified")));
	assert_true(json_is_null(at(v, "peak_rss_bytes")));
	assert_string_equal(json_string_value(at(v, "trace")), "q.ptrace");
	assert_int_equal(json_array_size(at(v, "warnings")), 0);
	json_decref(v);
	made_fini(&m);
}

static void
results_become_objects_and_arrays(void **state)
{
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	json_t *v = json_of(&m, NULL);

	assert_true(json_is_true(at(v, "result/sorted")));
	assert_true(json_is_array(at(v, "result/top")));
	assert_string_equal(json_string_value(at(v, "result/top/0/key")), "Ideal \"x\"");
	assert_string_equal(json_string_value(at(v, "result/top/0/sum")),
		"12345678901234567890.25");
	assert_string_equal(json_string_value(at(v, "result/top/1/key")), "\\xff");
	assert_true(json_is_object(at(v, "result/matches")));
	assert_string_equal(json_string_value(at(v, "result/matches/404")),
		"18446744073709551615");
	assert_int_equal(json_integer_value(json_object_get(at(v, "result/matches"), "a/b")), 3);
	json_decref(v);
	made_fini(&m);
}

static void
what_is_unknown_is_null(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	made_close(&m);
	json_t *v = json_of(&m, NULL);
	static const char *const names[] = { "speedup", "efficiency", "karp_flatt", "identity/a",
		"cores/useful", "tasks", "steals", "seed", "workload", "verified", "cpus", "trace",
		"sequential/median_s", "utilization" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!json_is_null(at(v, names[i])))
			fail_msg("%s is known", names[i]);
	json_decref(v);
	made_fini(&m);
}

static void
hostile_paths_stay_shallow(void **state)
{
	char deep[4001];
	struct pt_text_pair pairs[] = { { deep, (char[]){ "u:1" } },
		{ (char[]){ "a" }, (char[]){ "u:1" } }, { (char[]){ "a/b" }, (char[]){ "u:2" } },
		{ (char[]){ "x/y" }, (char[]){ "s:" } }, { (char[]){ "x" }, (char[]){ "i:-5" } },
		{ (char[]){ "" }, (char[]){ "" } }, { (char[]){ "~" }, (char[]){ "f:nan" } } };

	for (size_t i = 0; i < sizeof(deep) - 1; i++)
		deep[i] = i % 2 ? '/' : 'd';
	deep[sizeof(deep) - 1] = '\0';
	json_t *v = pt_json_result(pairs, sizeof(pairs) / sizeof(*pairs));

	assert_int_equal(json_integer_value(at(v, "a")), 1);	/* the first one stays */
	assert_string_equal(json_string_value(at(v, "x/y")), "");
	assert_true(json_is_null(at(v, "~")));
	json_decref(v);
}

static void
typed_values_keep_every_digit(void **state)
{
	static const struct { const char *typed, *json; } cases[] = {
		{ "u:0", "0" }, { "u:9223372036854775807", "9223372036854775807" },
		{ "u:9223372036854775808", "\"9223372036854775808\"" },
		{ "i:-9223372036854775808", "-9223372036854775808" },
		{ "i:-9223372036854775809", "\"-9223372036854775809\"" },
		{ "d:0.1", "0.1" }, { "d:-123456.789", "-123456.789" },
		{ "d:123456789012345678", "123456789012345678" },
		{ "d:1234567890123456789", "\"1234567890123456789\"" },
		{ "d:1234567890123.456", "\"1234567890123.456\"" },
		{ "d:1e5", "\"1e5\"" }, { "f:0.25", "0.25" }, { "f:inf", "null" },
		{ "b:true", "true" }, { "b:x", "false" }, { "s:u:1", "\"u:1\"" }, { "?", "\"?\"" },
		{ "u:-1", "\"-1\"" }, { "s:\xc3\xbc\x80", "\"\\u00FC\\\\x80\"" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		json_t *v = pt_json_typed(cases[i].typed);
		char *text = json_dumps(v, PT_JSON_FLAGS | JSON_ENCODE_ANY);

		assert_string_equal(text, cases[i].json);
		free(text);
		json_decref(v);
	}
}

/* ---- Chrome ---- */

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
	json_t *v = parsed(written(m.path, pt_exporter_find("chrome"),
		&(struct pt_export_options){ .trace = NULL }));

	json_array_foreach(v, i, e) {
		const char *ph = json_string_value(at(e, "ph"));

		at(e, "tid");
		if (ph[0] == 'X' && strcmp(json_string_value(at(e, "name")), "so\"rt\\x1b") == 0)
			slices++;
		if (ph[0] == 'f')
			arrows++;
		if (ph[0] == 'X')
			assert_true(json_number_value(at(e, "dur")) >= 0);
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

	pt_rec_emit(m.pen[0], PT_REC_EV_TASK_END, 0, label, 0);	/* of one that began before */
	for (int k = 0; k < 3; k++) {
		pt_rec_emit_wide(m.pen[0], (struct pt_rec_event){ .type = PT_REC_EV_RANGE_BEGIN,
			.a = label }, &range);
		pt_rec_emit(m.pen[0], PT_REC_EV_SYNC_RUN, 0, inner, 1);
		pt_rec_emit(m.pen[0], PT_REC_EV_SYNC_DONE, 0, inner, 1);
		pt_rec_emit(m.pen[0], PT_REC_EV_TASK_END, 0, label, 0);
	}
	pt_rec_emit(m.pen[0], PT_REC_EV_LEAF_BEGIN, 1, label, 0);	/* is closed at the end */
	made_close(&m);
	json_t *v = parsed(written(m.path, pt_exporter_find("chrome"),
		&(struct pt_export_options){ .trace = NULL }));

	json_array_foreach(v, i, e) {
		const char *ph = json_string_value(at(e, "ph"));

		if (ph[0] == 'B') {
			open[depth++] = json_string_value(at(e, "name"));
			assert_string_equal(open[depth - 1], begins++ % 2 ? "cells" : "rows");
			assert_int_equal(json_integer_value(at(e, "tid")), 1 + MADE_WORKERS);
		}
		if (ph[0] == 'E') {
			assert_true(depth > 0);
			assert_string_equal(json_string_value(at(e, "name")), open[--depth]);
		}
		if (ph[0] == 'M' && strcmp(json_string_value(at(e, "name")), "thread_name") == 0)
			tracks += strncmp(json_string_value(at(at(e, "args"), "name")),
				"tasks of worker 0 (", 19) == 0;
	}
	assert_int_equal(begins, 7);
	assert_int_equal(depth, 0);
	assert_int_equal(tracks, 1);
	json_decref(v);
	made_fini(&m);
}

/* ---- report ---- */

static void
report_says_it_in_the_first_lines(void **state)
{
	static const char *const want[] = {
		"quicksort n=1M, parallel-partition, 2 workers on 2 CPUs: 1.25 s (",
		": 1.25 s (1.20 s .. 1.30 s, 3 runs)",
		"1.68 x faster than sequential (2.10 s, 2.00 s .. 2.20 s, 3 runs)",
		"1.84 x faster than one worker (2.30 s", "1.68 of 2 CPUs busy, 2 workers, pinned",
		"where the 2 cores went", "  useful        1.68    84.0 %", "  off-cpu       0.08",
		"10 steals (25 % of attempts)", "  sorted: true", "  matches a/b: 3", "verified",
		"0 lost; recording: q.ptrace" };
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	char *text = written(m.path, &pt_exporter_report,
		&(struct pt_export_options){ .trace = "q.ptrace" });

	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		if (!strstr(text, want[i]))
			fail_msg("'%s' is not in:\n%s", want[i], text);
	for (const char *c = text; *c; c++)
		assert_true((unsigned char)*c < 0x80 && (*c == '\n' || *c >= ' '));
	free(text);
	made_fini(&m);
}

/* The machine is the recording's, not this one. */
static void
the_capacity_is_that_of_the_recording(void **state)
{
	struct made m;
	json_t *v;

	setenv("PARTOP_CAPACITY", "1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1900 "
		"cache=1000,1900 memory=1000,1900", 1);
	made_quicksort(&m);
	pt_rec_meta(m.w, PT_KEY_CAPACITY, "1 cpus=2 quota=none busy=1 copies=1,2 "
		"compute=1000,1750 cache=1000,1500 memory=1000,1250");
	made_close(&m);
	char *text = written(m.path, &pt_exporter_report, &(struct pt_export_options){ 0 });

	assert_non_null(strstr(text, "96.0 % of what 2 CPUs can give (1.75 x, measured on a busy "
		"machine)"));
	free(text);
	v = json_of(&m, NULL);
	assert_true(fabs(json_real_value(at(v, "capacity/compute")) - 1.75) < 1e-9);
	assert_true(fabs(json_real_value(at(v, "capacity/cache")) - 1.5) < 1e-9);
	assert_true(fabs(json_real_value(at(v, "capacity/memory")) - 1.25) < 1e-9);
	assert_true(json_is_true(at(v, "capacity/disturbed")));
	assert_true(fabs(json_real_value(at(v, "capacity_share")) - 0.96) < 1e-9);
	/* there is less work than on one worker: nothing is the machine's */
	assert_true(json_real_value(at(v, "inflation_machine")) == 0);
	assert_true(json_real_value(at(v, "inflation_program")) ==
		json_real_value(at(v, "cores/inflation")));
	json_decref(v);
	made_fini(&m);
	unsetenv("PARTOP_CAPACITY");
}

static void
what_was_not_calibrated_is_not_shown_as_a_number(void **state)
{
	struct made m;
	json_t *v;

	made_quicksort(&m);
	made_close(&m);
	char *text = written(m.path, &pt_exporter_report, &(struct pt_export_options){ 0 });

	assert_non_null(strstr(text, "\n-- of what 2 CPUs can give: not calibrated\n"));
	free(text);
	v = json_of(&m, NULL);
	assert_true(json_is_null(at(v, "capacity")));
	assert_true(json_is_null(at(v, "capacity_share")));
	assert_true(json_is_null(at(v, "inflation_machine")));
	assert_true(json_is_null(at(v, "inflation_program")));
	json_decref(v);
	made_fini(&m);
}

static void
report_of_nothing_has_no_numbers(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	made_close(&m);
	char *text = written(m.path, &pt_exporter_report,
		&(struct pt_export_options){ .color = true, .utf8 = true });

	assert_non_null(strstr(text, "--"));
	assert_null(strstr(text, "nan"));
	assert_null(strstr(text, "1.00 x"));
	free(text);
	made_fini(&m);
}

static void
foreign_text_cannot_reach_the_terminal(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	pt_rec_meta(m.w, PT_KEY_WORKLOAD, "\033[2Jx\xe2\x80\xae");
	pt_rec_meta(m.w, PT_KEY_WARNING "0", "a\nb\x9b");
	pt_rec_meta(m.w, PT_KEY_RESULT "\033]0;t\a", "s:\xc2\x9bm");
	pt_rec_meta(m.w, PT_KEY_ERROR, "\033c");
	made_close(&m);
	char *text = written(m.path, &pt_exporter_report,
		&(struct pt_export_options){ .utf8 = true });

	assert_null(strchr(text, '\033'));
	assert_null(strchr(text, '\a'));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_null(strchr(text, '\x9b'));
	free(text);
	made_fini(&m);
}

static void
workers_without_a_place_are_told(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	atomic_store(&m.w->head->refused, 3);
	made_close(&m);
	char *text = written(m.path, &pt_exporter_report,
		&(struct pt_export_options){ .utf8 = true });

	assert_non_null(strstr(text, "3 workers got no place in the recording"));
	free(text);
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
	char *text = written(m.path, pt_exporter_find("csv"),
		&(struct pt_export_options){ 0 });
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
exporters_are_found_by_name(void **state)
{
	assert_string_equal(pt_exporter_find("json")->name, "json");
	assert_null(pt_exporter_find("cs"));
	assert_null(pt_exporter_find(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_has_every_name_of_its_schema),
		cmocka_unit_test(json_says_what_was_measured),
		cmocka_unit_test(results_become_objects_and_arrays),
		cmocka_unit_test(what_is_unknown_is_null),
		cmocka_unit_test(hostile_paths_stay_shallow),
		cmocka_unit_test(typed_values_keep_every_digit),
		cmocka_unit_test(chrome_trace_is_json_with_slices_and_arrows),
		cmocka_unit_test(chrome_trace_has_a_track_of_tasks),
		cmocka_unit_test(report_says_it_in_the_first_lines),
		cmocka_unit_test(the_capacity_is_that_of_the_recording),
		cmocka_unit_test(what_was_not_calibrated_is_not_shown_as_a_number),
		cmocka_unit_test(report_of_nothing_has_no_numbers),
		cmocka_unit_test(foreign_text_cannot_reach_the_terminal),
		cmocka_unit_test(workers_without_a_place_are_told),
		cmocka_unit_test(csv_has_a_line_per_worker_and_every_counter),
		cmocka_unit_test(exporters_are_found_by_name),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
