/* SPDX-License-Identifier: MIT */
/*
 * cmocka with the headers it wants before it. Test functions state the fact they check.
 */
#ifndef PT_UNIT_CM_H
#define PT_UNIT_CM_H

#include "config.h" /* the layout of some structures depends on it */

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
