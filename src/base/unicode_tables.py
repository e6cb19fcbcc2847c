#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes unicode_tables.h from Python's Unicode database:

	python3 src/base/unicode_tables.py > src/base/unicode_tables.h

Run by hand when a newer Unicode is wanted; the result is kept in the repository.
"""
import unicodedata

LAST = 0x10FFFF
# Invisible by default, though their category is a letter or a mark.
IGNORABLE = [(0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180D),
             (0x180F, 0x180F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0),
             (0xE0100, 0xE01EF)]
# Vowels and finals of Hangul, drawn into the syllable before them.
JAMO = [(0x1161, 0x11FF), (0xD7B0, 0xD7FB)]


def inside(c, spans):
    return any(lo <= c <= hi for lo, hi in spans)


def hidden(c):
    return (unicodedata.category(chr(c)) in ("Cn", "Cs", "Co", "Cc", "Cf", "Zl", "Zp")
            or inside(c, IGNORABLE))


def combining(c):
    return unicodedata.category(chr(c)) in ("Mn", "Me") or inside(c, JAMO)


def wide(c):
    return unicodedata.east_asian_width(chr(c)) in ("W", "F")


def spans(member, either):
    """Ranges of members; a gap of characters that are `either` is closed."""
    found, start, end = [], None, None
    for c in range(LAST + 1):
        if member(c):
            if start is None:
                start = c
            end = c
        elif start is not None and not either(c):
            found.append((start, end))
            start = None
    if start is not None:
        found.append((start, end))
    return found


def table(name, ranges):
    print(f"static const struct span {name}[] = {{")
    for i in range(0, len(ranges), 4):
        row = " ".join(f"{{0x{lo:x}, 0x{hi:x}}}," for lo, hi in ranges[i:i + 4])
        print(f"\t{row}")
    print("};\n")


print("/* SPDX-License-Identifier: MIT */")
print("/*")
print(f" * Made by unicode_tables.py from Unicode {unicodedata.unidata_version}; "
      "included by unicode.c only.")
print(" * Ranges are sorted and inclusive. `hidden` is asked first, so the others may cover")
print(" * characters that are hidden.")
print(" */")
print("#ifndef PT_BASE_UNICODE_TABLES_H\n#define PT_BASE_UNICODE_TABLES_H\n")
print("#include <stdint.h>\n")
print("struct span {\n\tuint32_t first, last;\n};\n")
print("/* clang-format off */")
table("hidden", spans(hidden, lambda c: False))
table("combining", spans(lambda c: combining(c) and not hidden(c), hidden))
table("wide", spans(lambda c: wide(c) and not hidden(c), lambda c: hidden(c) or combining(c)))
print("/* clang-format on */\n\n#endif")
