/* SPDX-License-Identifier: MIT */
/*
 * Which machine this is.  Printable ASCII without ';'; "unknown" where the kernel does not tell.
 */
#ifndef PT_OS_MACHINE_H
#define PT_OS_MACHINE_H

#include <stddef.h>

/* The model of its processors, as /proc/cpuinfo has it.  Returns out. */
char *pt_machine_model(char *out, size_t size);

/* The identity of this boot.  Returns out. */
char *pt_machine_boot(char *out, size_t size);

#endif
