#!/bin/sh
# SPDX-License-Identifier: MIT
# The corpus of the reader's fuzzer, through the same function.
exec "$BUILD/tests/fuzz/fuzz_reader" "$SRC/tests/fuzz/corpus/reader"
