/* SPDX-License-Identifier: MIT */
/*
 * os/calibrate.h on made machines with a made clock, os/capacity_cache.h on files of its
 * own, os/copies.h as far as it must be so on any machine.
 */
#include "tests/unit/cm.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/cpus.h"
#include "os/machine.h"
#include "os/stream.h"
#include "os/calibrate.h"
#include "os/capacity_cache.h"
#include "tests/unit/tree.h"

/* ---- made machines ---- */

#define CLOCK_BEGIN UINT64_C(7000000000000)

struct machine {
	uint64_t now_ns;
	double gain[PT_KERNELS]; /* of every doubling of copies: 1 none, 2 all */
	double busy;             /* share that other programs take */
	double slower[3];        /* by round, of copies side by side; 0: not at all */
	unsigned round_runs;
	bool still;        /* nothing gets done */
	bool from_caches;  /* what the memory kernel reads is not from memory alone */
	unsigned slowness; /* of the machine: so many times as long as asked for */
	int error, error_after;
	unsigned runs, copies_most;
};

static uint64_t
made_now(void *ctx)
{
	return ((struct machine *)ctx)->now_ns;
}

static int
made_run(void *ctx, enum pt_kernel k, unsigned copies, uint64_t ns, struct pt_copies_result *out)
{
	struct machine *m = ctx;
	double together = 1;

	m->now_ns += ns * (m->slowness ? m->slowness : 1);
	if (copies > m->copies_most)
		m->copies_most = copies;
	if (m->error && (int)m->runs >= m->error_after)
		return m->error;
	m->runs++;
	for (unsigned p = 1; p < copies; p *= 2)
		together *= m->gain[k];
	*out = (struct pt_copies_result){ .steps_per_s = 1000 * together / copies,
		.on_cpu = 1 - m->busy };
	if (copies > 1 && m->runs > 1 && m->slower[0] > 0)
		out->steps_per_s /= m->slower[(m->runs - 2) / m->round_runs];
	if (m->still)
		out->steps_per_s = 0;
	return 0;
}

static int
calibrate(struct machine *m, uint32_t cpus, struct pt_capacity_table *t)
{
	const struct pt_calibrate_ops ops = { .now_ns = made_now,
		.run = made_run,
		.ctx = m,
		.from_memory = !m->from_caches };
	int rc;

	m->now_ns = CLOCK_BEGIN;
	rc = pt_calibrate(t, cpus, NAN, &ops);
	m->now_ns -= CLOCK_BEGIN;
	return rc;
}

static void
assert_near(double a, double b)
{
	if (!(fabs(a - b) < 1e-9 * fmax(1, fabs(b))))
		fail_msg("%.12g is not %.12g", a, b);
}

/* What one copy of memory reads on a made machine, in bytes per second. */
#define READ (1000.0 * (128 << 10))

static void
copies_are_compared_with_one(void **state)
{
	struct machine m = { .gain = { 1.31, 1.2, 1.1 } };
	struct pt_capacity_table t;

	assert_int_equal(calibrate(&m, 4, &t), 0);
	assert_int_equal(t.len, 3);
	assert_int_equal(t.cpus, 4);
	assert_near(t.got[PT_KERNEL_COMPUTE][0], 1);
	assert_near(t.got[PT_KERNEL_COMPUTE][1], 1.31);
	assert_near(t.got[PT_KERNEL_COMPUTE][2], 1.31 * 1.31);
	assert_near(t.got[PT_KERNEL_CACHE][1], 1.2);
	assert_near(t.got[PT_KERNEL_MEMORY][2], 1.1 * 1.1);
	assert_near(t.read_bytes_per_s[0], READ);
	assert_near(t.read_bytes_per_s[1], READ * 1.1);
	assert_near(t.read_bytes_per_s[2], READ * 1.1 * 1.1);
	assert_false(t.disturbed);
	assert_int_equal(m.copies_most, 4);
}

static void
it_takes_less_than_a_second_whatever_the_machine(void **state)
{
	for (uint32_t cpus = 1; cpus <= 8192; cpus *= 2) {
		struct machine m = { .gain = { 2, 2, 2 } };
		struct pt_capacity_table t;

		assert_int_equal(calibrate(&m, cpus, &t), 0);
		assert_true(m.now_ns < 1000000000);
		assert_near(t.got[PT_KERNEL_COMPUTE][t.len - 1], cpus);
	}
}

/* A machine so busy that everything takes longer: fewer rounds. */
static void
rounds_that_would_take_too_long_are_left_out(void **state)
{
	static const unsigned rounds[] = { 3, 2, 1, 1 };

	for (unsigned slowness = 1; slowness <= 4; slowness++) {
		struct machine m = { .gain = { 1.5, 1.5, 1.5 }, .slowness = slowness };
		struct pt_capacity_table t;

		assert_int_equal(calibrate(&m, 2, &t), 0);
		assert_true(m.now_ns < 1000000000);
		assert_int_equal((m.runs - 1) / 6, rounds[slowness - 1]);
		assert_near(t.got[PT_KERNEL_CACHE][1], 1.5);
	}
}

static void
one_cpu_gives_one_and_reads_what_is_measured(void **state)
{
	struct machine m = { .gain = { 2, 2, 2 } };
	struct pt_capacity_table t;

	assert_int_equal(calibrate(&m, 1, &t), 0);
	assert_int_equal(t.len, 1);
	for (unsigned k = 0; k < PT_KERNELS; k++)
		assert_near(t.got[k][0], 1);
	assert_near(t.read_bytes_per_s[0], READ);
	assert_int_equal(m.runs, 1 + 3);
}

static void
what_caches_give_is_not_what_memory_gives(void **state)
{
	struct machine m = { .gain = { 2, 2, 2 }, .from_caches = true };
	struct pt_capacity_table t;

	assert_int_equal(calibrate(&m, 4, &t), 0);
	assert_near(t.got[PT_KERNEL_MEMORY][2], 4);
	assert_false(pt_capacity_has_read(&t));
}

static void
more_than_all_is_noise_and_others_are_noticed(void **state)
{
	struct machine m = { .gain = { 2.2, 2, 2 }, .busy = 0.3 };
	struct pt_capacity_table t;

	assert_int_equal(calibrate(&m, 2, &t), 0);
	assert_near(t.got[PT_KERNEL_COMPUTE][1], 2);
	assert_true(t.disturbed);
}

static void
of_the_rounds_the_median_counts(void **state)
{
	static const double slower[][3] = { { 1, 2, 4 }, { 1, 4, 2 }, { 2, 1, 4 }, { 2, 4, 1 },
		{ 4, 1, 2 }, { 4, 2, 1 } };

	for (size_t i = 0; i < sizeof(slower) / sizeof(*slower); i++) {
		struct machine m = { .gain = { 1.6, 1.6, 1.6 }, .round_runs = 3 * 3 };
		struct pt_capacity_table t;

		memcpy(m.slower, slower[i], sizeof(m.slower));
		assert_int_equal(calibrate(&m, 4, &t), 0);
		assert_int_equal(m.runs, 1 + 3 * m.round_runs);
		for (unsigned k = 0; k < PT_KERNELS; k++)
			assert_near(t.got[k][1], 0.8);
	}
}

static void
a_machine_that_cannot_run_copies_is_not_calibrated(void **state)
{
	struct machine still = { .gain = { 2, 2, 2 }, .still = true };
	struct pt_capacity_table none;

	assert_int_equal(calibrate(&still, 2, &none), -EAGAIN);
	assert_int_equal(none.len, 0);
	for (int after = 0; after < 8; after++) {
		struct machine m = { .gain = { 2, 2, 2 }, .error = -EAGAIN, .error_after = after };
		struct pt_capacity_table t;

		assert_int_equal(calibrate(&m, 4, &t), -EAGAIN);
		assert_int_equal(t.len, 0);
	}
}

/* ---- the cache ---- */

#define KEY "model=Made; cpus=0-1; online=2; quota=none; boot=1"
#define OLD_LINE \
	"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1310 cache=1000,1280 memory=1000,1120"
#define LINE \
	"2 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1310 cache=1000,1280 memory=1000,1120 " \
	"read=14200,15900"
#define NOW 1000000

static struct tree home;

static int
set_up(void **state)
{
	tree_init(&home);
	setenv("XDG_CACHE_HOME", home.root, 1);
	return 0;
}

static int
tear_down(void **state)
{
	tree_fini(&home);
	return 0;
}

static struct pt_capacity_table
table(const char *line)
{
	struct pt_capacity_table t;

	assert_true(pt_capacity_parse(&t, line));
	return t;
}

static bool
loads(const char *key, uint64_t now_s)
{
	struct pt_capacity_table t;
	bool ok = pt_capacity_load(&t, key, now_s);

	assert_int_equal(ok, t.len > 0);
	return ok;
}

static void
what_was_stored_is_loaded(void **state)
{
	struct pt_capacity_table t = table(LINE), back;
	char path[4096], text[PT_CAPACITY_TEXT];
	struct stat st;

	assert_false(loads(KEY, NOW));
	pt_capacity_store(&t, KEY, NOW);
	assert_true(pt_capacity_load(&back, KEY, NOW + 1000000000));
	assert_true(pt_capacity_print(&back, text, sizeof(text)));
	assert_string_equal(text, LINE);
	assert_true(pt_capacity_path(path, sizeof(path), KEY));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	*strrchr(path, '/') = '\0';
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static unsigned
files(const char *folder)
{
	char path[4096];
	unsigned n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/%s", home.root, folder);
	d = opendir(path);
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static void
another_machine_has_another_file_another_boot_replaces_it(void **state)
{
	struct pt_capacity_table t = table(LINE);

	pt_capacity_store(&t, KEY, NOW);
	assert_false(loads("model=Made; cpus=0; online=2; quota=none; boot=1", NOW));
	assert_false(loads("model=Made; cpus=0-1; online=2; quota=none; boot=2", NOW));
	pt_capacity_store(&t, "model=Made; cpus=0-1; online=2; quota=none; boot=2", NOW);
	assert_int_equal(files("partop"), 1);
	assert_false(loads(KEY, NOW));
	pt_capacity_store(&t, "model=Made; cpus=0; online=2; quota=none; boot=2", NOW);
	assert_int_equal(files("partop"), 2);
}

static void
a_busy_machine_is_believed_for_ten_minutes(void **state)
{
	struct pt_capacity_table t = table(LINE);

	t.disturbed = true;
	pt_capacity_store(&t, KEY, NOW);
	assert_true(loads(KEY, NOW));
	assert_true(loads(KEY, NOW + 599));
	assert_false(loads(KEY, NOW + 600));
	assert_false(loads(KEY, NOW - 1)); /* the clock was put back */
}

/* The name of the key's file below the home. */
static const char *
name_of(const char *key)
{
	static char path[4096];

	assert_true(pt_capacity_path(path, sizeof(path), key));
	return path + strlen(home.root);
}

static void
what_is_no_such_file_is_none(void **state)
{
	static const char *const texts[] = { "", "partop capacity 1\n",
		"partop capacity 2\nkey " KEY "\nwhen 1\n" LINE "\n",
		"partop capacity 1\nkey " KEY "\nwhen 1\n" LINE,
		"partop capacity 1\nkey " KEY "\nwhen 1\n" LINE "\nmore\n",
		"partop capacity 1\nkey " KEY "\nwhen x\n" LINE "\n",
		"partop capacity 1\nkey other\nwhen 1\n" LINE "\n",
		"partop capacity 1\nwhen 1\n" LINE "\n",
		"partop capacity 1\nkey " KEY "\nwhen 1\n1 cpus=2\n", "\xff\xfe", LINE "\n" };
	char long_text[8192], path[4096];

	tree_file(&home, name_of(KEY), "partop capacity 1\nkey " KEY "\nwhen 1\n" LINE "\n");
	assert_true(loads(KEY, NOW));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		tree_file(&home, name_of(KEY), texts[i]);
		if (loads(KEY, NOW))
			fail_msg("taken: %s", texts[i]);
	}
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	tree_file(&home, name_of(KEY), long_text);
	assert_false(loads(KEY, NOW));
	tree_file(&home, name_of(KEY), "partop capacity 1\nkey " KEY "\nwhen 1\n" LINE "\n");
	assert_true(pt_capacity_path(path, sizeof(path), KEY));
	if (geteuid() == 0) { /* another user's */
		assert_int_equal(chown(path, 65534, 65534), 0);
		assert_false(loads(KEY, NOW));
	}
	/* a link, a folder, a fifo */
	assert_true(pt_capacity_path(path, sizeof(path), KEY));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_false(loads(KEY, NOW));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_false(loads(KEY, NOW));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(loads(KEY, NOW));
}

/* Of an older partop: what is read is not known. */
static void
a_file_without_rates_is_one(void **state)
{
	struct pt_capacity_table t;

	tree_file(&home, name_of(KEY), "partop capacity 1\nkey " KEY "\nwhen 1\n" OLD_LINE "\n");
	assert_true(pt_capacity_load(&t, KEY, NOW));
	assert_near(t.got[PT_KERNEL_COMPUTE][1], 1.31);
	assert_false(pt_capacity_has_read(&t));
}

static void
a_folder_that_cannot_be_made_is_no_error(void **state)
{
	static const char *const homes[] = { "/dev/null", "/proc/self/none", "relative", "" };
	struct pt_capacity_table t = table(LINE);

	setenv("HOME", "/dev/null", 1);
	for (size_t i = 0; i < sizeof(homes) / sizeof(*homes); i++) {
		setenv("XDG_CACHE_HOME", homes[i], 1);
		pt_capacity_store(&t, KEY, NOW);
		assert_false(loads(KEY, NOW));
	}
	unsetenv("HOME");
	pt_capacity_store(&t, KEY, NOW);
	assert_false(loads(KEY, NOW));
}

static void
without_a_cache_home_it_is_below_the_home(void **state)
{
	struct pt_capacity_table t = table(LINE);

	unsetenv("XDG_CACHE_HOME");
	setenv("HOME", home.root, 1);
	pt_capacity_store(&t, KEY, NOW);
	assert_true(loads(KEY, NOW));
	assert_int_equal(files(".cache/partop"), 1);
}

/* ---- this machine ---- */

static void
the_key_is_one_clean_line(void **state)
{
	char key[PT_CAPACITY_KEY], again[PT_CAPACITY_KEY], model[8];

	pt_capacity_key(key, sizeof(key));
	assert_string_equal(pt_capacity_key(again, sizeof(again)), key);
	for (const char *c = key; *c; c++)
		assert_in_range(*c, ' ', '~');
	assert_non_null(strstr(key, "; boot="));
	assert_true(strlen(pt_machine_model(model, sizeof(model))) < sizeof(model));
}

static void
copies_work_and_so_many_of_them(void **state)
{
	struct pt_copies *c = pt_copies_open(2, 8 << 20);
	struct pt_copies_result r;

	assert_non_null(c);
	for (unsigned k = 0; k < PT_KERNELS; k++)
		for (unsigned n = 1; n <= 2; n++) {
			assert_int_equal(pt_copies_run(c, (enum pt_kernel)k, n, 1000000, &r), 0);
			assert_true(r.steps_per_s > 0);
			assert_true(r.on_cpu > 0 && r.on_cpu < 1.1);
		}
	assert_int_equal(pt_copies_run(c, PT_KERNEL_COMPUTE, 0, 1000, &r), -EINVAL);
	assert_int_equal(pt_copies_run(c, PT_KERNEL_COMPUTE, 3, 1000, &r), -EINVAL);
	pt_copies_close(c);
	pt_copies_close(NULL);
}

static void
a_step_is_always_the_same_work(void **state)
{
	for (unsigned k = 0; k < PT_KERNELS; k++) {
		struct pt_kernel_state a, b;
		size_t bytes = pt_kernel_bytes((enum pt_kernel)k, 2 << 20);

		assert_int_equal(pt_kernel_init(&a, (enum pt_kernel)k, bytes, 1), 0);
		assert_int_equal(pt_kernel_init(&b, (enum pt_kernel)k, bytes, 1), 0);
		for (int i = 0; i < 40; i++) { /* the memory kernel goes round */
			pt_kernel_step(&a, (enum pt_kernel)k);
			pt_kernel_step(&b, (enum pt_kernel)k);
		}
		assert_memory_equal(a.x, b.x, sizeof(a.x));
		assert_true(a.at < a.words);
		pt_kernel_step(&b, (enum pt_kernel)k);
		assert_memory_not_equal(a.x, b.x, sizeof(a.x));
		pt_kernel_fini(&a);
		pt_kernel_fini(&b);
	}
}

/* Every word is read, each once, with the loads of this CPU. */
static void
a_stream_adds_every_word_up(void **state)
{
	uint64_t *words = calloc(2 * PT_STREAM_WORDS + 1, sizeof(*words));

	assert_non_null(words);
	for (size_t at = 0; at < 2; at++) /* aligned to 16 bytes and to 8 */
		for (size_t i = 0; i < 2 * PT_STREAM_WORDS; i++) {
			words[at + i] = UINT64_C(1) << 63 | i;
			assert_true(pt_stream_sum(words + at, PT_STREAM_WORDS) ==
				(i < PT_STREAM_WORDS ? words[at + i] : 0));
			assert_true(
				pt_stream_sum(words + at, 2 * PT_STREAM_WORDS) == words[at + i]);
			words[at + i] = 0;
		}
	assert_true(pt_stream_sum(words, 0) == 0);
	free(words);
}

static void
what_caches_forget_is_still_there(void **state)
{
	struct pt_kernel_state s;
	size_t bytes = pt_kernel_bytes(PT_KERNEL_MEMORY, 1 << 20), steps = 0;
	uint64_t before;

	assert_int_equal(pt_kernel_init(&s, PT_KERNEL_MEMORY, bytes, 1), 0);
	before = pt_stream_sum(s.memory, s.words);
	pt_kernel_step(&s, PT_KERNEL_MEMORY);
	assert_false(pt_kernel_is_through(&s));
	assert_int_equal(pt_kernel_forget(&s, PT_KERNEL_MEMORY), pt_stream_can_forget());
	assert_true(pt_stream_sum(s.memory, s.words) == before);
	s.at = 0;
	do { /* a pass reads all of it */
		pt_kernel_step(&s, PT_KERNEL_MEMORY);
		steps++;
	} while (!pt_kernel_is_through(&s));
	assert_int_equal(steps * pt_kernel_read_bytes(PT_KERNEL_MEMORY), bytes);
	pt_kernel_fini(&s);
	assert_int_equal(pt_kernel_read_bytes(PT_KERNEL_COMPUTE), 0);
}

#define WITH_HOME(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_are_compared_with_one),
		cmocka_unit_test(it_takes_less_than_a_second_whatever_the_machine),
		cmocka_unit_test(rounds_that_would_take_too_long_are_left_out),
		cmocka_unit_test(one_cpu_gives_one_and_reads_what_is_measured),
		cmocka_unit_test(what_caches_give_is_not_what_memory_gives),
		cmocka_unit_test(more_than_all_is_noise_and_others_are_noticed),
		cmocka_unit_test(of_the_rounds_the_median_counts),
		cmocka_unit_test(a_machine_that_cannot_run_copies_is_not_calibrated),
		WITH_HOME(what_was_stored_is_loaded),
		WITH_HOME(another_machine_has_another_file_another_boot_replaces_it),
		WITH_HOME(a_busy_machine_is_believed_for_ten_minutes),
		WITH_HOME(what_is_no_such_file_is_none),
		WITH_HOME(a_file_without_rates_is_one),
		WITH_HOME(a_folder_that_cannot_be_made_is_no_error),
		WITH_HOME(without_a_cache_home_it_is_below_the_home),
		cmocka_unit_test(the_key_is_one_clean_line),
		cmocka_unit_test(copies_work_and_so_many_of_them),
		cmocka_unit_test(a_step_is_always_the_same_work),
		cmocka_unit_test(a_stream_adds_every_word_up),
		cmocka_unit_test(what_caches_forget_is_still_there),
	};

	return cmocka_run_group_tests_name("calibrate", tests, NULL, NULL);
}
