# src/base: append program-side files to base_sources; what libpartop needs, to lib_sources too.
base_sources += \
	src/base/alloc.c src/base/alloc.h \
	src/base/arena.c src/base/arena.h \
	src/base/args.c src/base/args.h \
	src/base/array.h \
	src/base/error.c src/base/error.h \
	src/base/escape.c \
	src/base/format.c \
	src/base/nearest.c src/base/nearest.h \
	src/base/option_list.c src/base/option_list.h \
	src/base/options.c src/base/options.h src/base/options_internal.h \
	src/base/options_help.c src/base/options_value.c \
	src/base/parse.c src/base/parse.h \
	src/base/text.c src/base/text.h \
	src/base/timepiece.h \
	src/base/unicode.c src/base/unicode.h src/base/unicode_tables.h \
	src/base/utf8.c
lib_sources += \
	src/base/error.c src/base/error.h \
	src/base/parse.c src/base/parse.h
EXTRA_DIST += src/base/unicode_tables.py
