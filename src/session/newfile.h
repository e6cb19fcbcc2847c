/* SPDX-License-Identifier: MIT */
/*
 * A file that is being made.  An existing file is replaced only with --force and only if it is a
 * regular file, and it is never written over: another program may be using it.  The new file is
 * written beside it, as partop-XXXXXXXX.new, and takes its name at the end.
 */
#ifndef PT_SESSION_NEWFILE_H
#define PT_SESSION_NEWFILE_H

#include <stdbool.h>
#include <sys/types.h>

struct pt_error;

struct pt_newfile {
	const char *path; /* borrowed */
	char *aside;      /* the name until the end; NULL: path */
	dev_t device;     /* identity of the file */
	ino_t inode;
};

/* Makes it, with the mode of the file that it is to replace, else 0666 less the umask.  A descriptor
 * for reading and writing, close-on-exec, the caller's; or -1 with e filled. */
int pt_newfile_open(struct pt_newfile *f, const char *path, bool force, struct pt_error *e);

/* The file is complete and takes its name.  0, or -1 with errno. */
int pt_newfile_keep(struct pt_newfile *f);

/* Removes it, unless another file has its name by now.  Does nothing after a keep; f may be zeroed. */
void pt_newfile_remove(struct pt_newfile *f);

#endif
