/* SPDX-License-Identifier: MIT */
/* What the tests of the screens share: looking at a canvas, comparing it with a golden file. */
#ifndef PT_TESTS_UNIT_UI_CHECK_H
#define PT_TESTS_UNIT_UI_CHECK_H

#include "ui/core/canvas.h"

/* Fails the running test unless every cell is drawable and no half of a wide one stands alone. */
void check_cells(const struct pt_canvas *c);

/* Fails unless the canvas, as text, is exactly that. */
void check_text(const struct pt_canvas *c, const char *want);

/* Fails unless the canvas is as in tests/golden/views/NAME; with PARTOP_UPDATE_GOLDEN=1 writes it. */
void check_golden(const struct pt_canvas *c, const char *name);

#endif
