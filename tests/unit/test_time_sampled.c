/* SPDX-License-Identifier: MIT */
/* Counters of the past, by the samples of the workers' pages. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/time_file.h"

#define LOOKS 400
#define STEP_NS UINT64_C(100000000) /* longer than between two samples */

/* What a viewer would have seen at each look, between which samples are taken. */
struct looks {
	struct time_file f;
	uint64_t at[LOOKS], spawned[LOOKS][TIME_LANES];
};

/* Counters grow by odd numbers, some not at all; between two samples there is one look. */
static void
make(struct looks *l)
{
	time_begin(&l->f, 0, 0);
	for (int i = 0; i < LOOKS; i++) {
		for (uint32_t k = 0; k < TIME_LANES; k++) {
			if (payload_random(&l->f.random) % 3)
				pt_rec_count(l->f.pen[k], PT_COUNTER_SPAWNED,
					payload_random(&l->f.random) >> 40);
			pt_rec_count(l->f.pen[k], PT_COUNTER_CHUNKS, k == 2);
			l->spawned[i][k] =
				atomic_load(&l->f.pen[k]->page->counter[PT_COUNTER_SPAWNED]);
		}
		(void)pt_rec_samples_take(l->f.w, (uint64_t)i * STEP_NS);
		l->at[i] = pt_rec_ticks();
		time_write(&l->f, 3);
	}
	pt_rec_samples_end(l->f.w);
	time_close(&l->f);
}

/* After the sample and before the next one nothing that counts has happened. */
static void
counters_are_those_of_the_looks(void **state)
{
	struct looks l;
	struct pt_rec_reader r;
	struct pt_time *t;

	(void)state;
	make(&l);
	rec_open(&r, l.f.fd);
	t = pt_time_open(&r);
	for (int i = LOOKS - 2; i > 0; i--) { /* backward as well as forward */
		for (uint32_t k = 0; k < TIME_LANES; k++) {
			struct pt_time_counters c;

			pt_time_counters(t, k, l.at[i], &c);
			assert_true(c.known);
			assert_in_range(c.value[PT_COUNTER_SPAWNED], l.spawned[i][k],
				l.spawned[i + 1][k]);
			if (l.spawned[i][k] == l.spawned[i + 1][k])
				assert_true(c.exact >> PT_COUNTER_SPAWNED & 1);
			if (k == 2)
				assert_in_range(c.value[PT_COUNTER_CHUNKS], i + 1, i + 2);
			else
				assert_int_equal(c.value[PT_COUNTER_CHUNKS], 0);
		}
	}
	pt_time_close(t);
	pt_rec_shut(&r);
	time_fini(&l.f);
}

static void
at_the_end_they_are_those_of_the_pages(void **state)
{
	struct looks l;
	struct pt_rec_reader r;
	struct pt_time *t;
	uint64_t begin, end;

	(void)state;
	make(&l);
	rec_open(&r, l.f.fd);
	t = pt_time_open(&r);
	pt_time_span(t, &begin, &end);
	for (uint32_t k = 0; k < TIME_LANES; k++) {
		struct pt_time_counters c;
		struct pt_rec_snapshot p;

		pt_time_counters(t, k, end, &c);
		assert_int_equal(pt_rec_snapshot(&r, k, &p), 0);
		assert_memory_equal(c.value, p.counter, sizeof(c.value));
		pt_time_counters(t, k, begin, &c);
		assert_int_equal(c.value[PT_COUNTER_SPAWNED], 0);
	}
	pt_time_close(t);
	pt_rec_shut(&r);
	time_fini(&l.f);
}

static void
without_samples_nothing_is_known(void **state)
{
	struct time_file f;
	struct pt_rec_reader r;
	struct pt_time *t;
	struct pt_time_counters c;

	(void)state;
	time_begin(&f, 0, 0);
	time_write(&f, 1000);
	time_close(&f);
	rec_open(&r, f.fd);
	t = pt_time_open(&r);
	pt_time_counters(t, 0, UINT64_MAX / 2, &c);
	assert_false(c.known);
	pt_time_close(t);
	pt_rec_shut(&r);
	time_fini(&f);
}

/* Readers that know no samples see chunks of a stream that is none of theirs. */
static void
events_are_read_as_before(void **state)
{
	struct looks l;
	struct pt_rec_reader r;
	struct time_truth truth;
	size_t n = 0;

	(void)state;
	make(&l);
	rec_open(&r, l.f.fd);
	time_read(&truth, &r);
	for (uint32_t i = 0; i < TIME_LANES; i++)
		n += truth.len[i];
	assert_in_range(n, 3 * LOOKS, 3 * LOOKS + TIME_LANES);
	time_forget(&truth);
	pt_rec_shut(&r);
	time_fini(&l.f);
}

/* Bits turned in chunks of samples: other numbers, no crash. */
static void
damaged_samples_do_no_harm(void **state)
{
	struct looks l;
	struct pt_rec_reader r;
	uint8_t *bytes;
	size_t len, chunks = 0;

	(void)state;
	make(&l);
	bytes = payload_slurp(l.f.fd, &len);
	rec_open(&r, l.f.fd);
	for (uint64_t i = 0; i < r.index_len; i++) {
		size_t at = (size_t)(r.head.chunk_off + i * r.head.chunk_size);

		if (r.index[i].stream != PT_REC_STREAM_SAMPLES || r.index[i].content_bits == 0)
			continue;
		chunks++;
		for (int k = 0; k < 300; k++)
			bytes[at + payload_random(&l.f.random) % r.head.chunk_size] ^=
				(uint8_t)(1 << k % 8);
	}
	assert_true(chunks > 2);
	pt_rec_shut(&r);
	{
		int fd = payload_copy(bytes, len);
		struct pt_time *t;

		assert_int_equal(pt_rec_open_fd(&r, fd, false), 0);
		t = pt_time_open(&r);
		for (int i = 0; t && i < LOOKS; i++) {
			struct pt_time_counters c;

			pt_time_counters(t, (uint32_t)i % TIME_LANES, l.at[i], &c);
		}
		pt_time_close(t);
		pt_rec_shut(&r);
		close(fd);
	}
	free(bytes);
	time_fini(&l.f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counters_are_those_of_the_looks),
		cmocka_unit_test(at_the_end_they_are_those_of_the_pages),
		cmocka_unit_test(without_samples_nothing_is_known),
		cmocka_unit_test(events_are_read_as_before),
		cmocka_unit_test(damaged_samples_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
