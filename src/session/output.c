/* SPDX-License-Identifier: MIT */
/*
 * Output files are opened before a run and written after it, so that the user learns before minutes
 * of measuring which of them cannot be written.
 */
#include "session/output.h"

#include <errno.h>
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
	return pt_fail_write(e, stdout, "to standard output");
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
	fd = pt_newfile_open(&o->made, path, force, e);
	if (fd < 0)
		return -1;
	o->file = fdopen(fd, "w");
	if (o->file != NULL)
		return 0;
	pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open %s", path);
	pt_newfile_remove(&o->made);
	close(fd);
	return -1;
}

int
pt_output_end(struct pt_output *o, struct pt_error *e)
{
	int error = 0;

	if (o->file == stdout)
		return pt_output_flush(e);
	if (fflush(o->file) != 0 || ferror(o->file))
		error = errno != 0 ? errno : EIO;
	if (fclose(o->file) != 0 && error == 0)
		error = errno;
	o->file = NULL;
	if (error == 0 && pt_newfile_keep(&o->made) < 0)
		error = errno;
	pt_newfile_remove(&o->made);
	errno = error;
	return error == 0 ? 0 : pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot write %s", o->path);
}

void
pt_output_drop(struct pt_output *o)
{
	if (o->file == NULL || o->file == stdout)
		return;
	fclose(o->file);
	o->file = NULL;
	pt_newfile_remove(&o->made);
}
