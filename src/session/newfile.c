/* SPDX-License-Identifier: MIT */
/*
 * Files that are being made.  See newfile.h.
 */
#include "session/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "os/random.h"

#define TRIES 100

static int
create(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
}

/* Whether the file at `path` may be replaced: 0, or -1 with e filled. */
static int
check_old(const char *path, bool force, struct stat *st, struct pt_error *e)
{
	if (lstat(path, st) < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot create %s", path);
	if (S_ISLNK(st->st_mode))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is a symbolic link: not followed", path);
	if (S_ISDIR(st->st_mode))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is a directory", path);
	if (!S_ISREG(st->st_mode))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is not a regular file", path);
	if (!force)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s exists; --force overwrites it", path);
	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open %s", path);
	return 0;
}

/* In the folder of the file that it is to replace: rename() works only within a file system. */
static int
create_aside(struct pt_newfile *f)
{
	const char *slash = strrchr(f->path, '/');
	size_t folder = slash != NULL ? (size_t)(slash - f->path) + 1 : 0;
	size_t size = folder + sizeof("partop-XXXXXXXX.new");
	int fd = -1;

	f->aside = pt_xcalloc(1, size);
	for (int i = 0; i < TRIES && fd < 0; i++) {
		snprintf(f->aside, size, "%.*spartop-%08" PRIx32 ".new", (int)folder, f->path,
			(uint32_t)pt_random_seed());
		fd = create(f->aside);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

static int
replace(struct pt_newfile *f, bool force, struct pt_error *e)
{
	struct stat old;
	int fd;

	if (check_old(f->path, force, &old, e) < 0)
		return -1;
	fd = create_aside(f);
	if (fd < 0) {
		pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot create a file beside %s", f->path);
		free(f->aside);
		f->aside = NULL;
		return -1;
	}
	(void)!fchown(fd, old.st_uid, old.st_gid); /* has an effect for root only */
	(void)fchmod(fd, old.st_mode & 0777);
	return fd;
}

int
pt_newfile_open(struct pt_newfile *f, const char *path, bool force, struct pt_error *e)
{
	struct stat st;
	int fd = create(path);

	*f = (struct pt_newfile){ .path = path };
	if (fd < 0 && errno == EEXIST)
		fd = replace(f, force, e);
	else if (fd < 0)
		pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot create %s", path);
	if (fd >= 0 && fstat(fd, &st) == 0) {
		f->device = st.st_dev;
		f->inode = st.st_ino;
	}
	return fd;
}

int
pt_newfile_keep(struct pt_newfile *f)
{
	if (f->aside != NULL && rename(f->aside, f->path) < 0)
		return -1;
	free(f->aside);
	f->aside = NULL;
	f->path = NULL;
	return 0;
}

void
pt_newfile_remove(struct pt_newfile *f)
{
	const char *name = f->aside != NULL ? f->aside : f->path;
	struct stat st;

	if (name != NULL && lstat(name, &st) == 0 && st.st_dev == f->device &&
		st.st_ino == f->inode)
		unlink(name);
	free(f->aside);
	*f = (struct pt_newfile){ .path = NULL };
}
