# Tests of the runtime's parts; the whole of it is tested by tests/stress.
runtime_programs = \
	tests/unit/test_channel \
	tests/unit/test_channel_waits \
	tests/unit/test_credit \
	tests/unit/test_marks \
	tests/unit/test_policies \
	tests/unit/test_policy_errors \
	tests/unit/test_task \
	tests/unit/test_task_uncounted \
	tests/unit/test_unsynced \
	tests/unit/test_victims

unit_programs += $(runtime_programs)
thread_programs += $(runtime_programs)
unit_programs += tests/unit/test_deep
tests_unit_test_deep_SOURCES = tests/unit/test_deep.c
tests_unit_test_deep_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_deep_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_task_SOURCES = tests/unit/test_task.c tests/unit/cm.h
tests_unit_test_task_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_task_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
# The same headers as in the bench that shows what counting costs.
tests_unit_test_task_uncounted_SOURCES = $(tests_unit_test_task_SOURCES)
tests_unit_test_task_uncounted_CFLAGS = $(tests_unit_test_task_CFLAGS) -DPT_NO_COUNTERS
tests_unit_test_task_uncounted_LDADD = $(tests_unit_test_task_LDADD)
tests_unit_test_channel_SOURCES = tests/unit/test_channel.c tests/unit/channel_made.h tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_channel_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_channel_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_channel_waits_SOURCES = tests/unit/test_channel_waits.c tests/unit/channel_made.h tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_channel_waits_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_channel_waits_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_credit_SOURCES = tests/unit/test_credit.c tests/unit/cm.h
tests_unit_test_credit_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_credit_LDADD = $(CMOCKA_LIBS)
tests_unit_test_marks_SOURCES = tests/unit/test_marks.c tests/unit/cm.h
tests_unit_test_marks_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_marks_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_policies_SOURCES = tests/unit/test_policies.c tests/unit/policy_loops.h tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_policies_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_policies_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_policy_errors_SOURCES = tests/unit/test_policy_errors.c tests/unit/policy_loops.h tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_policy_errors_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_policy_errors_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_unsynced_SOURCES = tests/unit/test_unsynced.c
tests_unit_test_unsynced_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_unsynced_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_victims_SOURCES = tests/unit/test_victims.c tests/unit/cm.h $(tree_files)
tests_unit_test_victims_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_victims_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
