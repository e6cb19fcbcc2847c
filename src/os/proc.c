/* SPDX-License-Identifier: MIT */
/*
 * Readers of /proc. Files there are made when read: one read() gives the whole, and pread() at 0
 * of a descriptor that is kept gives fresh values.
 */
#include "os/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <unistd.h>

#include "os/cgroup.h"

#define PATH_BYTES 64

ssize_t
pt_proc_slurp(const char *path, char *buf, size_t size)
{
	size_t used = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = 0;

	if (fd < 0)
		return -errno;
	while (used + 1 < size && error == 0) {
		n = read(fd, buf + used, size - 1 - used);
		if (n == 0)
			break;
		if (n > 0)
			used += (size_t)n;
		else if (errno != EINTR)
			error = -errno;
	}
	buf[used] = '\0';
	close(fd);
	return error ? error : (ssize_t)used;
}

/* "/proc/PID/NAME" or "/proc/self/NAME". */
static void
proc_path(char path[PATH_BYTES], pid_t pid, const char *name)
{
	if (pid)
		snprintf(path, PATH_BYTES, "/proc/%d/%s", (int)pid, name);
	else
		snprintf(path, PATH_BYTES, "/proc/self/%s", name);
}

int
pt_proc_schedstat(pid_t pid, pid_t tid, uint64_t *cpu_ns, uint64_t *delay_ns)
{
	char path[PATH_BYTES], name[32], text[96];
	ssize_t n;

	if (tid == 0)
		tid = pid ? pid : gettid();
	snprintf(name, sizeof(name), "task/%d/schedstat", (int)tid);
	proc_path(path, pid, name);
	n = pt_proc_slurp(path, text, sizeof(text));
	if (n < 0)
		return (int)n;
	return sscanf(text, "%" SCNu64 " %" SCNu64, cpu_ns, delay_ns) == 2 ? 0 : -ENODATA;
}

pid_t
pt_proc_tid(void)
{
	return gettid();
}

void
pt_proc_name_self(const char *name)
{
	prctl(PR_SET_NAME, name, 0, 0, 0); /* cuts long names by itself */
}

int
pt_proc_start_time(pid_t pid, uint64_t *ticks)
{
	char path[PATH_BYTES], text[1024], *at;
	ssize_t n;

	proc_path(path, pid, "stat");
	n = pt_proc_slurp(path, text, sizeof(text));
	if (n < 0)
		return (int)n;
	/* field 2 is a name in brackets and may hold anything, brackets and blanks too */
	at = strrchr(text, ')');
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	if (!at)
		return -ENODATA;
	*ticks = strtoull(at, NULL, 10);
	return 0;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "xxxxxxxx-xxxx-..." in hexadecimal. */
int
pt_proc_boot_id(uint8_t id[16])
{
	char text[64];
	ssize_t n = pt_proc_slurp("/proc/sys/kernel/random/boot_id", text, sizeof(text));
	uint8_t bytes[16] = { 0 };
	int digits = 0;

	if (n < 0)
		return (int)n;
	for (const char *p = text; *p && digits < 32; p++) {
		int d = hex_digit(*p);

		if (d < 0)
			continue;
		bytes[digits / 2] = (uint8_t)(bytes[digits / 2] << 4 | d);
		digits++;
	}
	if (digits < 32)
		return -ENODATA;
	memcpy(id, bytes, sizeof(bytes));
	return 0;
}

int
pt_proc_pid_namespace(pid_t pid, uint64_t *inode)
{
	char path[PATH_BYTES];
	struct stat st;

	proc_path(path, pid, "ns/pid");
	if (stat(path, &st) != 0)
		return -errno;
	*inode = st.st_ino;
	return 0;
}

/* The value of a line "NAME:   123 kB". */
static int
find_kib(const char *text, const char *name, uint64_t *bytes)
{
	size_t len = strlen(name);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, len) == 0 && line[len] == ':') {
			*bytes = strtoull(line + len + 1, NULL, 10) * 1024;
			return 0;
		}
	}
	return -ENODATA;
}

uint64_t
pt_proc_address_space_bytes(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
		return UINT64_MAX;
	return limit.rlim_cur;
}

int
pt_proc_peak_rss(pid_t pid, uint64_t *bytes)
{
	char path[PATH_BYTES], text[8192];
	ssize_t n;

	proc_path(path, pid, "status");
	n = pt_proc_slurp(path, text, sizeof(text));
	return n < 0 ? (int)n : find_kib(text, "VmHWM", bytes);
}

int
pt_proc_peak_rss_reset(void)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC), rc = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, "5", 1) != 1)
		rc = -errno;
	close(fd);
	return rc;
}

uint64_t
pt_memory_available_bytes(void)
{
	char text[8192];
	uint64_t machine = 0, left = pt_cgroup_memory_left_bytes("");

	if (pt_proc_slurp("/proc/meminfo", text, sizeof(text)) > 0)
		find_kib(text, "MemAvailable", &machine);
	if (machine == 0)
		return left == UINT64_MAX ? 0 : left;
	return left < machine ? left : machine;
}
