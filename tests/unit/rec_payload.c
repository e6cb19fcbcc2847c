/* SPDX-License-Identifier: MIT */
/* Verifiable events: writing them and checking what comes back. */
#include "tests/unit/rec_payload.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
die(const char *what)
{
	perror(what);
	exit(99);
}

void
payload_write(struct pt_rec_pen *p, uint32_t *n, uint32_t count)
{
	for (uint32_t end = *n + count; *n != end; ++*n) {
		uint32_t b = *n;

		if (b % 64 == 0)
			pt_rec_enter(p, b % 128 ? PT_REC_WORK : PT_REC_SEARCH, 1, 0);
		if (b % 16 == 5) {
			struct pt_rec_range range = { .lo = b, .hi = ~(uint64_t)b };

			pt_rec_emit_wide(p,
				(struct pt_rec_event){ .type = PT_REC_EV_RANGE_BEGIN,
					.a = (uint16_t)p->slot,
					.b = b },
				&range);
		}
		pt_rec_emit(p, PT_REC_EV_MARK, (uint8_t)(b * 31), (uint16_t)p->slot, b);
	}
}

void
payload_see(struct payload *s, const struct pt_rec_event *e, uint32_t worker)
{
	const struct pt_rec_range *range = (const struct pt_rec_range *)(const void *)(e + 1);

	switch (e->type) {
	case PT_REC_EV_MARK:
		s->events++;
		s->bad += e->c != (uint8_t)(e->b * 31) || e->a != worker;
		s->jumps += s->any && e->b != s->last + 1;
		s->last = e->b;
		s->any = true;
		break;
	case PT_REC_EV_RANGE_BEGIN:
		s->bad += range->lo != e->b || range->hi != ~(uint64_t)e->b || e->a != worker;
		break;
	case PT_REC_EV_GAP:
		s->gap += e->b;
		break;
	case PT_REC_EV_STATE:
		s->bad += e->c >= PT_REC_STATES;
		break;
	case PT_REC_EV_CLOCK:
	case PT_REC_EV_PHASE:
		break;
	default:
		s->bad++;
	}
}

bool
payload_see_all(struct payload *s, const struct pt_rec_event *e, size_t slots, uint32_t worker)
{
	const struct pt_rec_event *end = e + slots;

	for (size_t n; (n = pt_rec_slots(e, end)) > 0; e += n)
		payload_see(s, e, worker);
	return e == end;
}

static void
count_note(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	struct payload_file *f = arg;
	const uint8_t *b = bytes;

	for (size_t i = 0; i < len; i++) /* every byte that is promised can be read */
		f->sum += b[i];
	f->entries++;
}

/* Chunk by chunk: numbers follow each other inside of a chunk. */
static void
read_chunks(struct pt_rec_reader *r, struct payload_file *f)
{
	uint8_t *buf = malloc(r->head.chunk_size);

	for (uint64_t n = 0; n < r->index_len; n++) {
		struct payload s = { .any = false };
		size_t used = pt_rec_load(r, n, buf);
		const struct pt_rec_chunk *c = (const struct pt_rec_chunk *)(const void *)buf;

		if (used < sizeof(*c) || c->stream != PT_REC_STREAM_EVENTS)
			continue;
		f->chunks++;
		(void)payload_see_all(&s, (const struct pt_rec_event *)(c + 1),
			(used - sizeof(*c)) / sizeof(struct pt_rec_event), c->worker);
		f->events += s.events;
		f->bad += s.bad;
		f->jumps += s.jumps;
	}
	free(buf);
}

static void
read_merged(struct pt_rec_reader *r, struct payload_file *f)
{
	struct pt_rec_merge m;
	const struct pt_rec_event *e;
	uint64_t last = 0;
	uint32_t worker;

	if (pt_rec_merge_begin(&m, r) != 0)
		return;
	while ((e = pt_rec_merge_next(&m, &worker)) != NULL) {
		f->merged += e->type == PT_REC_EV_MARK;
		f->disorder += e->ts < last;
		last = e->ts;
	}
	pt_rec_merge_end(&m);
}

void
payload_read(int fd, struct payload_file *f)
{
	struct pt_rec_entry_place place = { .off = 0 };
	struct pt_rec_snapshot s;
	struct pt_rec_status status;
	struct pt_rec_reader r;
	uint64_t row[600];

	*f = (struct payload_file){ .opened = pt_rec_open_fd(&r, fd, false) };
	if (f->opened != 0)
		return;
	f->salvaged = r.salvaged;
	pt_rec_entries(&r, &place, count_note, f);
	if (pt_rec_status(&r, &status) == 0)
		for (uint32_t i = 0; i < status.workers; i++)
			if (pt_rec_snapshot(&r, i, &s) == 0)
				(void)pt_rec_row(&r, i, row, 600);
	if (pt_rec_build_index(&r) == 0) {
		read_chunks(&r, f);
		read_merged(&r, f);
	}
	pt_rec_shut(&r);
}

int
payload_memfd(void)
{
	int fd = memfd_create("recording", MFD_CLOEXEC);

	if (fd < 0)
		die("memfd_create");
	return fd;
}

int
payload_copy(const void *bytes, size_t len)
{
	int fd = payload_memfd();

	if (pwrite(fd, bytes, len, 0) != (ssize_t)len)
		die("pwrite");
	return fd;
}

uint8_t *
payload_slurp(int fd, size_t *len)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		die("fstat");
	*len = (size_t)st.st_size;
	uint8_t *bytes = malloc(*len + 1);

	if (bytes == NULL || pread(fd, bytes, *len, 0) != (ssize_t)*len)
		die("pread");
	return bytes;
}

static void
write_sample(int fd, uint32_t events, bool closed)
{
	struct pt_rec_options o = { .fd = fd,
		.slots = 2,
		.chunk_bytes = PT_REC_CHUNK_MIN,
		.cap_bytes = 1 << 20,
		.level = PT_REC_LEVEL_FULL };
	struct pt_rec_writer *w;
	struct pt_rec_pen *p[2];
	uint32_t n[2] = { 0, 0 };

	if (pt_rec_create(&w, &o) != 0)
		_exit(98);
	pt_rec_meta(w, "workload", "sample");
	for (unsigned i = 0; i < 2; i++) {
		p[i] = pt_rec_pen_open(w, "worker", 0, i);
		pt_rec_pen_adopt(p[i]);
	}
	uint32_t phase = pt_rec_phase_begin(w, PT_REC_PHASE_RUN, 1, 0, 2);

	for (uint32_t i = 0; i < events; i += 16)
		payload_write(p[i / 16 % 2], &n[i / 16 % 2], 16);
	pt_rec_phase_end(w, phase, 1, 0);
	if (!closed)
		_exit(0);
	pt_rec_pen_close(p[0]);
	pt_rec_pen_close(p[1]);
	pt_rec_close(w);
	_exit(0);
}

/* By a child, so that an abandoned one is truly abandoned. */
int
payload_sample(uint32_t events, bool closed)
{
	int fd = payload_memfd(), status;
	pid_t child = fork();

	if (child == 0)
		write_sample(fd, events, closed);
	if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
		die("sample");
	return fd;
}

uint64_t
payload_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}
