/* SPDX-License-Identifier: MIT */
/*
 * lines [PATH]: counts the files below PATH and their lines.
 *
 * Shows scopes and the plain API, no macros: every directory opens a scope and spawns a task per
 * entry.  However many entries there are, only some thousand are pending at a time, so memory is
 * bounded by the depth of the tree.  Totals are kept per worker, without atomics or locks.
 */
#include <partop/partop.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct totals {
	alignas(64) unsigned long long files; /* a cache line per worker */
	unsigned long long lines, bytes, skipped;
};

static struct totals totals[PARTOP_MAX_THREADS];

static void visit(partop_worker *w, partop_task *head, void *arg);

static void
count_lines(struct totals *t, const char *path)
{
	char buffer[16384];
	ssize_t n = -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && (n = read(fd, buffer, sizeof(buffer))) > 0) {
		t->bytes += (unsigned long long)n;
		for (const char *p = buffer; (p = memchr(p, '\n', (size_t)(buffer + n - p))); p++)
			t->lines++;
	}
	t->files++;
	t->skipped += n < 0;
	if (fd >= 0)
		close(fd);
}

/* DIR/NAME, for the task that visits it to free; NULL: no memory. */
static char *
join_path(const char *dir, const char *name)
{
	size_t size = strlen(dir) + strlen(name) + 2;
	char *path = malloc(size);

	if (path)
		snprintf(path, size, "%s/%s", dir, name);
	return path;
}

static void
visit_directory(partop_worker *w, partop_task *head, const char *path, DIR *dir)
{
	struct partop_scope scope;
	struct dirent *entry;

	partop_scope_begin(&scope, w, head);
	while ((entry = readdir(dir))) {
		char *child;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		child = join_path(path, entry->d_name);
		if (!child) {
			partop_fail(w, -ENOMEM); /* partop_run() returns it */
			break;
		}
		head = partop_scope_spawn(&scope, w, head, visit, child);
	}
	closedir(dir);
	partop_scope_end(&scope, w, head);
}

/* A task: visits the path, which is its own. */
static void
visit(partop_worker *w, partop_task *head, void *arg)
{
	struct totals *t = &totals[partop_worker_index(w)];
	char *path = arg;
	struct stat st;
	DIR *dir;

	if (lstat(path, &st))
		t->skipped++;
	else if (S_ISREG(st.st_mode))
		count_lines(t, path);
	else if (S_ISDIR(st.st_mode) && (dir = opendir(path)))
		visit_directory(w, head, path, dir);
	else if (S_ISDIR(st.st_mode))
		t->skipped++;
	free(path);
}

int
main(int argc, char **argv)
{
	struct totals sum = { 0 };
	char *path = strdup(argc > 1 ? argv[1] : ".");
	int error;

	error = path ? partop_run(NULL, visit, path) : -ENOMEM;
	if (error) {
		fprintf(stderr, "lines: %s\n", strerror(-error));
		return 1;
	}
	for (int i = 0; i < PARTOP_MAX_THREADS; i++) {
		sum.files += totals[i].files;
		sum.lines += totals[i].lines;
		sum.bytes += totals[i].bytes;
		sum.skipped += totals[i].skipped;
	}
	printf("%llu files, %llu lines, %llu bytes, %llu skipped\n", sum.files, sum.lines,
		sum.bytes, sum.skipped);
	return 0;
}
