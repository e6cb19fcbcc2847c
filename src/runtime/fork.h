/* SPDX-License-Identifier: MIT */
/*
 * What a fork() means to the library: all of it, in one place, installed when the library is
 * loaded.  Around a fork its locks are held by the forking thread, so that the child finds them
 * free and what they guard whole; in the child every part then forgets the threads it had.
 */
#ifndef PT_RUNTIME_FORK_H
#define PT_RUNTIME_FORK_H

#include <stdbool.h>

/*
 * Whether this process may claim the recording that its environment names.  The program may, as
 * exec() has made it.  Its forked child may only when it takes the program's place: when it has
 * left the session of the process that forked it (daemon(3)), or that process is gone.
 * Thread-safe; a child of a daemon waits here up to 0.2 s for its parent to go.
 */
bool pt_fork_may_record(void);

#endif
