/* SPDX-License-Identifier: MIT */
/* See recording.h. */
#include "bench/peers/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "recording/handover.h"
#include "recording/layout.h"

static int fd = -1;

void
recording_begin(void)
{
	const char *asked = getenv("BENCH_DETAIL");
	char text[PT_HANDOVER_TEXT], detail[16];
	int len, given;

	if (!asked || fd >= 0)
		return;
	len = (int)strcspn(asked, "+");
	snprintf(detail, sizeof detail, "%.*s", len, asked);
	if (asked[len])
		setenv("PARTOP_RECORDING_GROW", "1", 1);
	fd = memfd_create("bench", 0);
	given = dup(fd); /* the library takes it over, and closes it */
	if (pt_handover_begin(fd) == 0 && pt_handover_text(given, given, text) == 0)
		setenv("PARTOP_RECORDING", text, 1);
	setenv("PARTOP_DETAIL", detail, 1);
}

uint64_t
recording_events(void)
{
	struct pt_rec_header h;
	struct pt_rec_worker w;
	uint64_t sum = 0;

	if (fd < 0 || pread(fd, &h, sizeof h, 0) != (ssize_t)sizeof h)
		return 0;
	for (uint32_t i = 0; i < h.worker_slots; i++)
		if (pread(fd, &w, sizeof w, (off_t)(h.worker_off + (uint64_t)i * h.worker_size)) ==
			(ssize_t)sizeof w)
			sum += w.written;
	return sum;
}
