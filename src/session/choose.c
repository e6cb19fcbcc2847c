/* SPDX-License-Identifier: MIT */
/*
 * Which pool of a user's program is shown.  See choose.h.
 */
#include "session/choose.h"

#include <stdio.h>

#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "metrics/source.h"
#include "session/output.h"

/* clang-format off */
static const struct pt_option rows[] = {
	{ .name = "pool", .type = PT_OPT_U64, .value_name = "N", .min = 1, .max = UINT32_MAX - 1,
		.help = "show pool N (default: the one that works most)" },
};
/* clang-format on */
const struct pt_options pt_choose_options = PT_OPTIONS(rows);

uint32_t
pt_choose_read(const struct pt_args *a)
{
	return (uint32_t)pt_args_u64(a, "pool", 0);
}

/* Whether the pool is missing; `there` then has those that are not: "1 partop, 2 extra". */
static bool
is_missing(struct pt_source *s, uint32_t wanted, struct pt_text *there)
{
	size_t len;
	const struct pt_pool_info *pool = pt_source_pools(s, &len);

	for (size_t i = 0; i < len; i++) {
		if (pool[i].id == wanted)
			return false;
		pt_text_add(there, "%s%u %s", i > 0 ? ", " : "", pool[i].id, pool[i].name);
	}
	return true;
}

int
pt_choose_pool(struct pt_source *s, uint32_t wanted, struct pt_error *e)
{
	struct pt_text there = { 0 };
	int rc = 0;

	if (wanted == 0)
		return 0;
	if (!is_missing(s, wanted, &there))
		pt_source_choose_pool(s, wanted);
	else if (*pt_text_string(&there))
		rc = pt_fail(e, PT_EXIT_USAGE, "--pool: there is no pool %u; there are: %s", wanted,
			pt_text_string(&there));
	else
		rc = pt_fail(e, PT_EXIT_USAGE,
			"--pool: this recording has no pools to choose from");
	pt_text_fini(&there);
	return rc;
}

void
pt_choose_note(struct pt_source *s, uint32_t wanted)
{
	struct pt_text there = { 0 };
	char note[256];

	if (wanted != 0 && is_missing(s, wanted, &there) && *pt_text_string(&there)) {
		snprintf(note, sizeof(note), "there never was a pool %u; there were: %s", wanted,
			pt_text_string(&there));
		pt_output_note(note);
	}
	pt_text_fini(&there);
}
