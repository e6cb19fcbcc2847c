/* SPDX-License-Identifier: MIT */
/* See rec_file.h. */
#include "tests/unit/rec_file.h"

#include "recording/writer_internal.h"
#include "tests/unit/cm.h"

struct pt_rec_writer *
rec_create(int fd, uint32_t ring, uint64_t cap)
{
	struct pt_rec_options o = { .fd = fd,
		.slots = 4,
		.chunk_bytes = PT_REC_CHUNK_MIN,
		.ring_chunks = ring,
		.cap_bytes = cap,
		.level = PT_REC_LEVEL_FULL };
	struct pt_rec_writer *w = NULL;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	return w;
}

struct pt_rec_pen *
rec_pen(struct pt_rec_writer *w, uint32_t index)
{
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 7, index);

	assert_non_null(p);
	pt_rec_pen_adopt(p);
	return p;
}

void
rec_open(struct pt_rec_reader *r, int fd)
{
	assert_int_equal(pt_rec_open_fd(r, fd, false), 0);
	assert_int_equal(pt_rec_build_index(r), 0);
}

struct payload
rec_scan(struct pt_rec_reader *r, uint32_t worker)
{
	struct payload seen = { .any = false };
	const struct pt_rec_event *e;
	struct pt_rec_scan s;

	assert_int_equal(pt_rec_scan_begin(&s, r, worker), 0);
	while ((e = pt_rec_scan_next(&s)) != NULL)
		payload_see(&seen, e, worker);
	assert_int_equal(s.disorder, 0);
	pt_rec_scan_end(&s);
	return seen;
}
