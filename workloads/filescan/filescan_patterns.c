/* SPDX-License-Identifier: MIT */
/* The patterns of a scan. */
#include <string.h>

#include "base/error.h"
#include "workloads/filescan/filescan_chunk.h"

static bool
is_there(const struct pt_filescan *f, const char *text, size_t len)
{
	for (size_t i = 0; i < f->patterns_len; i++)
		if (f->patterns[i].len == len && memcmp(f->patterns[i].bytes, text, len) == 0)
			return true;
	return false;
}

int
pt_filescan_add_pattern(struct pt_filescan *f, struct pt_scan_pattern *patterns, const char *text,
	struct pt_error *e)
{
	const size_t len = strlen(text);

	f->patterns = patterns;
	if (len == 0) /* which is in every line */
		return pt_fail(e, PT_EXIT_USAGE, "--pattern: empty value");
	if (strchr(text, '\n'))
		return pt_fail(e, PT_EXIT_USAGE,
			"--pattern: no line contains a newline; give --pattern several "
			"times to look for several texts");
	if (is_there(f, text, len))
		return 0;
	if (f->patterns_len == PT_FILESCAN_PATTERNS)
		return pt_fail(e, PT_EXIT_USAGE, "--pattern: more than %d of them",
			PT_FILESCAN_PATTERNS);
	patterns[f->patterns_len++] = pt_scan_pattern(text, len);
	if (f->longest < len)
		f->longest = len;
	return 0;
}
