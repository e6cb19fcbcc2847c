/* SPDX-License-Identifier: MIT */
/* Wrong counts of lines. */
#include "tests/unit/verify/wrong.h"

#include <unistd.h>

#include "workloads/filescan/filescan.c"

/* Every count, one more and one less, and what else can be mistaken for it. */
static void
assert_counts_matter(struct wcase *c)
{
	struct filescan *f = c->state;
	const struct pt_filescan_counts right = f->counts;

	assert_right(c);
	for (int change = -1; change <= 1; change += 2) {
		f->counts.lines = right.lines + (uint64_t)change;
		if (!f->scan.no_lines)
			assert_refused(c, "a line more or less");
		f->counts = right;
		for (size_t i = 0; i < f->scan.patterns_len; i++) {
			f->counts.matches[i] += (uint64_t)change;
			assert_refused(c, "a match more or less");
			f->counts = right;
		}
	}
	for (size_t i = 1; i < f->scan.patterns_len; i++) {
		f->counts.matches[i] = right.matches[i - 1];
		f->counts.matches[i - 1] = right.matches[i];
		assert_refused(c, "matches of the wrong pattern");
		f->counts = right;
	}
	f->counts = (struct pt_filescan_counts){ 0 };
	assert_refused(c, "nothing");
	f->counts = right;
	assert_right(c);
}

void
wrong_counts_of_a_made_log(void **state)
{
	struct wcase *c = case_new(&pt_workload_filescan, 2);

	case_set(c, "size", "300000");
	case_set(c, "grain", "4096");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_counts_matter(c);
	case_free(c);
	c = case_new(&pt_workload_filescan, 2);
	case_set(c, "size", "300000");
	case_set(c, "pattern", PT_FILESCAN_PLANTED);
	case_set(c, "pattern", "WARN");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_counts_matter(c);
	case_free(c);
}

void
wrong_counts_of_a_file(void **state)
{
	char name[] = "/tmp/partop-test-XXXXXX";
	int fd = mkstemp(name);
	struct wcase *c = case_new(&pt_workload_filescan, 2);

	assert_true(fd >= 0);
	for (int i = 0; i < 500; i++)
		assert_true(dprintf(fd, "%s line %d\n", i % 7 ? "a" : "one b", i) > 0);
	case_set(c, "input", name);
	case_set(c, "pattern", "b");
	case_set(c, "pattern", "a");
	case_set(c, "pattern", "none of them");
	case_set(c, "pattern", "line 9");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_counts_matter(c);
	case_free(c);
	c = case_new(&pt_workload_filescan, 2);
	case_set(c, "input", name);
	case_set(c, "pattern", "b");
	case_set(c, "no-lines", "");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_counts_matter(c);
	case_free(c);
	close(fd);
	unlink(name);
}
