/* SPDX-License-Identifier: MIT */
/* Choosing how the file is read.  See filescan_io.h. */
#include "workloads/filescan/filescan_io.h"

#include <string.h>

#include "base/error.h"
#include "workloads/lib/input_file.h"
#include "workloads/lib/now.h"
#include "workloads/workload.h"

enum {
	READ_BYTES = 256 << 10,   /* a chunk that is read: the buffer stays in a core's cache */
	WINDOW_BYTES = 2 << 20,   /* one that is mapped: giving pages back interrupts other CPUs */
	WINDOW_LEAST = 256 << 10, /* in files that would else have few */
	WINDOWS_EACH = 8,         /* for a worker, at least */
	SAMPLE_BYTES = 16 << 20,  /* scanned in a pass */
	SAMPLE_LEAST = 512 << 10,
	PASSES = 5, /* each way */
	PLACES = 2 * PASSES,
};

const char *const pt_filescan_ways[] = {
	[PT_FILESCAN_AUTO] = "auto",
	[PT_FILESCAN_PREAD] = "pread",
	[PT_FILESCAN_MMAP] = "mmap",
	NULL,
};

/* ---- chunks ---- */

uint64_t
pt_filescan_chunk_most(uint64_t grain)
{
	return grain ? grain : WINDOW_BYTES;
}

static uint64_t
chunk_bytes(const struct pt_filescan_io *io, uint64_t size, enum pt_filescan_way way)
{
	const uint64_t share = size / WINDOWS_EACH / (uint64_t)io->workers;

	if (io->grain)
		return io->grain;
	if (way == PT_FILESCAN_PREAD)
		return READ_BYTES;
	if (share > WINDOW_BYTES)
		return WINDOW_BYTES;
	return share < WINDOW_LEAST ? WINDOW_LEAST : share / WINDOW_LEAST * WINDOW_LEAST;
}

/* size: of the whole file, of which f->input may be a part. */
static void
take(struct pt_filescan_io *io, struct pt_filescan *f, uint64_t size, enum pt_filescan_way way)
{
	io->taken = way;
	f->map = way == PT_FILESCAN_MMAP && io->map.base ? &io->map : NULL;
	f->chunk_bytes = chunk_bytes(io, size, way);
}

/* ---- measuring ---- */

/* Speed is measured where it counts, all over the file: what a pass reads lies in no cache of the CPU
 * since another pass. */
struct sample {
	struct pt_input
		part; /* ends with the place: a line longer than it is not followed to its end */
	struct pt_filescan f;
	uint64_t size, bytes; /* of the file, of a place */
	unsigned char *buffer;
};

/* Moves to the i-th of so many places. */
static void
move(struct sample *s, int i)
{
	uint64_t begin = (s->size - s->bytes) / (PLACES - 1) * (uint64_t)i;

	s->part.size = begin + s->bytes;
}

/* One pass over the place, noted if it was the fastest. */
static int
pass(struct pt_filescan_io *io, struct sample *s, struct pt_error *e)
{
	const uint64_t chunk_bytes = s->f.chunk_bytes, end = s->part.size / chunk_bytes;
	const uint64_t chunks = s->bytes / chunk_bytes;
	struct pt_filescan_counts counts = { 0 };
	const uint64_t begin_ns = pt_workload_now_ns();
	double speed;

	for (uint64_t i = end - chunks; i < end; i++)
		if (pt_filescan_chunk(&s->f, i, s->buffer, &counts, e) != 0)
			return -1;
	speed = (double)(chunks * chunk_bytes) * 1e9 / (double)(pt_workload_now_ns() - begin_ns);
	if (speed > io->bytes_per_s[io->taken])
		io->bytes_per_s[io->taken] = speed;
	return 0;
}

/* Place after place, the ways in turn.  The first round brings them into the page cache, and is
 * forgotten. */
static int
measure(struct pt_filescan_io *io, struct sample *s, struct pt_error *e)
{
	for (int i = 0; i < 2 * PLACES; i++) {
		const bool counts = i >= PLACES;

		if (i == PLACES)
			io->bytes_per_s[PT_FILESCAN_PREAD] = io->bytes_per_s[PT_FILESCAN_MMAP] = 0;
		take(io, &s->f, s->size, counts && i % 2 ? PT_FILESCAN_MMAP : PT_FILESCAN_PREAD);
		if (s->f.chunk_bytes > s->bytes)
			s->f.chunk_bytes = s->bytes;
		move(s, i % PLACES);
		if (pass(io, s, e) != 0)
			return -1;
	}
	return 0;
}

/* Bytes of a place, 0: the file is too short to measure. */
static uint64_t
sample_bytes(uint64_t size)
{
	uint64_t bytes = size / PLACES;

	if (size < SAMPLE_LEAST)
		return 0;
	if (bytes < SAMPLE_LEAST)
		return SAMPLE_LEAST;
	return bytes < SAMPLE_BYTES ? bytes : SAMPLE_BYTES;
}

static int
measure_file(struct pt_filescan_io *io, const struct pt_filescan *whole, struct pt_error *e)
{
	struct sample s = { .part = *whole->input,
		.f = *whole,
		.size = whole->input->size,
		.bytes = sample_bytes(whole->input->size) };
	size_t buffer_bytes;
	int failed;

	if (s.bytes == 0)
		return 0;
	s.f.input = &s.part;
	s.f.chunk_bytes = pt_filescan_chunk_most(io->grain);
	if (s.f.chunk_bytes > s.bytes)
		s.f.chunk_bytes = s.bytes;
	buffer_bytes = pt_filescan_buffer_bytes(&s.f);
	s.buffer = pt_buffer_alloc(buffer_bytes);
	if (!s.buffer)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the buffers");
	failed = measure(io, &s, e);
	pt_buffer_free(s.buffer, buffer_bytes);
	return failed;
}

/* ---- choosing ---- */

static int
open_map(struct pt_filescan_io *io, const struct pt_filescan *f, struct pt_error *e)
{
	if (f->input->size == 0) /* nothing to map, and nothing to read */
		return 0;
	return pt_input_map_open(&io->map, f->input, f->longest + PT_SCAN_PAD, e);
}

/* Where the file cannot be mapped, or is too short to tell, it is read. */
static int
choose(struct pt_filescan_io *io, struct pt_filescan *f, struct pt_error *e)
{
	struct pt_error ignored;
	const double *speed = io->bytes_per_s;

	if (open_map(io, f, &ignored) == 0 && measure_file(io, f, e) != 0)
		return -1;
	take(io, f, f->input->size,
		speed[PT_FILESCAN_MMAP] > speed[PT_FILESCAN_PREAD] ? PT_FILESCAN_MMAP :
								     PT_FILESCAN_PREAD);
	if (!f->map)
		pt_input_map_close(&io->map);
	return 0;
}

int
pt_filescan_io_begin(struct pt_filescan_io *io, struct pt_filescan *f, struct pt_error *e)
{
	if (io->asked == PT_FILESCAN_AUTO)
		return choose(io, f, e);
	if (io->asked == PT_FILESCAN_MMAP && open_map(io, f, e) != 0)
		return -1;
	take(io, f, f->input->size, io->asked);
	return 0;
}

void
pt_filescan_io_end(struct pt_filescan_io *io)
{
	pt_input_map_close(&io->map);
}

/* ---- telling ---- */

static void
put_speed(struct pt_result *r, const char *path, double bytes_per_s)
{
	if (bytes_per_s > 0)
		pt_result_decimal(r, path, (__int128)(bytes_per_s / 1e7 + 0.5), 2);
}

void
pt_filescan_io_result(const struct pt_filescan_io *io, struct pt_result *r)
{
	const char *taken = pt_filescan_ways[io->taken];

	pt_result_text(r, "io/taken", taken, strlen(taken));
	put_speed(r, "io/pread_gb_per_s", io->bytes_per_s[PT_FILESCAN_PREAD]);
	put_speed(r, "io/mmap_gb_per_s", io->bytes_per_s[PT_FILESCAN_MMAP]);
}
