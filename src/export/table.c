/* SPDX-License-Identifier: MIT */
/*
 * The exporters there are, made from their names in local.mk.  The report is none of them: it is a
 * text for people, see exporter.h.
 */
#include "export/exporter.h"

#define X(name) extern const struct pt_exporter pt_exporter_##name;
#include "export/table.inc"
#undef X

const struct pt_exporter *const pt_exporters[] = {
#define X(name) &pt_exporter_##name,
#include "export/table.inc"
#undef X
	NULL,
};

const char *const pt_exporter_names[] = {
#define X(name) #name,
#include "export/table.inc"
#undef X
	NULL,
};
