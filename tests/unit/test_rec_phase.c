/* SPDX-License-Identifier: MIT */
/* Phases: what each worker did between two instants adds up, also while it goes on. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/proc.h"
#include "tests/unit/cm.h"
#include "tests/unit/rec_payload.h"

/* All entries of a recording that has few phases. */
struct seen {
	struct pt_rec_phase phase[8];            /* by id */
	struct pt_rec_phase_worker worker[8][4]; /* by id and slot */
	uint64_t row[8][4][1024];
	uint32_t phases, workers, rows;
	bool unfinished; /* workers of a phase after its end */
};

static void
see(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	struct seen *s = arg;
	const struct pt_rec_phase_worker *w = bytes;
	const struct pt_rec_phase_row *row = bytes;

	if (kind == PT_REC_ENTRY_PHASE) {
		assert_int_equal(len, sizeof(s->phase[0]));
		memcpy(&s->phase[id % 8], bytes, len);
		s->phases++;
	} else if (kind == PT_REC_ENTRY_WORKER) {
		assert_int_equal(len, sizeof(*w));
		s->unfinished |= s->phase[id % 8].end != 0;
		s->worker[id % 8][w->slot % 4] = *w;
		s->workers++;
	} else if (kind == PT_REC_ENTRY_ROW) {
		assert_int_equal(len, sizeof(*row) + row->n * sizeof(row->pair[0]));
		for (uint32_t i = 0; i < row->n; i++)
			s->row[id % 8][row->slot % 4][row->pair[i].victim] += row->pair[i].count;
		s->rows++;
	}
}

static struct seen *
read_all(int fd)
{
	struct pt_rec_entry_place place = { .off = 0 };
	struct seen *s = calloc(1, sizeof(*s));
	struct pt_rec_reader r;

	assert_int_equal(pt_rec_open_fd(&r, fd, false), 0);
	pt_rec_entries(&r, &place, see, s);
	assert_int_equal(atomic_load(&r.head.journal_lost), 0);
	pt_rec_shut(&r);
	return s;
}

static uint64_t
length(const struct pt_rec_phase *p)
{
	return p->end - p->begin;
}

static uint64_t
total(const struct pt_rec_phase_worker *w)
{
	uint64_t sum = 0;

	for (int i = 0; i < PT_REC_STATES; i++)
		sum += w->spent[i];
	return sum;
}

static struct pt_rec_writer *
create(int fd, uint32_t slots)
{
	struct pt_rec_options o = { .fd = fd,
		.slots = slots,
		.chunk_bytes = PT_REC_CHUNK_MIN,
		.ring_chunks = 4,
		.level = PT_REC_LEVEL_STEALS };
	struct pt_rec_writer *w = NULL;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	return w;
}

static void
wait_ticks(uint64_t n)
{
	for (uint64_t until = pt_rec_ticks() + n; pt_rec_ticks() < until;)
		;
}

static void
a_phase_has_the_differences(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 4);
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 0, 0);
	struct pt_rec_pen *idle[2] = { pt_rec_pen_open(w, "worker", 0, 1),
		pt_rec_pen_open(w, "worker", 0, 2) };

	pt_rec_pen_adopt(p);
	pt_rec_enter(p, PT_REC_WORK, 0, 0);
	pt_rec_count(p, PT_COUNTER_SPAWNED, 100);
	pt_rec_count_steal(p, 2);
	pt_rec_raise(p, PT_COUNTER_NEST_MAX, 9);
	uint32_t id = pt_rec_phase_begin(w, PT_REC_PHASE_RUN, 3, 0, 4);

	wait_ticks(100000);
	pt_rec_count(p, PT_COUNTER_SPAWNED, 11);
	pt_rec_count_steal(p, 2);
	pt_rec_count_steal(p, 1);
	pt_rec_enter(p, PT_REC_SEARCH, 0, 0);
	wait_ticks(100000);
	pt_rec_book(p, PT_REC_SEARCH);
	pt_rec_phase_end(w, id, 777, -5);
	pt_rec_pen_close(p);
	pt_rec_pen_close(idle[0]);
	pt_rec_pen_close(idle[1]);
	pt_rec_close(w);

	struct seen *s = read_all(fd);
	const struct pt_rec_phase *ph = &s->phase[id];

	assert_int_equal(id, 1);
	assert_int_equal(s->phases, 2);
	assert_int_equal(s->workers, 4);
	assert_false(s->unfinished);
	assert_int_equal(ph->kind, PT_REC_PHASE_RUN);
	assert_int_equal(ph->index, 3);
	assert_int_equal(ph->elapsed_ns, 777);
	assert_int_equal(ph->status, -5);
	for (int i = 0; i < 4; i++)
		assert_true(total(&s->worker[id][i]) == length(ph));
	assert_true(s->worker[id][0].spent[PT_REC_WORK] >= 100000);
	assert_true(s->worker[id][0].spent[PT_REC_SEARCH] >= 100000);
	assert_true(s->worker[id][0].spent[PT_REC_OUT] == 0);
	assert_true(s->worker[id][1].spent[PT_REC_OUT] == length(ph));
	assert_true(s->worker[id][3].spent[PT_REC_OUT] == length(ph)); /* a slot never used */
	assert_int_equal(s->worker[id][0].counter[PT_COUNTER_SPAWNED], 11);
	assert_int_equal(s->worker[id][0].counter[PT_COUNTER_STOLEN], 2);
	assert_int_equal(s->worker[id][0].counter[PT_COUNTER_NEST_MAX], 9);
	assert_int_equal(s->row[id][0][1], 1);
	assert_int_equal(s->row[id][0][2], 1);
	assert_int_equal(s->rows, 1);
	free(s);
	close(fd);
}

static void
cpu_time_is_complete_at_the_end_of_a_phase(void **state)
{
	uint64_t cpu_ns = 0, delay_ns;
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 1);
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 0, 0);

	pt_rec_pen_adopt(p);
	uint64_t before = atomic_load(&p->booked_cpu_ns);

	pt_rec_enter(p, PT_REC_WORK, 0, 0);
	uint32_t id = pt_rec_phase_begin(w, PT_REC_PHASE_RUN, 1, 0, 1);

	/* nothing is booked in the phase: all of it comes from the kernel's books */
	do {
		wait_ticks(1000000);
		pt_rec_book(p, PT_REC_WORK);
		cpu_ns = atomic_load(&p->booked_cpu_ns) - before;
		delay_ns = atomic_load(&p->booked_delay_ns);
		if (before == 0 && cpu_ns == 0)
			break; /* this kernel does not tell */
	} while (cpu_ns < 3000000);
	wait_ticks(100000000); /* several times what the scheduler's books lag behind */
	pt_rec_phase_end(w, id, 0, 0);
	pt_rec_pen_close(p);
	pt_rec_close(w);
	struct seen *s = read_all(fd);

	if (cpu_ns > 0)
		assert_true(s->worker[id][0].counter[PT_COUNTER_CPU_NS] > 3000000);
	(void)delay_ns;
	free(s);
	close(fd);
}

/* Of a wake's delay the wait for a CPU is the sleeper's, the rest that of what it did then. */
static void
a_booking_put_off_splits_the_delay(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 1);
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 0, 0);
	_Atomic uint64_t *work = &p->page->counter[PT_COUNTER_DELAY_WORK_NS];
	_Atomic uint64_t *other = &p->page->counter[PT_COUNTER_DELAY_OTHER_NS];

	pt_rec_pen_adopt(p);
	uint64_t begun = atomic_load(&p->booked_delay_ns);

	for (int i = 0; i < 40; i++) {
		uint64_t work_was = *work, other_was = *other;

		sched_yield();
		pt_rec_book_woken(p, PT_REC_WORK, i % 2 ? UINT64_MAX : 0);
		assert_true(*(i % 2 ? work : other) == (i % 2 ? work_was : other_was));
		assert_true(*work + *other == atomic_load(&p->booked_delay_ns) - begun);
	}
	pt_rec_pen_close(p);
	pt_rec_close(w);
	close(fd);
}

/* Books WORK in turns with SEARCH while `work` goes on in WORK; the pen's counters are the result. */
static struct pt_rec_pen *
booked_work(struct pt_rec_writer *w, void work(void))
{
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 0, 0);

	pt_rec_pen_adopt(p);
	for (int i = 0; i < 10; i++) {
		pt_rec_enter(p, PT_REC_WORK, 0, 0);
		work();
		pt_rec_enter(p, PT_REC_SEARCH, 0, 0);
		pt_rec_book(p, PT_REC_WORK);
	}
	return p;
}

static void
sleep_in_a_task(void)
{
	usleep(3000);
}

static void
compute_in_a_task(void)
{
	wait_ticks(3000000);
}

/* Time in WORK = CPU time + run delay + blocked, and all three are the kernel's. */
static void
a_sleep_in_a_task_is_blocked_time(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 1);
	struct pt_usage u;

	if (pt_proc_own_usage(&u) != 0)
		skip();
	struct pt_rec_pen *p = booked_work(w, sleep_in_a_task);
	uint64_t work = pt_ticks_to_ns(p->page->spent[PT_REC_WORK], pt_clock_hz());
	uint64_t blocked = p->page->counter[PT_COUNTER_BLOCKED_NS];
	uint64_t rest =
		p->page->counter[PT_COUNTER_CPU_NS] + p->page->counter[PT_COUNTER_DELAY_WORK_NS];

	assert_true(work >= 30000000);
	assert_true(blocked <= work && blocked >= 10000000);
	assert_true(blocked + rest + 1000000 >= work);
	pt_rec_pen_close(p);
	pt_rec_close(w);
	close(fd);
}

/* What a preempted or a stolen CPU takes away is run delay: a thread that never slept is not blocked. */
static void
a_task_that_never_sleeps_is_never_blocked(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 1);
	struct pt_rec_pen *p = booked_work(w, compute_in_a_task);

	/* but for a page that had to come from the disk */
	assert_true(p->page->counter[PT_COUNTER_BLOCKED_NS] * 10 <=
		pt_ticks_to_ns(p->page->spent[PT_REC_WORK], pt_clock_hz()));
	pt_rec_pen_close(p);
	pt_rec_close(w);
	close(fd);
}

/* The runtime sleeps at a join, and a thread slept before it became a worker: no task did. */
static void
sleeps_outside_of_tasks_are_not_blocked_time(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 1);
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 0, 0);
	_Atomic uint64_t *blocked = &p->page->counter[PT_COUNTER_BLOCKED_NS];

	pt_rec_enter(p, PT_REC_WORK, 0, 0);
	usleep(20000);
	pt_rec_pen_adopt(p);
	wait_ticks(3000000);
	pt_rec_enter(p, PT_REC_SEARCH, 0, 0);
	pt_rec_book(p, PT_REC_WORK);
	assert_true(*blocked < 5000000);
	pt_rec_enter(p, PT_REC_WORK, 0, 0);
	wait_ticks(20000000);
	pt_rec_enter(p, PT_REC_WAIT, 0, 0);
	usleep(20000);
	pt_rec_enter(p, PT_REC_SEARCH, 0, 0);
	pt_rec_book(p, PT_REC_WAIT);
	assert_true(*blocked < 5000000);
	pt_rec_pen_close(p);
	pt_rec_close(w);
	close(fd);
}

static void *
end_a_phase(void *arg)
{
	pt_rec_phase_end(arg, 2, 0, 0);
	return NULL;
}

/* A baseline without workers: the thread that marks it is the one that runs it. */
static void
a_phase_says_what_its_own_thread_used(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 1);
	struct pt_usage u;
	pthread_t other;

	if (pt_proc_own_usage(&u) != 0)
		skip();
	uint32_t id = pt_rec_phase_begin(w, PT_REC_PHASE_SEQUENTIAL, 0, 0, 0);

	wait_ticks(5000000);
	usleep(5000);
	pt_rec_phase_end(w, id, 0, 0);
	id = pt_rec_phase_begin(w, PT_REC_PHASE_SEQUENTIAL, 1, 0, 0);
	assert_int_equal(id, 2);
	assert_int_equal(pthread_create(&other, NULL, end_a_phase, w), 0);
	pthread_join(other, NULL);
	pt_rec_close(w);
	struct seen *s = read_all(fd);
	const struct pt_rec_phase *p = &s->phase[1];
	uint64_t known = p->cpu_ns + p->delay_ns + p->blocked_ns;

	assert_true(p->flags & PT_REC_PHASE_USAGE);
	assert_true(p->cpu_ns > 0 && p->blocked_ns >= 1000000);
	assert_true(known <= pt_ticks_to_ns(length(p), pt_clock_hz()) + 1000000);
	assert_false(s->phase[2].flags & PT_REC_PHASE_USAGE);
	free(s);
	close(fd);
}

static void
a_long_row_takes_several_notes(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 600);
	struct pt_rec_pen *p[600];

	for (uint32_t i = 0; i < 600; i++)
		assert_non_null(p[i] = pt_rec_pen_open(w, "w", 0, i));
	uint32_t id = pt_rec_phase_begin(w, PT_REC_PHASE_WARMUP, 0, 0, 1);

	for (uint32_t v = 1; v < 600; v++)
		for (uint32_t k = 0; k < v % 3; k++)
			pt_rec_count_steal(p[0], v);
	pt_rec_phase_end(w, id, 0, 0);
	for (uint32_t i = 0; i < 600; i++)
		pt_rec_pen_close(p[i]);
	pt_rec_close(w);
	struct seen *s = read_all(fd);

	assert_true(s->rows >= 3);
	for (uint32_t v = 1; v < 600; v++)
		assert_int_equal(s->row[id][0][v], v % 3);
	free(s);
	close(fd);
}

static void
the_first_workers_own_thread_marks_phases(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 2);
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 0, 0);
	struct pt_rec_pen *other = pt_rec_pen_open(w, "worker", 0, 1);
	const struct pt_rec_event *e;
	struct pt_rec_reader r;
	struct pt_rec_scan scan;
	uint32_t n = 0, id[2];

	pt_rec_pen_adopt(p);
	for (uint32_t i = 0; i < 2; i++) {
		id[i] = pt_rec_phase_begin(w, PT_REC_PHASE_RUN, 5, i, 1);
		pt_rec_phase_end(w, id[i], 0, 0);
	}
	pt_rec_pen_close(p);
	pt_rec_pen_close(other);
	pt_rec_close(w);
	assert_int_equal(pt_rec_open_fd(&r, fd, false), 0);
	assert_int_equal(pt_rec_build_index(&r), 0);
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(pt_rec_scan_begin(&scan, &r, i), 0);
		while ((e = pt_rec_scan_next(&scan)) != NULL) {
			if (e->type != PT_REC_EV_PHASE)
				continue;
			assert_int_equal(e->c, PT_REC_PHASE_RUN | (n ? PT_REC_PHASE_ENDS : 0));
			assert_int_equal(e->a, 5);
			assert_int_equal(e->b, id[0]);
			n++;
		}
		pt_rec_scan_end(&scan);
	}
	assert_int_equal(n, 2);
	pt_rec_shut(&r);
	close(fd);
}

struct racer {
	struct pt_rec_pen *pen;
	_Atomic bool *stop;
};

static void *
race(void *arg)
{
	struct racer *a = arg;

	pt_rec_pen_adopt(a->pen);
	for (unsigned i = 0; !atomic_load_explicit(a->stop, memory_order_relaxed); i++) {
		pt_rec_enter(a->pen, i % 5, 0, i);
		pt_rec_count(a->pen, PT_COUNTER_SPAWNED, 1);
		if (i % 64 == 0)
			pt_rec_book(a->pen, i % 5);
	}
	pt_rec_pen_close(a->pen);
	return NULL;
}

static void
phases_of_racing_workers_add_up(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 2);
	_Atomic bool stop = false;
	struct racer racer[2];
	pthread_t thread[2];
	uint64_t spawned = 0;

	for (uint32_t i = 0; i < 2; i++) {
		racer[i] = (struct racer){ .pen = pt_rec_pen_open(w, "w", 0, i), .stop = &stop };
		assert_int_equal(pthread_create(&thread[i], NULL, race, &racer[i]), 0);
	}
	for (int round = 0; round < 7; round++) {
		uint32_t id = pt_rec_phase_begin(w, PT_REC_PHASE_RUN, 1, 0, 2);
		uint64_t was = atomic_load(&racer[0].pen->page->counter[PT_COUNTER_SPAWNED]);

		while (atomic_load(&racer[0].pen->page->counter[PT_COUNTER_SPAWNED]) < was + 500)
			usleep(100);
		pt_rec_phase_end(w, id, 0, 0);
	}
	atomic_store(&stop, true);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	pt_rec_close(w);
	struct seen *s = read_all(fd);

	assert_int_equal(s->workers, 14);
	for (int id = 1; id <= 7; id++)
		for (int i = 0; i < 2; i++) {
			assert_true(total(&s->worker[id][i]) == length(&s->phase[id]));
			spawned += i == 0 ? s->worker[id][i].counter[PT_COUNTER_SPAWNED] : 0;
		}
	assert_true(spawned >= 7 * 500);
	free(s);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_phase_has_the_differences),
		cmocka_unit_test(cpu_time_is_complete_at_the_end_of_a_phase),
		cmocka_unit_test(a_booking_put_off_splits_the_delay),
		cmocka_unit_test(a_sleep_in_a_task_is_blocked_time),
		cmocka_unit_test(a_phase_says_what_its_own_thread_used),
		cmocka_unit_test(sleeps_outside_of_tasks_are_not_blocked_time),
		cmocka_unit_test(a_task_that_never_sleeps_is_never_blocked),
		cmocka_unit_test(a_long_row_takes_several_notes),
		cmocka_unit_test(the_first_workers_own_thread_marks_phases),
		cmocka_unit_test(phases_of_racing_workers_add_up),
	};

	return cmocka_run_group_tests_name("rec_phase", tests, NULL, NULL);
}
