/* SPDX-License-Identifier: MIT */
/*
 * What the CPUs that this thread may use have done since the machine started, all programs
 * together, in seconds.  Counted by the kernel in ticks, of 10 ms mostly.
 */
#ifndef PT_OS_CPUTIME_H
#define PT_OS_CPUTIME_H

struct pt_cputime {
	double busy_s;   /* in user or kernel mode */
	double stolen_s; /* wanted, but given to other guests by the host */
};

/* 0, or -1: the kernel does not tell. */
int pt_cputime_read(struct pt_cputime *t);

#endif
