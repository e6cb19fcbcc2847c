/* SPDX-License-Identifier: MIT */
/* Pictures as files: PPM always, PNG where libpng was there to build with. */
#ifndef PT_WORKLOADS_LIB_PICTURE_H
#define PT_WORKLOADS_LIB_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pt_error;

struct pt_pixel {
	uint8_t red, green, blue;
};

/* 0, or -1 with e filled: another ending than .ppm or .png, or .png without libpng (usage); a place
 * that cannot be written to (environment). `option` is what messages begin with, "--picture". */
int pt_picture_check(const char *file, const char *option, struct pt_error *e);

/*
 * Writes width by height pixels, row by row as row(y, pixels, arg) makes them, to a file of which
 * the ending says the format. It is complete when it has its name. 0, or -1 with e filled
 * (environment), and the file is then as it was.
 */
typedef void pt_picture_row_fn(uint64_t y, struct pt_pixel *row, void *arg);
int pt_picture_write(const char *file, uint64_t width, uint64_t height, pt_picture_row_fn *row,
	void *arg, struct pt_error *e);

#endif
