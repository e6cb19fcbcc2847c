/* SPDX-License-Identifier: MIT */
/*
 * Handing a recording over: the watcher makes the file and writes a blank header with a nonce (the
 * uuid of the recording to come); the program inherits a descriptor and is told which by a
 * variable of its environment; the first process that asks *claims* it.
 *
 * A number alone is no identity: by the time the library looks, the program may have closed the
 * descriptor and opened a file of its own under the same number.  So the variable also says
 * device, inode and nonce, and all of them must be found behind the number:
 *
 *	PARTOP_RECORDING=NUMBER:DEVICE:INODE:NONCE
 */
#ifndef PT_RECORDING_HANDOVER_H
#define PT_RECORDING_HANDOVER_H

#include <stdbool.h>

#define PT_HANDOVER_TEXT 96 /* bytes of the variable's value */

/* By the watcher: makes the empty file `fd` a blank recording.  0 or -errno. */
int pt_handover_begin(int fd);

/* The variable's value for a program that finds the file at `number`; `fd` is the file, here.
 * 0, or -errno: -ESTALE when it is no blank or begun recording. */
int pt_handover_text(int fd, int number, char text[PT_HANDOVER_TEXT]);

/*
 * By the watcher: a descriptor to hand over, close-on-exec, whose lock tells as long as any
 * process has it; or -errno.
 */
int pt_handover_open(int fd);

/* By the watcher: nothing has been recorded yet; some process has what pt_handover_open() gave. */
bool pt_handover_is_blank(int fd);
bool pt_handover_is_held(int fd);

/*
 * By the program, with the variable's value: claims the recording for this process, in one atomic
 * step between all processes that have it.  Returns the descriptor, now close-on-exec, for
 * pt_rec_create().  -EINVAL: not such a text; -ESTALE: another file is there, or none;
 * -EBUSY: some process was faster.
 */
int pt_handover_claim(const char *text);

/* Blank, and claimed by this process. */
bool pt_handover_is_claimed(int fd);

#endif
