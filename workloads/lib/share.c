/* SPDX-License-Identifier: MIT */
/* Reading a percentage: digits, at most four behind the point, and the sign. */
#include "workloads/lib/share.h"

#include <stdbool.h>
#include <string.h>

#include "base/error.h"

#define WHOLE 1000000
#define UNIT (WHOLE / 100)

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* False: no percentage, whatever its size. */
static bool
read(const char *s, uint64_t *out)
{
	uint64_t n = 0, unit = UNIT;

	if (!is_digit(*s))
		return false;
	for (; is_digit(*s); s++)
		n = n < WHOLE ? n * 10 + (uint64_t)(*s - '0') : n;
	n *= UNIT;
	if (*s == '.' && is_digit(s[1]))
		for (s++; is_digit(*s) && unit >= 10; s++)
			n += (unit /= 10) * (uint64_t)(*s - '0');
	*out = n;
	return strcmp(s, "%") == 0;
}

int
pt_share_read(const char *text, const char *option, uint32_t *millionths, struct pt_error *e)
{
	uint64_t n;

	if (!read(text, &n))
		return pt_fail(e, PT_EXIT_USAGE, "--%s: '%s' is no percentage, as 20%% is", option,
			text);
	if (n > WHOLE)
		return pt_fail(e, PT_EXIT_USAGE, "--%s: %s is more than all: 0%% to 100%%", option,
			text);
	*millionths = (uint32_t)n;
	return 0;
}
