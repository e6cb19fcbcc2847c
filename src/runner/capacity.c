/* SPDX-License-Identifier: MIT */
/* Calibrating as a step of the plan.  See capacity.h. */
#include "runner/capacity.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "os/calibrate.h"
#include "os/capacity_cache.h"
#include "os/clock.h"
#include "os/proc.h"
#include "recording/keys.h"
#include "recording/writer.h"
#include "runner/interrupt.h"
#include "runner/measure.h"

bool
pt_runner_capacity_is_due(void)
{
	const char *text = getenv("PARTOP_CAPACITY");

	return text != NULL && strcmp(text, PT_CAPACITY_DUE) == 0;
}

static int
calibrate(struct pt_rec_writer *w)
{
	struct pt_capacity_table t;
	char key[PT_CAPACITY_KEY], text[PT_CAPACITY_TEXT];
	int rc = pt_calibrate_here(&t);

	if (rc < 0 || !pt_capacity_print(&t, text, sizeof(text)))
		return rc < 0 ? rc : -1;
	pt_capacity_store(&t, pt_capacity_key(key, sizeof(key)), (uint64_t)time(NULL));
	pt_rec_meta(w, PT_KEY_CAPACITY, text);
	return 0;
}

void
pt_runner_calibrate(struct pt_measure *m)
{
	uint32_t id = pt_rec_phase_begin(m->writer, PT_REC_PHASE_CALIBRATE, 0, 0, 0);
	uint64_t begin = pt_now_ns(), peak;
	int rc;

	/* its buffers are not the workload's memory */
	if (pt_proc_peak_rss(0, &peak) == 0)
		m->peak_rss_bytes = peak;
	pt_interrupt_plain_begin();
	rc = calibrate(m->writer);
	pt_interrupt_plain_end();
	(void)pt_proc_peak_rss_reset();
	pt_rec_phase_end(m->writer, id, pt_now_ns() - begin, rc);
}
