/* SPDX-License-Identifier: MIT */
/* How text for people may look. */
#ifndef PT_EXPORT_LOOK_H
#define PT_EXPORT_LOOK_H

#include <stdbool.h>

#define PT_LOOK_BOLD "\033[1m"
#define PT_LOOK_DIM "\033[2m"
#define PT_LOOK_OFF "\033[0m"

struct pt_look {
	bool color; /* SGR */
	bool utf8;  /* more than ASCII */
	int width;  /* columns */
};

static inline const char *
pt_look_sgr(const struct pt_look *look, const char *sgr)
{
	return look->color ? sgr : "";
}

#endif
