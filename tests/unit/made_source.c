/* SPDX-License-Identifier: MIT */
/* See made_source.h. */
#include "tests/unit/made_source.h"

#include <math.h>

#include "base/error.h"
#include "tests/unit/cm.h"

double
made_in_tasks(const struct pt_model *m, size_t worker)
{
	const double *share = m->workers[worker].share;

	return share[PT_SHARE_BUSY] +
		(isnan(share[PT_SHARE_BLOCKED]) ? 0 : share[PT_SHARE_BLOCKED]);
}

void
assert_near(double a, double b)
{
	if (!(fabs(a - b) <= 1e-6 * fmax(1, fabs(b))))
		fail_msg("%.12g is not %.12g", a, b);
}

struct pt_source *
made_open(const struct made *m)
{
	struct pt_error e;
	struct pt_source *s = pt_source_open(m->path, &e);

	if (!s)
		fail_msg("%s", e.text);
	return s;
}

struct pt_source *
made_watch(int fd)
{
	struct pt_error e;
	struct pt_source *s = pt_source_open_live(fd, &e);

	if (!s)
		fail_msg("%s", e.text);
	return s;
}
