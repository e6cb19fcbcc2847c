/* SPDX-License-Identifier: MIT */
/*
 * What an exporter is: one file with one const struct pt_exporter, named in local.mk.  Help, the
 * list of formats in messages, and its own options come from there.  It reads a finished source and
 * writes one document.  Everything that comes from a recording is foreign: bytes that are not
 * printable UTF-8 appear as \xNN.
 */
#ifndef PT_EXPORT_EXPORTER_H
#define PT_EXPORT_EXPORTER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct pt_args;
struct pt_error;
struct pt_options;
struct pt_source;

struct pt_export_options {
	const char *trace;          /* path of the recording, as the user gave it; NULL: not kept */
	bool color;                 /* report: may use SGR */
	bool utf8;                  /* report: may use more than ASCII */
	int width;                  /* report: columns after which notes are broken; 0: never */
	uint32_t max_workers;       /* report: lines of the table of workers; 0: 16 */
	const struct pt_args *args; /* has the exporter's own options; NULL: none was given */
};

struct pt_exporter {
	const char *name, *extension, *summary;
	/* Its own, each "NAME-..." so that no two exporters have the same; NULL: none. */
	const struct pt_options *options;
	/* 0, or -1 with e filled: the stream failed.  The caller flushes and closes. */
	int (*write)(struct pt_source *s, const struct pt_export_options *o, FILE *f,
		struct pt_error *e);
};

extern const struct pt_exporter *const pt_exporters[]; /* NULL at the end */
extern const char *const pt_exporter_names[];          /* their names, for an option */

/* Those that --json and the report call directly. */
extern const struct pt_exporter pt_exporter_json, pt_exporter_report;

#endif
