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
	SAMPLE_BYTES = 4 << 20,   /* scanned to measure, and scanned again */
	SAMPLE_LEAST = 512 << 10,
	PASSES = 5,
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

static void
take(struct pt_filescan_io *io, struct pt_filescan *f, enum pt_filescan_way way)
{
	io->taken = way;
	f->map = way == PT_FILESCAN_MMAP && io->map.base ? &io->map : NULL;
	f->chunk_bytes = chunk_bytes(io, f->input->size, way);
}

/* ---- measuring ---- */

/* One pass, noted if it was the fastest. */
static int
pass(struct pt_filescan_io *io, const struct pt_filescan *f, uint64_t bytes, unsigned char *buffer,
	struct pt_error *e)
{
	const uint64_t chunks = bytes / f->chunk_bytes;
	struct pt_filescan_counts counts = { 0 };
	const uint64_t begin_ns = pt_workload_now_ns();
	double speed;

	for (uint64_t i = 0; i < chunks; i++)
		if (pt_filescan_chunk(f, i, buffer, &counts, e) != 0)
			return -1;
	speed = (double)(chunks * f->chunk_bytes) * 1e9 / (double)(pt_workload_now_ns() - begin_ns);
	if (speed > io->bytes_per_s[io->taken])
		io->bytes_per_s[io->taken] = speed;
	return 0;
}

/* The ways take turns; the first turn brings the file into the page cache, and is forgotten. */
static int
measure(struct pt_filescan_io *io, struct pt_filescan *f, uint64_t bytes, unsigned char *buffer,
	struct pt_error *e)
{
	for (int i = 0; i < 2 * (PASSES + 1); i++) {
		take(io, f, i % 2 ? PT_FILESCAN_MMAP : PT_FILESCAN_PREAD);
		if (f->chunk_bytes > bytes)
			f->chunk_bytes = bytes;
		if (pass(io, f, bytes, buffer, e) != 0)
			return -1;
		if (i == 1)
			io->bytes_per_s[PT_FILESCAN_PREAD] = io->bytes_per_s[PT_FILESCAN_MMAP] = 0;
	}
	return 0;
}

/* How much of the file is scanned to measure, 0: it is too short. */
static uint64_t
sample_bytes(uint64_t size)
{
	uint64_t bytes = SAMPLE_BYTES;

	while (bytes >= SAMPLE_LEAST && size < bytes)
		bytes /= 2;
	return bytes >= SAMPLE_LEAST ? bytes : 0;
}

/* On a short part of the file: a line longer than it is not followed to its end. */
static int
measure_start(struct pt_filescan_io *io, const struct pt_filescan *whole, struct pt_error *e)
{
	const uint64_t bytes = sample_bytes(whole->input->size);
	struct pt_input part = *whole->input;
	struct pt_filescan f = *whole;
	unsigned char *buffer;
	size_t buffer_bytes;
	int failed;

	if (bytes == 0)
		return 0;
	part.size = bytes;
	f.input = &part;
	f.chunk_bytes = bytes;
	buffer_bytes = pt_filescan_buffer_bytes(&f);
	buffer = pt_buffer_alloc(buffer_bytes);
	if (!buffer)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the buffers");
	failed = measure(io, &f, bytes, buffer, e);
	pt_buffer_free(buffer, buffer_bytes);
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

	if (open_map(io, f, &ignored) == 0 && measure_start(io, f, e) != 0)
		return -1;
	take(io, f,
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
	take(io, f, io->asked);
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
