/* SPDX-License-Identifier: MIT */
/*
 * What the kernel tells about processes and threads in /proc. *Run delay* is the time a thread was
 * runnable but not on a CPU. Functions return 0 or a negative errno and write their results on
 * success only; all are thread-safe and allocate nothing. A pid of 0 means the caller's process, a
 * tid of 0 the calling thread or, of another process, its first.
 */
#ifndef PT_OS_PROC_H
#define PT_OS_PROC_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* CPU time and run delay of a thread since it began. Of a running one up to a tick stale. */
int pt_proc_schedstat(pid_t pid, pid_t tid, uint64_t *cpu_ns, uint64_t *delay_ns);

/* What the kernel has booked to a thread since it began. */
struct pt_usage {
	uint64_t cpu_ns, delay_ns;
	uint64_t sleeps; /* times it gave its CPU away because it had to wait for something */
};

/*
 * The same of the calling thread, exact, about 1 us: three system calls. A descriptor of schedstat
 * is kept open until the thread ends. -ENOENT, -ENODATA: this kernel does not tell run delay.
 */
int pt_proc_own_usage(struct pt_usage *u);

/* Without run delay: no descriptor is opened, which for a new thread takes most of a millisecond on
 * some machines. */
int pt_proc_own_cpu(uint64_t *cpu_ns, uint64_t *sleeps);

/* In a forked child: closes that descriptor, which is about the parent's thread. */
void pt_proc_own_forget(void);

/* Kernel id of the calling thread. */
pid_t pt_proc_tid(void);

/* Names the calling thread, for ps and debuggers; at most 15 bytes are used. */
void pt_proc_name_self(const char *name);

/* When the process began, in clock ticks after boot: tells a pid from its reuse. */
int pt_proc_start_time(pid_t pid, uint64_t *ticks);

/* Identity of this boot, and of the pid namespace of a process. */
int pt_proc_boot_id(uint8_t id[16]);
int pt_proc_pid_namespace(pid_t pid, uint64_t *inode);

/* The limit of the process's address space (ulimit -v); UINT64_MAX: none. */
uint64_t pt_proc_address_space_bytes(void);

/* The most memory the process ever had resident. */
int pt_proc_peak_rss(pid_t pid, uint64_t *bytes);

/* From here on the caller's peak is counted anew. */
int pt_proc_peak_rss_reset(void);

/*
 * Memory that can be used without swapping: what the machine has, or what the tightest cgroup limit
 * leaves, whichever is less. 0 if neither can be found out.
 */
uint64_t pt_memory_available_bytes(void);

/* Reads a small file whole into buf, terminated. Returns its length (cut to size - 1) or -errno. */
ssize_t pt_proc_slurp(const char *path, char *buf, size_t size);

#endif
