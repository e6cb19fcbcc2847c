/* SPDX-License-Identifier: MIT */
/* How text for people may look. */
#ifndef PT_EXPORT_LOOK_H
#define PT_EXPORT_LOOK_H

#include <stdbool.h>

struct pt_look {
	bool color; /* SGR */
	bool utf8;  /* more than ASCII */
	int width;  /* columns */
};

#endif
