# tests/stress: the runtime under load, with every number of workers and every capacity.
#	make check	a few seconds of it;  make stress	as long as STRESS_MINUTES says
check_PROGRAMS += tests/stress/stress tests/stress/faults
tests_stress_stress_SOURCES = \
	tests/stress/accounts.c \
	tests/stress/cancel.c \
	tests/stress/loops.c \
	tests/stress/main.c \
	tests/stress/pools.c \
	tests/stress/stress.h \
	tests/stress/trees.c
tests_stress_stress_LDADD = $(RUNTIME_LIBS) -lm
tests_stress_faults_SOURCES = tests/stress/faults.c
tests_stress_faults_LDADD = $(RUNTIME_LIBS) -lm
tests_stress_faults_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=aligned_alloc,--wrap=strdup,--wrap=free \
	-Wl,--wrap=mmap,--wrap=munmap,--wrap=pthread_create
TESTS += tests/stress/faults
thread_programs += tests/stress/faults tests/stress/stress.sh tests/unit/test_recorded
unit_programs += tests/unit/test_recorded
tests_unit_test_recorded_SOURCES = tests/unit/test_recorded.c
tests_unit_test_recorded_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_recorded_LDADD = libreader.a $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
test_scripts += tests/stress/stress.sh
EXTRA_DIST += tests/stress/long.sh

stress: tests/stress/stress
	BUILD='$(abs_top_builddir)' $(SHELL) $(srcdir)/tests/stress/long.sh
.PHONY: stress
