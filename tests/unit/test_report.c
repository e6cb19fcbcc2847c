/* SPDX-License-Identifier: MIT */
/* The text report of a recording made by hand; JSON beside it where both tell the same. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "recording/keys.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/exported.h"

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
		"0 lost; recording: q.ptrace"
	};
	struct made m;

	made_quicksort(&m);
	made_close(&m);
	char *text = exported(m.path, &pt_exporter_report,
		&(struct pt_export_options){ .trace = "q.ptrace" });

	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		if (!strstr(text, want[i]))
			fail_msg("'%s' is not in:\n%s", want[i], text);
	for (const char *c = text; *c; c++)
		assert_true((unsigned char)*c < 0x80 && (*c == '\n' || *c >= ' '));
	free(text);
	made_fini(&m);
}

/* Notes are broken at blanks, tables fit; in a file each note is one line. */
static void
no_line_is_wider_than_a_terminal(void **state)
{
	struct made m;
	char *text, *rest, *line;

	made_quicksort(&m);
	pt_rec_meta(m.w, PT_KEY_WARNING "0",
		"the machine was so busy that no number of this run is worth "
		"more than a guess, and this is longer than a line");
	made_close(&m);
	text = exported(m.path, &pt_exporter_report,
		&(struct pt_export_options){ .width = 80, .utf8 = true });
	assert_non_null(strstr(text,
		"\n! the machine was so busy that no number of this run is worth "
		"more than a guess,\n  and this is longer than a line\n"));
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		if (pt_text_width(line) > 80)
			fail_msg("%s", line);
	free(text);
	text = exported(m.path, &pt_exporter_report, &(struct pt_export_options){ 0 });
	assert_non_null(strstr(text, "a guess, and this"));
	free(text);
	made_fini(&m);
}

/* Wherever a line ends: the sign behind an advice stays with its last word. */
static void
notes_are_broken_between_words(void **state)
{
	struct made m;

	made_quicksort(&m);
	made_phase(&m, PT_REC_PHASE_RUN, 3, NULL); /* runs differ: an advice with what to try */
	made_close(&m);
	for (int width = 40; width <= 140; width++) {
		char *text = exported(m.path, &pt_exporter_report,
			&(struct pt_export_options){ .width = width });

		if (!strstr(text, "try:"))
			fail_msg("%s", text);
		assert_null(strstr(text, "\n;"));
		assert_null(strstr(text, "\n  ;"));
		for (char *note = strstr(text, "\ni "); note; note = strstr(note + 1, "\ni "))
			assert_true(strcspn(note + 1, "\n") <= (size_t)width);
		free(text);
	}
	made_fini(&m);
}

/* The machine is the recording's, not this one. */
static void
the_capacity_is_that_of_the_recording(void **state)
{
	struct made m;
	json_t *v;

	setenv("PARTOP_CAPACITY",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1900 "
		"cache=1000,1900 memory=1000,1900",
		1);
	made_quicksort(&m);
	pt_rec_meta(m.w, PT_KEY_CAPACITY,
		"1 cpus=2 quota=none busy=1 copies=1,2 "
		"compute=1000,1750 cache=1000,1500 memory=1000,1250");
	made_close(&m);
	char *text = exported(m.path, &pt_exporter_report, &(struct pt_export_options){ 0 });

	assert_non_null(strstr(text,
		"96.0 % of what 2 CPUs can give (1.75 x, measured on a busy "
		"machine)"));
	free(text);
	v = exported_json(&m, NULL);
	assert_true(fabs(json_real_value(exported_at(v, "capacity/compute")) - 1.75) < 1e-9);
	assert_true(fabs(json_real_value(exported_at(v, "capacity/cache")) - 1.5) < 1e-9);
	assert_true(fabs(json_real_value(exported_at(v, "capacity/memory")) - 1.25) < 1e-9);
	assert_true(json_is_true(exported_at(v, "capacity/disturbed")));
	assert_true(fabs(json_real_value(exported_at(v, "capacity_share")) - 0.96) < 1e-9);
	/* there is less work than on one worker: nothing is the machine's */
	assert_true(json_real_value(exported_at(v, "inflation_machine")) == 0);
	assert_true(json_real_value(exported_at(v, "inflation_program")) ==
		json_real_value(exported_at(v, "cores/inflation")));
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
	char *text = exported(m.path, &pt_exporter_report, &(struct pt_export_options){ 0 });

	assert_non_null(strstr(text, "\n-- of what 2 CPUs can give: not calibrated\n"));
	free(text);
	v = exported_json(&m, NULL);
	assert_true(json_is_null(exported_at(v, "capacity")));
	assert_true(json_is_null(exported_at(v, "capacity_share")));
	assert_true(json_is_null(exported_at(v, "inflation_machine")));
	assert_true(json_is_null(exported_at(v, "inflation_program")));
	json_decref(v);
	made_fini(&m);
}

#define CAPACITY "compute=1000,1750 cache=1000,1500 memory=1000,1250"

/* A run of 1.25 s. */
static void
expect_stream(const char *capacity, const char *bytes, const char *caches, const char *line,
	double share)
{
	struct made m;
	json_t *v;
	char *text;

	made_quicksort(&m);
	if (capacity)
		pt_rec_meta(m.w, PT_KEY_CAPACITY, capacity);
	pt_rec_meta(m.w, PT_KEY_STREAM_BYTES, bytes);
	pt_rec_meta(m.w, PT_KEY_CACHE_BYTES, caches);
	made_close(&m);
	text = exported(m.path, &pt_exporter_report, &(struct pt_export_options){ 0 });
	if (!strstr(text, line))
		fail_msg("'%s' is not in:\n%s", line, text);
	free(text);
	v = exported_json(&m, NULL);
	assert_true(json_integer_value(exported_at(v, "stream/bytes")) == atoll(bytes));
	assert_true(fabs(json_real_value(exported_at(v, "stream/bytes_per_s")) -
			    atof(bytes) / 1.25) < 1e-3);
	if (isnan(share))
		assert_true(json_is_null(exported_at(v, "stream/limit_share")));
	else
		assert_true(
			fabs(json_real_value(exported_at(v, "stream/limit_share")) - share) < 1e-9);
	json_decref(v);
	made_fini(&m);
}

static void
what_a_stream_reads_is_told_beside_the_read_limit(void **state)
{
	const char *table = "2 cpus=2 quota=none busy=0 copies=1,2 " CAPACITY " read=14000,16000";
	const char *old = "1 cpus=2 quota=none busy=0 copies=1,2 " CAPACITY;

	expect_stream(table, "15000000000", "1000000",
		"\nreads 12.0 GB/s: 75.0 % of what 2 CPUs read from memory (16.0 GB/s)\n", 0.75);
	expect_stream(table, "25000000000", "1000000",
		"\nreads 20.0 GB/s: 125.0 % of what 2 CPUs read from memory (16.0 GB/s)\n", 1.25);
	expect_stream(old, "15000000000", "1000000",
		"\nreads 12.0 GB/s: -- of what 2 CPUs read from memory: not calibrated\n", NAN);
	expect_stream(NULL, "15000000000", "1000000",
		"\nreads 12.0 GB/s: -- of what 2 CPUs read from memory: not calibrated\n", NAN);
	expect_stream(table, "1250000000", "1073741824",
		"\nreads 1.0 GB/s: -- of what 2 CPUs read from memory: 1.2 GiB may be cached\n",
		NAN);
}

static void
other_runs_are_not_said_to_read(void **state)
{
	struct made m;
	json_t *v;
	char *text;

	made_quicksort(&m);
	made_close(&m);
	text = exported(m.path, &pt_exporter_report, &(struct pt_export_options){ 0 });
	assert_null(strstr(text, "reads "));
	free(text);
	v = exported_json(&m, NULL);
	assert_true(json_is_null(exported_at(v, "stream")));
	json_decref(v);
	made_fini(&m);
}

static void
report_of_nothing_has_no_numbers(void **state)
{
	struct made m;

	made_begin(&m, 1, 0);
	made_close(&m);
	char *text = exported(m.path, &pt_exporter_report,
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
	char *text =
		exported(m.path, &pt_exporter_report, &(struct pt_export_options){ .utf8 = true });

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
	char *text =
		exported(m.path, &pt_exporter_report, &(struct pt_export_options){ .utf8 = true });

	assert_non_null(strstr(text, "3 workers got no place in the recording"));
	free(text);
	made_fini(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report_says_it_in_the_first_lines),
		cmocka_unit_test(no_line_is_wider_than_a_terminal),
		cmocka_unit_test(notes_are_broken_between_words),
		cmocka_unit_test(the_capacity_is_that_of_the_recording),
		cmocka_unit_test(what_was_not_calibrated_is_not_shown_as_a_number),
		cmocka_unit_test(what_a_stream_reads_is_told_beside_the_read_limit),
		cmocka_unit_test(other_runs_are_not_said_to_read),
		cmocka_unit_test(report_of_nothing_has_no_numbers),
		cmocka_unit_test(foreign_text_cannot_reach_the_terminal),
		cmocka_unit_test(workers_without_a_place_are_told),
	};

	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
