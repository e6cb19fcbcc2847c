/* SPDX-License-Identifier: MIT */
/*
 * A file that is being made.  Nothing that a user named is replaced without --force, nothing but
 * a regular file ever is, and none is written over: another program may be using it.  What is to
 * replace a file is written beside it, as partop-XXXXXXXX.new, and takes its name at the end.
 */
#ifndef PT_SESSION_NEWFILE_H
#define PT_SESSION_NEWFILE_H

#include <stdbool.h>
#include <sys/types.h>

struct pt_error;

struct pt_newfile {
	const char *path;	/* borrowed */
	char *aside;		/* where it is meanwhile; NULL: at path */
	dev_t device;		/* its identity */
	ino_t inode;
};

/* Makes it, with the mode of what it is to replace, else 0666 less the umask.  A descriptor for
 * reading and writing, close-on-exec, the caller's; or -1 with e filled. */
int pt_newfile_open(struct pt_newfile *f, const char *path, bool force, struct pt_error *e);

/* It has become what it should be, and takes its name.  0, or -1 with errno. */
int pt_newfile_keep(struct pt_newfile *f);

/* Nothing came of it: removed, if its name is still its own.  Also after either; f may be zeroed. */
void pt_newfile_remove(struct pt_newfile *f);

#endif
