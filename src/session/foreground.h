/* SPDX-License-Identifier: MIT */
/*
 * Job control for a program that has partop's own streams: like a shell, partop makes it the
 * terminal's foreground job, so that it may read the terminal and gets ^C and ^Z itself.
 */
#ifndef PT_SESSION_FOREGROUND_H
#define PT_SESSION_FOREGROUND_H

#include <stdbool.h>
#include <sys/types.h>

/* Gives the terminal on stdin to a process group.  False when partop does not have it itself. */
bool pt_foreground_give(pid_t group);

/* Takes the terminal back. */
void pt_foreground_take(void);

/* After SIGCHLD: when the job was stopped by ^Z, stops partop too, and continues both later. */
void pt_foreground_follow_stop(pid_t child);

#endif
