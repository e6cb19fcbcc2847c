#!/bin/sh
# SPDX-License-Identifier: MIT
# The part of the model checks that fits into `make check`.
exec sh "$SRC/tests/model/check-model.sh" fast
