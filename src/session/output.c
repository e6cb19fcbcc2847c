/* SPDX-License-Identifier: MIT */
/*
 * Output files are opened before a run and written after it: what cannot be written is known
 * before minutes of measuring.
 */
#include "session/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"

void
pt_output_note(const char *text)
{
	char clean[4096];

	pt_clean(clean, sizeof(clean), text, strlen(text));
	fprintf(stderr, "partop: %s\n", clean);
}

void
pt_output_error(const struct pt_error *e)
{
	fflush(stdout);
	pt_output_note(e->text);
}

int
pt_output_flush(struct pt_error *e)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	if (errno == 0)
		errno = EIO;
	return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot write to standard output");
}

/* What stands at `path`, which open() did not want to create. */
static int
existing(const char *path, bool force, struct pt_error *e)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot create %s", path);
	if (S_ISLNK(st.st_mode))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is a symbolic link: not followed", path);
	if (S_ISDIR(st.st_mode))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is a directory", path);
	if (!S_ISREG(st.st_mode))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is not a regular file", path);
	if (!force)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s exists; --force overwrites it", path);
	/* It may be another file by now: without O_NONBLOCK a FIFO would hold us. */
	fd = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open %s", path);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is not a regular file", path);
	}
	return fd;
}

int
pt_output_open(const char *path, bool force, bool *made, struct pt_error *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);

	*made = fd >= 0;
	if (fd >= 0)
		return fd;
	if (errno == EEXIST)
		return existing(path, force, e);
	return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot create %s", path);
}

bool
pt_output_same(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int
pt_output_begin(struct pt_output *o, const char *path, bool force, struct pt_error *e)
{
	int fd;

	*o = (struct pt_output){ .file = stdout, .path = path };
	if (path == NULL || strcmp(path, "-") == 0)
		return 0;
	fd = pt_output_open(path, force, &o->made, e);
	if (fd < 0)
		return -1;
	o->file = fdopen(fd, "w");
	if (o->file == NULL) {
		close(fd);
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open %s", path);
	}
	return 0;
}

/* An older and longer content must not show behind ours: what is left of it is cut off. */
static int
flush_and_cut(FILE *f)
{
	off_t end;

	if (fflush(f) != 0 || ferror(f))
		return -1;
	end = ftello(f);
	return end < 0 ? -1 : ftruncate(fileno(f), end);
}

int
pt_output_end(struct pt_output *o, struct pt_error *e)
{
	int error = 0;

	if (o->file == stdout)
		return pt_output_flush(e);
	if (flush_and_cut(o->file) < 0)
		error = errno != 0 ? errno : EIO;
	if (fclose(o->file) != 0 && error == 0)
		error = errno;
	o->file = NULL;
	if (error == 0)
		return 0;
	if (o->made)
		unlink(o->path);
	errno = error;
	return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot write %s", o->path);
}

void
pt_output_drop(struct pt_output *o)
{
	if (o->file == NULL || o->file == stdout)
		return;
	fclose(o->file);
	o->file = NULL;
	if (o->made)
		unlink(o->path);
}
