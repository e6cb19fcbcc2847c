/* SPDX-License-Identifier: MIT */
/*
 * Putting the terminal back, whatever happens.  What is needed for it is prepared beforehand, so
 * that a signal handler can do it: the modes as they were, and one string to write.
 *
 * While armed, exit() and the fatal signals (SEGV, BUS, ILL, FPE, ABRT, SYS, TRAP, and those of
 * QUIT, XCPU, XFSZ that would kill) put the terminal back; the signal is then raised again with the
 * action it had before, so that status, core file and a sanitizer's report stay what they were.
 */
#ifndef PT_UI_CORE_RESTORE_H
#define PT_UI_CORE_RESTORE_H

#include <stddef.h>
#include <termios.h>

#define PT_RESTORE_MAX 512

/* From now on the terminal at `fd` is to be put back.  The string is cut at PT_RESTORE_MAX. */
void pt_restore_arm(int fd, const struct termios *before, const char *sequence, size_t len);

/* Puts the terminal and the signals back as they were. */
void pt_restore_disarm(void);

#endif
