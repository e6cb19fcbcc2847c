# Unit tests: unit_programs += tests/unit/test_x, and its _SOURCES, _CFLAGS (AM_CFLAGS CMOCKA_CFLAGS), _LDADD.
base_tests = \
	tests/unit/test_arena \
	tests/unit/test_child \
	tests/unit/test_clock \
	tests/unit/test_cpus \
	tests/unit/test_nearest \
	tests/unit/test_option_list \
	tests/unit/test_options \
	tests/unit/test_parse \
	tests/unit/test_proc \
	tests/unit/test_text \
	tests/unit/test_topology
unit_programs += $(base_tests)
BASE_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
BASE_TEST_LIBS = $(OS_LIBS) $(CMOCKA_LIBS)
tree_files = tests/unit/tree.c tests/unit/tree.h

tests_unit_test_arena_SOURCES = tests/unit/test_arena.c tests/unit/cm.h
tests_unit_test_arena_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_arena_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_child_SOURCES = tests/unit/test_child.c tests/unit/cm.h $(tree_files)
tests_unit_test_child_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_child_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_clock_SOURCES = tests/unit/test_clock.c tests/unit/cm.h
tests_unit_test_clock_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_clock_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_cpus_SOURCES = tests/unit/test_cpus.c tests/unit/cm.h $(tree_files)
tests_unit_test_cpus_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_cpus_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_nearest_SOURCES = tests/unit/test_nearest.c tests/unit/cm.h
tests_unit_test_nearest_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_nearest_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_option_list_SOURCES = tests/unit/test_option_list.c
tests_unit_test_option_list_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_option_list_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_options_SOURCES = tests/unit/test_options.c tests/unit/cm.h
tests_unit_test_options_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_options_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_parse_SOURCES = tests/unit/test_parse.c tests/unit/cm.h
tests_unit_test_parse_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_parse_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_proc_SOURCES = tests/unit/test_proc.c tests/unit/cm.h
tests_unit_test_proc_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_proc_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_text_SOURCES = tests/unit/test_text.c tests/unit/cm.h
tests_unit_test_text_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_text_LDADD = $(BASE_TEST_LIBS)
tests_unit_test_topology_SOURCES = tests/unit/test_topology.c tests/unit/cm.h $(tree_files)
tests_unit_test_topology_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_topology_LDADD = $(BASE_TEST_LIBS)

# ---- runner
unit_programs += tests/unit/test_deadline tests/unit/test_schedule
thread_programs += tests/unit/test_deadline
tests_unit_test_deadline_SOURCES = tests/unit/test_deadline.c tests/unit/cm.h \
	src/runner/deadline.c src/runner/deadline.h
tests_unit_test_deadline_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_deadline_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS)
tests_unit_test_schedule_SOURCES = tests/unit/test_schedule.c tests/unit/cm.h \
	src/runner/schedule.c src/runner/schedule.h
tests_unit_test_schedule_CFLAGS = $(BASE_TEST_CFLAGS)
tests_unit_test_schedule_LDADD = $(BASE_TEST_LIBS)
