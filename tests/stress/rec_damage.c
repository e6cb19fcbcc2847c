/* SPDX-License-Identifier: MIT */
/*
 * Damaged files: cut at every byte, single bits flipped, random bytes changed.  Whatever is read
 * is what was written, or a part of it; never a crash (run it with sanitizers), never a hang.
 *
 *	rec_damage [SIZE]	1 in check: some thousand files
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recording/crc.h"
#include "tests/unit/cm.h"
#include "tests/unit/rec_payload.h"
#include "tests/sanitizer.h"

static unsigned scale = 1;

/* One thread: the thread sanitizer has nothing to find here, and takes minutes for it. */
#define STRIDE (SANITIZED_THREADS ? 64 : 1)

struct sample {
	uint8_t *bytes;
	size_t len;
	int fd; /* a copy that is damaged and repaired */
	uint64_t events;
	struct pt_rec_header *head;
};

static struct sample
make(uint32_t events, bool closed)
{
	struct payload_file f;
	struct sample s;
	int fd = payload_sample(events, closed);

	s.bytes = payload_slurp(fd, &s.len);
	s.fd = payload_copy(s.bytes, s.len);
	s.head = (struct pt_rec_header *)(void *)s.bytes;
	close(fd);
	payload_read(s.fd, &f);
	assert_int_equal(f.opened, 0);
	assert_int_equal(f.bad + f.jumps, 0);
	assert_int_equal(f.events, events);
	s.events = f.events;
	return s;
}

static void
drop(struct sample *s)
{
	close(s->fd);
	free(s->bytes);
}

static void
put(const struct sample *s, size_t at, const void *bytes, size_t len)
{
	assert_int_equal(pwrite(s->fd, bytes, len, (off_t)at), len);
}

/* want[n]: numbered events that end in the first n bytes. */
static uint32_t *
expected(const struct sample *s)
{
	uint32_t *want = calloc(s->len + 1, sizeof(*want));
	struct pt_rec_reader r;

	assert_int_equal(pt_rec_open_fd(&r, s->fd, false), 0);
	assert_int_equal(pt_rec_build_index(&r), 0);
	for (uint64_t n = 0; n < r.index_len; n++) {
		uint64_t used = atomic_load(&r.index[n].content_bits) / 8;
		size_t base = r.head.chunk_off + n * r.head.chunk_size;

		if (used == 0 || r.index[n].stream != PT_REC_STREAM_EVENTS)
			continue;
		for (size_t at = base + sizeof(struct pt_rec_chunk); at < base + used;) {
			const uint8_t type = s->bytes[at + offsetof(struct pt_rec_event, type)];

			want[at + sizeof(struct pt_rec_event)] += type == PT_REC_EV_MARK;
			at += sizeof(struct pt_rec_event) * (1 + (type >> 7));
		}
	}
	for (size_t n = 1; n <= s->len; n++)
		want[n] += want[n - 1];
	pt_rec_shut(&r);
	return want;
}

static void
cut_everywhere(bool closed)
{
	struct sample s = make(scale > 1 ? 4000 : 704, closed);
	uint32_t *want = expected(&s);
	struct payload_file f;

	/* below the chunks nothing opens; a few there, all above */
	for (size_t n = s.len, step;; n -= step) {
		step = n < s.head->chunk_off ? 997 : STRIDE;
		assert_int_equal(ftruncate(s.fd, (off_t)n), 0);
		payload_read(s.fd, &f);
		assert_int_equal(f.opened, n < s.head->chunk_off ? -EINVAL : 0);
		assert_int_equal(f.events, n < s.head->chunk_off ? 0 : want[n]);
		assert_int_equal(f.bad + f.jumps, 0);
		assert_int_equal(f.merged, f.events);
		if (n < step)
			break;
	}
	free(want);
	drop(&s);
}

static void
a_cut_file_gives_the_events_before_the_cut(void **state)
{
	cut_everywhere(true);
	cut_everywhere(false);
}

/* Flips each bit of [from, to), one per file.  Counts files that did not give all events. */
static unsigned
flip(const struct sample *s, size_t from, size_t to)
{
	unsigned other = 0;

	for (size_t at = from; at < to; at += STRIDE)
		for (int bit = 0; bit < 8; bit++) {
			uint8_t x = s->bytes[at] ^ (uint8_t)(1 << bit);
			struct payload_file f;

			put(s, at, &x, 1);
			payload_read(s->fd, &f);
			other += f.opened != 0 || f.events != s->events || f.bad + f.jumps != 0;
			assert_true(f.events <= s->events);
			put(s, at, &s->bytes[at], 1);
		}
	return other;
}

static void
a_damaged_header_is_salvaged(void **state)
{
	const size_t live_end = offsetof(struct pt_rec_header, end) + sizeof(struct pt_rec_clocks);

	for (int closed = 0; closed < 2; closed++) {
		struct sample s = make(1504, closed);

		/* every bit of it, one at a time: all events come back from all files */
		assert_int_equal(flip(&s, 0, live_end), 0);
		drop(&s);
	}
}

static void
a_lost_header_is_restored_from_the_journal(void **state)
{
	static const uint8_t zero[offsetof(struct pt_rec_header, life)];
	struct sample s = make(1504, true);
	struct payload_file f;
	struct pt_rec_reader r;

	put(&s, 0, zero, sizeof(zero));
	payload_read(s.fd, &f);
	assert_true(f.salvaged);
	assert_int_equal(f.events, s.events);
	assert_int_equal(pt_rec_open_fd(&r, s.fd, false), 0);
	assert_int_equal(r.head.clock_hz, s.head->clock_hz);
	assert_memory_equal(r.head.uuid, s.head->uuid, 16);
	assert_non_null(strstr(r.warning, "damaged"));
	pt_rec_shut(&r);
	drop(&s);
}

static void
a_damaged_journal_costs_no_events(void **state)
{
	struct sample s = make(1504, true);
	size_t at = s.head->chunk_off;

	assert_int_equal(flip(&s, at, at + 256), 0);
	drop(&s);
}

static void
a_damaged_chunk_costs_no_other_chunk(void **state)
{
	struct sample s = make(1504, false);
	size_t at = s.head->chunk_off + s.head->chunk_size;
	unsigned other = flip(&s, at, at + sizeof(struct pt_rec_chunk));

	/* the half of the head that is only about times does not matter to the events */
	assert_in_range(other, 1, 64 * 8);
	drop(&s);
}

/* ---- anything ---- */

static size_t
somewhere(const struct sample *s, uint64_t x)
{
	size_t chunk = s->head->chunk_size, chunks = (s->len - s->head->chunk_off) / chunk;

	switch (x >> 60) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
		return x % 416;
	case 5:
	case 6:
	case 7:
		return PT_REC_PAGE * (1 + (x >> 8) % 2) + (x >> 20) % 512;
	case 8:
	case 9:
	case 10:
	case 11:
	case 12:
		return s->head->chunk_off + chunk * ((x >> 8) % chunks) + (x >> 20) % 128;
	case 13:
	case 14:
		return s->head->chunk_off + (x >> 8) % chunk;
	default:
		return x % s->len;
	}
}

/* The checks behind the checksum are to be reached as well. */
static void
repair(struct pt_rec_header *h, uint64_t x)
{
	if (x & 1)
		h->magic = PT_REC_MAGIC;
	if (x & 2) {
		h->endian = PT_REC_ENDIAN;
		h->major = PT_REC_MAJOR;
		h->need = 0;
	}
	h->crc = pt_crc32c(h, offsetof(struct pt_rec_header, crc));
}

static void
random_damage_is_read_or_refused(void **state)
{
	static const uint8_t odd[] = { 0, 0xff, 0x80, 1, 0x7f };
	struct sample s = make(896, true), t = make(896, false);
	uint64_t x = UINT64_C(88172645463325252), opened = 0;

	for (unsigned i = 0; i < 3000 * scale / STRIDE; i++) {
		struct sample *of = i % 2 ? &s : &t;
		uint8_t *m = malloc(of->len);
		struct payload_file f;

		memcpy(m, of->bytes, of->len);
		for (uint64_t k = 1 + payload_random(&x) % 24; k > 0; k--) {
			uint64_t y = payload_random(&x);

			m[somewhere(of, y)] = y & 128 ? odd[y % 5] : (uint8_t)(y >> 40);
		}
		repair((struct pt_rec_header *)(void *)m, payload_random(&x));
		put(of, 0, m, of->len);
		payload_read(of->fd, &f);
		opened += f.opened == 0;
		free(m);
	}
	assert_true(
		opened > 100 * scale / STRIDE); /* else the damage was too much to test anything */
	drop(&s);
	drop(&t);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cut_file_gives_the_events_before_the_cut),
		cmocka_unit_test(a_damaged_header_is_salvaged),
		cmocka_unit_test(a_lost_header_is_restored_from_the_journal),
		cmocka_unit_test(a_damaged_journal_costs_no_events),
		cmocka_unit_test(a_damaged_chunk_costs_no_other_chunk),
		cmocka_unit_test(random_damage_is_read_or_refused),
	};

	if (argc > 1)
		scale = (unsigned)strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests_name("rec_damage", tests, NULL, NULL);
}
