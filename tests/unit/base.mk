# Unit tests: unit_programs += tests/unit/test_x, and its _SOURCES, _CFLAGS (AM_CFLAGS CMOCKA_CFLAGS), _LDADD.
unit_programs +=
