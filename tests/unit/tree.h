/* SPDX-License-Identifier: MIT */
/*
 * A tree of small files in a directory of its own below $TMPDIR, to stand for / in tests of what
 * reads /proc and /sys.
 */
#ifndef PT_UNIT_TREE_H
#define PT_UNIT_TREE_H

struct tree {
	char root[256];
};

/* Make an empty one; remove it with everything in it. Failures end the test program. */
void tree_init(struct tree *t);
void tree_fini(struct tree *t);

/* Writes a file below the root, making the directories on the way; path begins with '/'. */
void tree_file(struct tree *t, const char *path, const char *text);

#endif
