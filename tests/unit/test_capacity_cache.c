/* SPDX-License-Identifier: MIT */
/* os/capacity_cache.h on files of its own. */
#include "tests/unit/cm.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/capacity_cache.h"
#include "os/cpus.h"
#include "os/machine.h"
#include "tests/unit/tree.h"

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
	assert_true(fabs(t.got[PT_KERNEL_COMPUTE][1] - 1.31) < 1e-9);
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

#define WITH_HOME(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_HOME(what_was_stored_is_loaded),
		WITH_HOME(another_machine_has_another_file_another_boot_replaces_it),
		WITH_HOME(a_busy_machine_is_believed_for_ten_minutes),
		WITH_HOME(what_is_no_such_file_is_none),
		WITH_HOME(a_file_without_rates_is_one),
		WITH_HOME(a_folder_that_cannot_be_made_is_no_error),
		WITH_HOME(without_a_cache_home_it_is_below_the_home),
		cmocka_unit_test(the_key_is_one_clean_line),
	};

	return cmocka_run_group_tests_name("capacity cache", tests, NULL, NULL);
}
