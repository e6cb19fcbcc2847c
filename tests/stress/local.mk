# tests/stress: the runtime under load, with every number of workers and every capacity.
#	make check	a few seconds of it;  make stress	as long as STRESS_MINUTES says
check_PROGRAMS += tests/stress/stress tests/stress/faults
EXTRA_PROGRAMS += tests/stress/soak
stress_common = \
	tests/stress/accounts.c \
	tests/stress/stress.h \
	tests/stress/watch.c
stress_sources = $(stress_common) \
	tests/stress/cancel.c \
	tests/stress/channels.c \
	tests/stress/coarse.c \
	tests/stress/loops.c \
	tests/stress/main.c \
	tests/stress/many.c \
	tests/stress/pools.c \
	tests/stress/trees.c
tests_stress_stress_SOURCES = $(stress_sources)
# The runtime once more, with chaos and with its invariants checked.
check_LIBRARIES = tests/stress/libchaos.a
chaos_flags = $(AM_CPPFLAGS) -DPT_CHAOS=1 -DPT_DEBUG=1 -DPARTOP_DEBUG
chaos_libs = tests/stress/libchaos.a librecording.a $(OS_LIBS) -lm
tests_stress_libchaos_a_SOURCES = $(runtime_files)
tests_stress_libchaos_a_CPPFLAGS = $(chaos_flags)
check_PROGRAMS += tests/stress/stress-chaos tests/stress/replay tests/stress/mistakes
tests_stress_mistakes_SOURCES = tests/stress/mistakes.c $(algorithms_files)
tests_stress_mistakes_CPPFLAGS = $(chaos_flags)
tests_stress_mistakes_LDADD = $(chaos_libs)
TESTS += tests/stress/mistakes
tests_stress_stress_chaos_SOURCES = $(stress_sources)
tests_stress_stress_chaos_CPPFLAGS = $(chaos_flags)
tests_stress_stress_chaos_LDADD = $(chaos_libs)
tests_stress_replay_SOURCES = $(stress_common) tests/stress/replay.c
tests_stress_replay_CPPFLAGS = $(chaos_flags)
tests_stress_replay_LDADD = $(chaos_libs)
tests_stress_soak_SOURCES = $(stress_common) tests/stress/soak.c
tests_stress_soak_LDADD = $(RUNTIME_LIBS) -lm
tests_stress_stress_LDADD = $(RUNTIME_LIBS) -lm
tests_stress_faults_SOURCES = tests/stress/faults.c
tests_stress_faults_LDADD = $(RUNTIME_LIBS) -lm
tests_stress_faults_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=aligned_alloc,--wrap=strdup,--wrap=free \
	-Wl,--wrap=mmap,--wrap=munmap,--wrap=pthread_create
TESTS += tests/stress/faults
thread_programs += tests/stress/faults tests/unit/test_recorded
unit_programs += tests/unit/test_recorded
tests_unit_test_recorded_SOURCES = tests/unit/test_recorded.c
tests_unit_test_recorded_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_recorded_LDADD = libreader.a $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
test_scripts += tests/stress/stress.sh tests/stress/chaos.sh tests/stress/disturbed.sh \
	tests/stress/policy.sh
EXTRA_DIST += tests/stress/disturb.sh tests/stress/long.sh

stress: tests/stress/stress$(EXEEXT) tests/stress/stress-chaos$(EXEEXT)
	SRC='$(abs_top_srcdir)' BUILD='$(abs_top_builddir)' $(SHELL) $(srcdir)/tests/stress/long.sh
	$(MAKE) $(AM_MAKEFLAGS) expect

# The runtime alone under stress, for a tree in which nothing else is built.
stress_programs = tests/stress/stress$(EXEEXT) tests/stress/stress-chaos$(EXEEXT) \
	tests/stress/replay$(EXEEXT)
stress_scripts = tests/stress/stress.sh tests/stress/chaos.sh
check-stress:
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS check_PROGRAMS='$(stress_programs)' \
		TESTS='$(stress_scripts)'

# By hand: as long as SOAK_HOURS says, with SOAK_SEED.
soak: tests/stress/soak$(EXEEXT)
	tests/stress/soak $$(awk "BEGIN { print int($${SOAK_HOURS:-8} * 3600) }") $${SOAK_SEED:-1}
.PHONY: check-stress stress soak
