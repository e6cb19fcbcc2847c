/* SPDX-License-Identifier: MIT */
/* A good recording passes at every instant of its life: checked again and again while it grows. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "export/check.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/made_recording.h"

#define RECORDINGS 24
#define STEALS 3000 /* some 70 chunks of 4 KiB for each worker */

static _Atomic bool written;

/* Both workers by one thread: what a page says was written by one at a time. */
static void *
write_on(void *arg)
{
	struct made *m = arg;

	made_steals(m, STEALS);
	atomic_store(&written, true); /* pairs with the load in check_while_written */
	return NULL;
}

static void
check_once(const struct made *m)
{
	struct pt_error e;
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	int found = pt_check_recording(m->path, out, &e);

	fclose(out);
	if (found != 0)
		fail_msg("%s", found < 0 ? e.text : text);
	assert_non_null(strstr(text, "still being written"));
	free(text);
}

/* Returns how often it was checked before the last event. */
static int
check_while_written(uint32_t ring)
{
	struct made m;
	pthread_t thread;
	int times = 0;

	made_begin(&m, 2, ring);
	atomic_store(&written, false);
	assert_int_equal(pthread_create(&thread, NULL, write_on, &m), 0);
	for (; !atomic_load(&written); times++)
		check_once(&m);
	pthread_join(thread, NULL);
	check_once(&m);
	made_fini(&m);
	return times;
}

static void
check_many(uint32_t ring)
{
	int times = 0;

	for (int i = 0; i < RECORDINGS || times == 0; i++)
		times += check_while_written(ring);
}

static void
a_growing_recording_passes_while_it_is_written(void **state)
{
	check_many(0);
}

static void
a_ring_passes_while_it_is_written(void **state)
{
	check_many(8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_growing_recording_passes_while_it_is_written),
		cmocka_unit_test(a_ring_passes_while_it_is_written),
	};

	return cmocka_run_group_tests_name("check, live", tests, NULL, NULL);
}
