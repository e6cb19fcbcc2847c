/* SPDX-License-Identifier: MIT */
/*
 * The tree of files for tests.
 */
#include "tests/unit/tree.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(99);
}

void
tree_init(struct tree *t)
{
	const char *base = getenv("TMPDIR");

	snprintf(t->root, sizeof(t->root), "%s/partop-test-XXXXXX", base ? base : "/tmp");
	must(mkdtemp(t->root) != NULL, t->root);
}

static int
drop(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	return remove(path);
}

void
tree_fini(struct tree *t)
{
	nftw(t->root, drop, 8, FTW_DEPTH | FTW_PHYS);
}

void
tree_file(struct tree *t, const char *path, const char *text)
{
	char full[1024];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", t->root, path);
	for (char *p = full + strlen(t->root) + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		mkdir(full, 0700);
		*p = '/';
	}
	f = fopen(full, "w");
	must(f != NULL, full);
	must(fputs(text, f) >= 0, full);
	must(fclose(f) == 0, full);
}
