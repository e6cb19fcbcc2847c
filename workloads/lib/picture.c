/* SPDX-License-Identifier: MIT */
/*
 * Pictures as files: see picture.h.
 */
#include "config.h"

#include "workloads/lib/picture.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_PNG
#include <png.h>
#endif

#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"

struct picture {
	uint64_t width, height;
	pt_picture_row_fn *row;
	void *arg;
	struct pt_pixel *pixels; /* one row */
};

static bool
ends_with(const char *file, const char *ending)
{
	size_t len = strlen(file), n = strlen(ending);

	return len > n && strcmp(file + len - n, ending) == 0;
}

/* Neither a folder nor a symbolic link nor a device is replaced. */
static bool
is_other(const char *file)
{
	struct stat st;

	return lstat(file, &st) == 0 && !S_ISREG(st.st_mode);
}

/* The "." behind the folder is there only if it is one. */
static bool
can_write(const char *file)
{
	const char *slash = strrchr(file, '/');
	struct pt_text here = { 0 };
	bool can;

	if (slash != NULL)
		pt_text_put(&here, file, (size_t)(slash - file) + 1);
	pt_text_add(&here, ".");
	can = access(pt_text_string(&here), W_OK) == 0;
	pt_text_fini(&here);
	return can && (access(file, F_OK) != 0 || access(file, W_OK) == 0);
}

int
pt_picture_check(const char *file, const char *option, struct pt_error *e)
{
	bool png = ends_with(file, ".png");

	if (!png && !ends_with(file, ".ppm"))
		return pt_fail(e, PT_EXIT_USAGE, "%s: '%s' ends neither in .png nor in .ppm",
			option, file);
#ifndef HAVE_PNG
	if (png)
		return pt_fail(e, PT_EXIT_USAGE,
			"%s: this partop was built without libpng; .ppm works", option);
#endif
	if (is_other(file))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s: %s is not a regular file", option,
			file);
	if (!can_write(file))
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "%s: %s", option, file);
	return 0;
}

static bool
write_ppm(struct picture *p, FILE *f)
{
	fprintf(f, "P6\n%" PRIu64 " %" PRIu64 "\n255\n", p->width, p->height);
	for (uint64_t y = 0; y < p->height && !ferror(f); y++) {
		p->row(y, p->pixels, p->arg);
		fwrite(p->pixels, sizeof(*p->pixels), p->width, f);
	}
	return !ferror(f);
}

#ifdef HAVE_PNG
static bool
write_png(struct picture *p, FILE *f)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png ? png_create_info_struct(png) : NULL;

	if (!info || setjmp(png_jmpbuf(png))) {
		png_destroy_write_struct(&png, &info);
		return false;
	}
	png_init_io(png, f);
	png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, 8,
		PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
		PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	for (uint64_t y = 0; y < p->height; y++) {
		p->row(y, p->pixels, p->arg);
		png_write_row(png, (png_const_bytep)p->pixels);
	}
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	return true;
}
#else
static bool
write_png(struct picture *p, FILE *f)
{
	errno = ENOTSUP;
	return false;
}
#endif

static bool
write_to(struct picture *p, const char *temporary, bool png)
{
	FILE *f = fopen(temporary, "we");
	bool ok;

	if (!f)
		return false;
	ok = png ? write_png(p, f) : write_ppm(p, f);
	return (fclose(f) == 0) & ok;
}

int
pt_picture_write(const char *file, uint64_t width, uint64_t height, pt_picture_row_fn *row,
	void *arg, struct pt_error *e)
{
	struct picture p = { width, height, row, arg, pt_xcalloc(width, sizeof(struct pt_pixel)) };
	struct pt_text temporary = { 0 };
	bool ok;

	pt_text_add(&temporary, "%s.part", file);
	errno = 0;
	ok = write_to(&p, pt_text_string(&temporary), ends_with(file, ".png")) &&
		rename(pt_text_string(&temporary), file) == 0;
	if (!ok) {
		pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "%s", file);
		unlink(pt_text_string(&temporary));
	}
	pt_text_fini(&temporary);
	free(p.pixels);
	return ok ? 0 : -1;
}
