/* SPDX-License-Identifier: MIT */
/* What this machine gives, for a run on it: see capacity.h. */
#include "session/capacity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/options.h"
#include "os/cpus.h"
#include "os/calibrate.h"
#include "os/capacity_cache.h"
#include "session/output.h"

static const struct pt_option rows[] = {
	{ .name = "no-calibrate",
		.type = PT_OPT_FLAG,
		.help = "do not find out what the CPUs can give" },
};
const struct pt_options pt_capacity_options = PT_OPTIONS(rows);

static void
forget(struct pt_capacity_table *t)
{
	*t = (struct pt_capacity_table){ .quota = NAN };
}

/* 1: PARTOP_CAPACITY decides, 0: it is not about these CPUs, -1: it is nonsense. */
static int
from_environment(struct pt_capacity_table *t, struct pt_error *e)
{
	const char *text = getenv("PARTOP_CAPACITY");

	forget(t);
	if (text == NULL || text[0] == 0)
		return 0;
	if (strcmp(text, "none") == 0)
		return 1;
	if (!pt_capacity_parse(t, text))
		return pt_fail(e, PT_EXIT_USAGE,
			"PARTOP_CAPACITY: '%s' is neither none nor what info "
			"--calibrate prints",
			text);
	if (t->cpus == (uint32_t)pt_cpus_allowed())
		return 1;
	forget(t);
	return 0;
}

void
pt_capacity_say_due(void)
{
	char note[128];
	int cpus = pt_cpus_allowed();

	snprintf(note, sizeof(note),
		"finding out what %s %d CPU%s can give: once, within a second "
		"(--no-calibrate)",
		cpus == 1 ? "this" : "these", cpus, cpus == 1 ? "" : "s");
	pt_output_note(note);
}

int
pt_capacity_find(struct pt_capacity_table *t, enum pt_capacity_effort effort, struct pt_error *e)
{
	char key[PT_CAPACITY_KEY];
	int told = effort == PT_CAPACITY_CALIBRATE_ANEW ? 0 : from_environment(t, e);

	if (told != 0)
		return told < 0 ? -1 : 0;
	pt_capacity_key(key, sizeof(key));
	if (effort != PT_CAPACITY_CALIBRATE_ANEW && pt_capacity_load(t, key, (uint64_t)time(NULL)))
		return 0;
	forget(t);
	if (effort == PT_CAPACITY_CALIBRATE_ANEW && pt_calibrate_here(t) == 0)
		pt_capacity_store(t, key, (uint64_t)time(NULL));
	return effort == PT_CAPACITY_CALIBRATE;
}
