/* SPDX-License-Identifier: MIT */
/* The JSON object of a recording made by hand, by its values. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "export/json.h"
#include "export/result.h"
#include "export/values.h"
#include "recording/names.h"
#include "tests/unit/cm.h"
#include "tests/unit/exported.h"

static void
assert_real(json_t *v, const char *path, double want)
{
	double have = json_number_value(exported_at(v, path));

	if (!json_is_number(exported_at(v, path)) ||
		!(fabs(have - want) <= 1e-6 * fmax(1, fabs(want))))
		fail_msg("%s: %.12g is not %.12g", path, have, want);
}

static void
json_has_every_name_of_its_schema(void **state)
{
	static const char *const names[] = { "schema", "version", "workload", "variant", "policy",
		"simd", "params", "seed", "threads", "cpus", "sequential/runs_s",
		"sequential/median_s", "one_worker/runs_s", "one_worker/median_s",
		"parallel/runs_s", "parallel/median_s", "speedup", "self_speedup", "efficiency",
		"utilization", "cpus_busy", "balance", "karp_flatt", "identity/u", "identity/a",
		"identity/f", "cores/useful", "cores/inflation", "cores/scheduling", "cores/idle",
		"cores/off_cpu", "cores/other", "tasks", "spawns", "steals", "steal_attempts",
		"steal_matrix", "workers", "workers/0/tasks", "workers/0/steals",
		"workers/0/stolen_from", "workers/0/work_s", "workers/0/search_s",
		"workers/0/park_s", "workers/0/wait_s", "workers/0/off_cpu_s", "result", "verified",
		"events", "events_lost", "peak_rss_bytes", "trace", "warnings" };
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	json_t *v = exported_json(&m, NULL);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		exported_at(v, names[i]);
	for (unsigned k = 0; k < PT_COUNTERS_USED; k++) {
		char of_worker[64], of_all[64];

		snprintf(of_worker, sizeof(of_worker), "workers/0/%s", pt_counter_name(k));
		snprintf(of_all, sizeof(of_all), "counters/%s", pt_counter_name(k));
		exported_at(v, of_worker);
		exported_at(v, of_all);
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
	json_t *v = exported_json(&m, "q.ptrace"), *c = exported_at(v, "cores");
	const char *key;
	json_t *part;
	double sum = 0;

	assert_string_equal(json_string_value(exported_at(v, "schema")), "partop.run/1");
	assert_int_equal(json_integer_value(exported_at(v, "params/size")), 1000000);
	assert_string_equal(json_string_value(exported_at(v, "params/type")), "u64");
	assert_int_equal(json_integer_value(exported_at(v, "seed")), 42);
	assert_real(v, "sequential/runs_s/2", 2.2);
	assert_real(v, "speedup", 2.1 / 1.25);
	json_object_foreach(c, key, part) sum += json_number_value(part);
	assert_true(fabs(sum - 2) < 1e-9);
	assert_int_equal(json_integer_value(exported_at(v, "steal_matrix/1/0")), 7);
	assert_real(v, "workers/0/work_s", 1.1);
	assert_real(v, "workers/0/off_cpu_s", 0.1);
	assert_true(json_is_true(exported_at(v, "verified")));
	assert_true(json_is_null(exported_at(v, "peak_rss_bytes")));
	assert_string_equal(json_string_value(exported_at(v, "trace")), "q.ptrace");
	assert_int_equal(json_array_size(exported_at(v, "warnings")), 0);
	json_decref(v);
	made_fini(&m);
}

static void
results_become_objects_and_arrays(void **state)
{
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	json_t *v = exported_json(&m, NULL);

	assert_true(json_is_true(exported_at(v, "result/sorted")));
	assert_true(json_is_array(exported_at(v, "result/top")));
	assert_string_equal(json_string_value(exported_at(v, "result/top/0/key")), "Ideal \"x\"");
	assert_string_equal(json_string_value(exported_at(v, "result/top/0/sum")),
		"12345678901234567890.25");
	assert_string_equal(json_string_value(exported_at(v, "result/top/1/key")), "\\xff");
	assert_true(json_is_object(exported_at(v, "result/matches")));
	assert_string_equal(json_string_value(exported_at(v, "result/matches/404")),
		"18446744073709551615");
	assert_int_equal(json_integer_value(
				 json_object_get(exported_at(v, "result/matches"), "a/b")),
		3);
	json_decref(v);
	made_fini(&m);
}

static void
what_is_unknown_is_null(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	made_close(&m);
	json_t *v = exported_json(&m, NULL);
	static const char *const names[] = { "speedup", "efficiency", "karp_flatt", "identity/a",
		"cores/useful", "tasks", "steals", "seed", "workload", "verified", "cpus", "trace",
		"sequential/median_s", "utilization" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!json_is_null(exported_at(v, names[i])))
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

	assert_int_equal(json_integer_value(exported_at(v, "a")), 1); /* the first one stays */
	assert_string_equal(json_string_value(exported_at(v, "x/y")), "");
	assert_true(json_is_null(exported_at(v, "~")));
	json_decref(v);
}

static void
typed_values_keep_every_digit(void **state)
{
	static const struct {
		const char *typed, *json;
	} cases[] = {
		{ "u:0", "0" },
		{ "u:9223372036854775807", "9223372036854775807" },
		{ "u:9223372036854775808", "\"9223372036854775808\"" },
		{ "i:-9223372036854775808", "-9223372036854775808" },
		{ "i:-9223372036854775809", "\"-9223372036854775809\"" },
		{ "d:0.1", "0.1" },
		{ "d:-123456.789", "-123456.789" },
		{ "d:123456789012345678", "123456789012345678" },
		{ "d:1234567890123456789", "\"1234567890123456789\"" },
		{ "d:1234567890123.456", "\"1234567890123.456\"" },
		{ "d:1e5", "\"1e5\"" },
		{ "f:0.25", "0.25" },
		{ "f:inf", "null" },
		{ "b:true", "true" },
		{ "b:x", "false" },
		{ "s:u:1", "\"u:1\"" },
		{ "?", "\"?\"" },
		{ "u:-1", "\"-1\"" },
		{ "s:\xc3\xbc\x80", "\"\\u00FC\\\\x80\"" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		json_t *v = pt_json_typed(cases[i].typed);
		char *text = json_dumps(v, PT_JSON_FLAGS | JSON_ENCODE_ANY);

		assert_string_equal(text, cases[i].json);
		free(text);
		json_decref(v);
	}
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
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
