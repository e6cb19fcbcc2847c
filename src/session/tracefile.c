/* SPDX-License-Identifier: MIT */
/*
 * The parent makes the recording's file, so that a bad path is reported before anything runs and
 * the child needs a descriptor only.
 */
#include "session/tracefile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "recording/handover.h"
#include "recording/layout.h"

/* 0, or -1 with errno. */
static int
begin(const struct pt_tracefile *t)
{
	int e = pt_handover_begin(t->fd);

	errno = -e;
	return e == 0 ? 0 : -1;
}

static int
open_memory(struct pt_tracefile *t, struct pt_error *e)
{
	t->fd = memfd_create("partop-recording", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (t->fd >= 0 && begin(t) == 0) {
		/* a file that shrinks would kill its writer by SIGBUS */
		(void)fcntl(t->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL);
		return 0;
	}
	pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot create a recording in memory");
	if (t->fd >= 0)
		close(t->fd);
	return -1;
}

int
pt_tracefile_open(struct pt_tracefile *t, const char *path, bool force, struct pt_error *e)
{
	*t = (struct pt_tracefile){ .fd = -1, .path = path };
	if (path == NULL)
		return open_memory(t, e);
	t->fd = pt_newfile_open(&t->made, path, force, e);
	if (t->fd < 0)
		return -1;
	if (begin(t) == 0)
		return 0;
	pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot write %s", path);
	pt_newfile_remove(&t->made);
	close(t->fd);
	return -1;
}

bool
pt_tracefile_empty(const struct pt_tracefile *t)
{
	return pt_handover_is_blank(t->fd);
}

bool
pt_tracefile_goes_on(const struct pt_tracefile *t)
{
	struct pt_rec_header h;

	return pt_handover_is_held(t->fd) && pread(t->fd, &h, sizeof(h), 0) == (ssize_t)sizeof(h) &&
		atomic_load(&h.life) < PT_REC_ENDED;
}

int
pt_tracefile_close(struct pt_tracefile *t, struct pt_error *e)
{
	int rc = 0;

	if (t->fd < 0)
		return 0;
	if (pt_tracefile_empty(t) && !pt_handover_is_held(t->fd))
		pt_newfile_remove(&t->made);
	else if (pt_newfile_keep(&t->made) < 0)
		rc = pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot replace %s by the recording %s",
			t->path, t->made.aside);
	close(t->fd);
	t->fd = -1;
	return rc;
}
