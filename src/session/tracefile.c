/* SPDX-License-Identifier: MIT */
/*
 * The recording's file is made by the parent, so that a bad path is told before anything runs and
 * the child needs a descriptor only.
 */
#include "session/tracefile.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "session/output.h"

static int
open_memory(struct pt_tracefile *t, struct pt_error *e)
{
	t->fd = memfd_create("partop-recording", MFD_CLOEXEC);
	if (t->fd < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot create a recording in memory");
	return 0;
}

int
pt_tracefile_open(struct pt_tracefile *t, const char *path, bool force, struct pt_error *e)
{
	*t = (struct pt_tracefile){ .fd = -1, .path = path };
	if (path == NULL)
		return open_memory(t, e);
	t->fd = pt_output_open(path, force, &t->made, e);
	if (t->fd < 0)
		return -1;
	if (ftruncate(t->fd, 0) < 0) {
		pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot empty %s", path);
		pt_tracefile_close(t);
		return -1;
	}
	return 0;
}

bool
pt_tracefile_empty(const struct pt_tracefile *t)
{
	struct stat st;

	return fstat(t->fd, &st) == 0 && st.st_size == 0;
}

void
pt_tracefile_close(struct pt_tracefile *t)
{
	if (t->fd < 0)
		return;
	if (t->path != NULL && t->made && pt_tracefile_empty(t))
		unlink(t->path);
	close(t->fd);
	t->fd = -1;
}
