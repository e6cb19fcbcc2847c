/* SPDX-License-Identifier: MIT */
/*
 * Template of a loop: includes the file TEMPLATE once per element type, with TYPE, BITS and KIND
 * set, and NAME(x) for names, ELEM for the raw bits of an element.  No include guard.
 */
#undef NAME
#undef ELEM
#undef KEY_MAX
#define NAME(x) PT_CAT(x##_, TYPE)
#define ELEM PT_CAT(pt_bits, BITS)
#define KEY_MAX (BITS == 64 ? INT64_MAX : INT32_MAX)

#define TYPE u64
#define BITS 64
#define KIND KIND_UNSIGNED
#include TEMPLATE
#undef TYPE
#undef KIND

#define TYPE i64
#define KIND KIND_SIGNED
#include TEMPLATE
#undef TYPE
#undef KIND

#define TYPE f64
#define KIND KIND_FLOAT
#include TEMPLATE
#undef TYPE
#undef KIND
#undef BITS

#define TYPE u32
#define BITS 32
#define KIND KIND_UNSIGNED
#include TEMPLATE
#undef TYPE
#undef KIND

#define TYPE i32
#define KIND KIND_SIGNED
#include TEMPLATE
#undef TYPE
#undef KIND
#undef BITS
