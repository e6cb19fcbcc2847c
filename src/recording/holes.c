/* SPDX-License-Identifier: MIT */
/*
 * Holes of a file.  A recording has some: a large ring gets its space in its first round.  But a
 * file of any length costs nothing when it is one hole, so that a reader must not walk through it.
 */
#include <errno.h>
#include <unistd.h>

#include "recording/reader_internal.h"

#define NEAR 4096u     /* chunks that may follow the last one that the header tells of */
#define FAR (1u << 20) /* ... if there is data in them */
#define STEPS 65536    /* stretches of data that are looked at */

/* Where a file system knows of no holes everything is data. */
uint64_t
pt_rec_next_data(const struct pt_rec_reader *r, uint64_t off)
{
	off_t at = lseek(r->fd, (off_t)off, SEEK_DATA);

	if (at >= 0)
		return (uint64_t)at;
	return errno == ENXIO ? r->file_size : off;
}

static uint64_t
end_of_data(const struct pt_rec_reader *r, uint64_t off)
{
	uint64_t end = off;

	for (int i = 0; i < STEPS && off < r->file_size; i++) {
		uint64_t data = pt_rec_next_data(r, off);
		off_t hole;

		if (data >= r->file_size)
			return end;
		hole = lseek(r->fd, (off_t)data, SEEK_HOLE);
		end = off = hole > (off_t)data ? (uint64_t)hole : r->file_size;
	}
	return end;
}

/* More chunks than the header tells of are looked at only where there is data, and not without end. */
uint64_t
pt_rec_chunks_to_read(const struct pt_rec_reader *r, uint64_t chunks)
{
	uint64_t told = r->salvaged ? 0 : atomic_load(&r->head.chunks), end;

	if (told >= chunks || chunks - told <= NEAR)
		return chunks;
	end = end_of_data(r, r->head.chunk_off + told * r->head.chunk_size);
	end = (end - r->head.chunk_off + r->head.chunk_size - 1) / r->head.chunk_size;
	return end - told < FAR ? end : told + FAR;
}
