# tests/fuzz: scripts (TAP) to test_scripts, programs to check_PROGRAMS
check_PROGRAMS += tests/fuzz/fuzz_reader
tests_fuzz_fuzz_reader_SOURCES = tests/fuzz/fuzz_reader.c $(rec_payload)
tests_fuzz_fuzz_reader_LDADD = libreader.a librecording.a $(OS_LIBS)
test_scripts += tests/fuzz/reader.sh
EXTRA_DIST += tests/fuzz/corpus/reader
