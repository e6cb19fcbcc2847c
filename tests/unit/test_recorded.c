/* SPDX-License-Identifier: MIT */
/* What the runtime puts into a recording, read back by the reader. */
#include "tests/unit/cm.h"

#include <errno.h>
#include <partop/partop.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "recording/handover.h"
#include "recording/keys.h"
#include "os/proc.h"
#include "recording/reader.h"
#include "runtime/pool.h"
#include "runtime/recorder.h"

#define WORKERS 3

PARTOP_TASK_1(long, branch, int, depth)
{
	long sum = 1;

	if (depth == 0)
		return 1;
	for (int i = 0; i < 3; i++)
		PARTOP_SPAWN(branch, depth - 1);
	for (int i = 0; i < 3; i++)
		sum += PARTOP_SYNC(branch);
	return sum;
}

static void
plain_leaf(partop_worker *w, partop_task *head, void *arg)
{
	(void)arg;
	PARTOP_CALL(branch, 6);
}

static uint64_t
word_leaf(partop_worker *w, partop_task *head, uint64_t depth)
{
	return (uint64_t)PARTOP_CALL(branch, (int)depth);
}

/* Tasks of this kind are named by their function. */
static void
spawn_words(partop_worker *w, partop_task *head)
{
	uint64_t sum;

	for (int i = 0; i < 4; i++)
		head = partop_spawn_word(w, head, word_leaf, 5);
	for (int i = 0; i < 4; i++)
		head = partop_sync_word(w, head, word_leaf, 5, &sum);
}

static void
body(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)arg;
	for (; lo < hi; lo++)
		PARTOP_CALL(branch, 5);
}

/* A task that a thief must run: its spawner only polls.  Sleepers are woken for it. */
static _Atomic int flag;

PARTOP_VOID_TASK_1(set_flag, int, value)
{
	flag = value;
}

static void
work(partop_worker *w, partop_task *head, void *arg)
{
	struct partop_range_options o = { .grain = 1, .label = "rows" };

	(void)arg;
	partop_mark(w, "half", 7);
	flag = 0;
	PARTOP_SPAWN(set_flag, 1);
	while (!flag) {
		partop_poll(w, head);
		sched_yield();
	}
	PARTOP_SYNC(set_flag);
	PARTOP_CALL(branch, 9);
	partop_join(w, head, plain_leaf, NULL, plain_leaf, NULL);
	spawn_words(w, head);
	partop_for(w, head, 0, 100, body, NULL, &o);
}

/* A finished recording of some runs; another pool was there before, so that slots and worker
 * numbers differ. */
struct recorded {
	int fd;
	uint32_t first_slot;
	struct pt_rec_reader reader;
};

static int
record(void **state)
{
	static struct recorded rec;
	struct pt_rec_options o = { .level = PT_REC_LEVEL_STEALS, .cap_bytes = 64 << 20 };
	partop_pool *before, *p;

	rec.fd = memfd_create("recording", MFD_CLOEXEC);
	o.fd = rec.fd;
	partop_label(plain_leaf, "plain leaf");
	partop_label_word(word_leaf, "word leaf");
	assert_int_equal(pt_recorder_open(&o), 0);
	assert_int_equal(partop_pool_open(&before, &(struct partop_config){ .threads = 2 }), 0);
	assert_int_equal(partop_pool_open(&p, &(struct partop_config){ .threads = WORKERS }), 0);
	rec.first_slot = pt_pool_first_slot(p);
	for (int i = 0; i < 20; i++) {
		while (i % 4 == 0 && pt_pool_idle(p) != WORKERS - 1)
			usleep(100);
		assert_int_equal(partop_run(p, work, NULL), 0);
	}
	partop_pool_close(p);
	partop_pool_close(before);
	pt_recorder_close();
	assert_int_equal(pt_rec_open_fd(&rec.reader, rec.fd, false), 0);
	assert_int_equal(pt_rec_build_index(&rec.reader), 0);
	*state = &rec;
	return 0;
}

static int
forget(void **state)
{
	struct recorded *rec = *state;

	pt_rec_shut(&rec->reader);
	close(rec->fd);
	return 0;
}

static uint64_t
counter(struct recorded *rec, uint32_t worker, enum pt_counter c)
{
	struct pt_rec_snapshot s;

	assert_int_equal(pt_rec_snapshot(&rec->reader, rec->first_slot + worker, &s), 0);
	return s.counter[c];
}

static void
slots_are_in_a_row(void **state)
{
	struct recorded *rec = *state;

	assert_int_equal(rec->first_slot, 2);
	for (uint32_t i = 0; i < WORKERS; i++) {
		struct pt_rec_snapshot s;

		assert_int_equal(pt_rec_snapshot(&rec->reader, rec->first_slot + i, &s), 0);
		assert_int_equal(s.index, i);
		assert_int_equal(s.life, PT_REC_SLOT_GONE);
	}
}

/* Counts the events of one type of one worker; thefts per victim into row. */
static uint64_t
count_events(struct recorded *rec, uint32_t worker, uint8_t type, uint64_t *row)
{
	const struct pt_rec_event *e;
	struct pt_rec_scan scan;
	uint64_t n = 0;

	assert_int_equal(pt_rec_scan_begin(&scan, &rec->reader, rec->first_slot + worker), 0);
	while ((e = pt_rec_scan_next(&scan))) {
		if (e->type != type)
			continue;
		n++;
		if (row) {
			assert_in_range(e->a, rec->first_slot, rec->first_slot + WORKERS - 1);
			row[e->a - rec->first_slot]++;
		}
	}
	assert_int_equal(scan.disorder, 0);
	pt_rec_scan_end(&scan);
	return n;
}

static void
every_theft_is_recorded_with_its_victims_slot(void **state)
{
	struct recorded *rec = *state;

	for (uint32_t i = 0; i < WORKERS; i++) {
		uint64_t seen[WORKERS] = { 0 }, row[2 + WORKERS];

		assert_int_equal(count_events(rec, i, PT_REC_EV_STEAL, seen),
			counter(rec, i, PT_COUNTER_STOLEN));
		assert_int_equal(pt_rec_row(&rec->reader, rec->first_slot + i, row, 2 + WORKERS),
			0);
		assert_int_equal(seen[i], 0);
		for (uint32_t k = 0; k < WORKERS; k++)
			assert_int_equal(seen[k], row[rec->first_slot + k]);
	}
}

static void
every_wake_is_recorded_by_its_sender(void **state)
{
	struct recorded *rec = *state;
	uint64_t sent = 0, run = 0;

	for (uint32_t i = 0; i < WORKERS; i++) {
		uint64_t n = count_events(rec, i, PT_REC_EV_WAKE_SENT, NULL);

		assert_int_equal(n, counter(rec, i, PT_COUNTER_WAKES));
		sent += n;
		run += count_events(rec, i, PT_REC_EV_WAKE_RUN, NULL);
	}
	assert_true(run <= sent && sent > 0);
}

/* Workers that were woken, too, which put their bookings off. */
static void
every_worker_books_its_cpu_time(void **state)
{
	struct recorded *rec = *state;
	struct pt_usage u;

	if (pt_proc_own_usage(&u) != 0)
		skip(); /* this kernel does not tell */
	for (uint32_t i = 0; i < WORKERS; i++) {
		assert_true(counter(rec, i, PT_COUNTER_CPU_NS) > 0);
		assert_true(i == 0 || counter(rec, i, PT_COUNTER_PARKS) > 0);
	}
}

struct labels {
	uint16_t id;
	const char *wanted;
};

static void
find_label(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	struct labels *l = arg;

	if (kind == PT_REC_ENTRY_LABEL && len == strlen(l->wanted) &&
		!memcmp(bytes, l->wanted, len)) {
		assert_int_equal(l->id, 0); /* registered once */
		l->id = (uint16_t)id;
	}
}

static uint16_t
label_id(struct recorded *rec, const char *text)
{
	struct pt_rec_entry_place place = { 0 };
	struct labels l = { .wanted = text };

	pt_rec_entries(&rec->reader, &place, find_label, &l);
	return l.id;
}

static void
stolen_tasks_have_names(void **state)
{
	struct recorded *rec = *state;
	uint16_t branch_id = label_id(rec, "branch"), plain = label_id(rec, "plain leaf");
	uint16_t rows = label_id(rec, "rows"), flags = label_id(rec, "set_flag");
	uint16_t words = label_id(rec, "word leaf");
	uint64_t thefts = 0;

	for (uint32_t i = 0; i < WORKERS; i++) {
		const struct pt_rec_event *e;
		struct pt_rec_scan scan;

		assert_int_equal(pt_rec_scan_begin(&scan, &rec->reader, rec->first_slot + i), 0);
		while ((e = pt_rec_scan_next(&scan))) {
			struct pt_rec_steal steal;

			if (e->type != PT_REC_EV_STEAL)
				continue;
			memcpy(&steal, e + 1, sizeof(steal));
			assert_true(steal.label == branch_id || steal.label == plain ||
				steal.label == rows || steal.label == flags ||
				steal.label == words);
			assert_true(steal.label != 0 && steal.tries > 0);
			thefts++;
		}
		pt_rec_scan_end(&scan);
	}
	assert_true(thefts > 0);
}

/* As its chunk heads and state events tell it, a worker's time is what its page says. */
static void
state_events_add_up_to_the_page(void **state)
{
	struct recorded *rec = *state;

	for (uint32_t i = 0; i < WORKERS; i++) {
		const struct pt_rec_event *e;
		struct pt_rec_snapshot s;
		struct pt_rec_scan scan;
		uint64_t spent[PT_REC_STATES] = { 0 }, since;
		unsigned now = PT_REC_OUT;

		assert_int_equal(pt_rec_snapshot(&rec->reader, rec->first_slot + i, &s), 0);
		since = s.begun;
		assert_int_equal(pt_rec_scan_begin(&scan, &rec->reader, rec->first_slot + i), 0);
		while ((e = pt_rec_scan_next(&scan)))
			if (e->type == PT_REC_EV_STATE) {
				spent[now] += e->ts - since;
				since = e->ts;
				now = e->c;
			}
		pt_rec_scan_end(&scan);
		assert_memory_equal(spent, s.spent, sizeof(spent));
		assert_true(i > 0 || s.spent[PT_REC_WORK] > 0);
	}
}

/* ---- while it runs ---- */

static int live_fd;

static void
count_live(partop_worker *w, partop_task *head, void *arg)
{
	struct pt_rec_reader r;
	struct pt_rec_snapshot before, after;
	bool *ok = arg;

	assert_int_equal(pt_rec_open_fd(&r, live_fd, true), 0);
	pt_rec_snapshot(&r, 0, &before);
	for (int i = 0; i < 10; i++)
		PARTOP_SPAWN(branch, 0);
	pt_rec_snapshot(&r, 0, &after);
	for (int i = 0; i < 10; i++)
		PARTOP_SYNC(branch);
	pt_rec_shut(&r);
	*ok = after.counter[PT_COUNTER_SPAWNED] - before.counter[PT_COUNTER_SPAWNED] == 10 &&
		after.state == PT_REC_WORK;
}

static void
spawns_are_seen_while_they_happen(void **state)
{
	struct pt_rec_options o = { .level = PT_REC_LEVEL_COUNTERS };
	partop_pool *p;
	bool ok = false;

	(void)state;
	o.fd = live_fd = memfd_create("live", MFD_CLOEXEC);
	assert_int_equal(pt_recorder_open(&o), 0);
	assert_int_equal(pt_recorder_open(&o), -EBUSY);
	assert_int_equal(partop_pool_open(&p, &(struct partop_config){ .threads = 2 }), 0);
	assert_int_equal(partop_run(p, count_live, &ok), 0);
	assert_true(ok);
	partop_pool_close(p);
	pt_recorder_close();
	close(live_fd);
}

/* ---- from the environment ---- */

static void
find_meta(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	const char *key = bytes;
	unsigned *found = arg;

	(void)id;
	if (kind != PT_REC_ENTRY_META)
		return;
	if (len == sizeof(PT_KEY_BASELINE_NS "\0001234") - 1 &&
		!memcmp(key, PT_KEY_BASELINE_NS "\0001234", len))
		*found |= 1;
	if (len == sizeof(PT_KEY_THREADS "\0002") - 1 && !memcmp(key, PT_KEY_THREADS "\0002", len))
		*found |= 2;
	if (!strcmp(key, PT_KEY_PROGRAM))
		*found |= 4;
}

/* The user's program: a default pool, an end by exit(). */
_Noreturn static void
users_program(int fd)
{
	char text[PT_HANDOVER_TEXT];

	if (pt_handover_begin(fd) != 0 || pt_handover_text(fd, fd, text) != 0)
		exit(2);
	setenv("PARTOP_RECORDING", text, 1);
	setenv("PARTOP_THREADS", "2", 1);
	partop_set_baseline_ns(1234);
	exit(partop_run(NULL, work, NULL) ? 1 : 0);
}

static void
a_recording_from_the_environment_is_finished_at_exit(void **state)
{
	struct pt_rec_entry_place place = { 0 };
	int fd = memfd_create("environment", 0), status;
	struct pt_rec_status live;
	struct pt_rec_reader r;
	unsigned found = 0;
	char *self[] = { (char *)(uintptr_t) "test_recorded", NULL };
	pid_t pid;

	(void)state;
	pid = fork();
	if (pid == 0) {
		char text[16];

		snprintf(text, sizeof(text), "%d", fd);
		setenv("TEST_RECORDED_FD", text, 1);
		execv("/proc/self/exe", self);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(pt_rec_open_fd(&r, fd, false), 0);
	assert_int_equal(pt_rec_status(&r, &live), 0);
	assert_int_equal(live.life, PT_REC_ENDED);
	assert_int_equal(live.workers, 2);
	assert_string_equal(r.warning, "");
	pt_rec_entries(&r, &place, find_meta, &found);
	assert_int_equal(found, 7);
	pt_rec_shut(&r);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots_are_in_a_row),
		cmocka_unit_test(every_theft_is_recorded_with_its_victims_slot),
		cmocka_unit_test(every_wake_is_recorded_by_its_sender),
		cmocka_unit_test(every_worker_books_its_cpu_time),
		cmocka_unit_test(stolen_tasks_have_names),
		cmocka_unit_test(state_events_add_up_to_the_page),
		cmocka_unit_test(spawns_are_seen_while_they_happen),
		cmocka_unit_test(a_recording_from_the_environment_is_finished_at_exit),
	};
	const char *fd = getenv("TEST_RECORDED_FD");

	if (fd)
		users_program(atoi(fd));
	return cmocka_run_group_tests_name("recorded", tests, record, forget);
}
