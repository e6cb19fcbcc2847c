# Tests of src/algorithms, in real pools.  The allocators are ours, to refuse.
algorithms_tests = tests/unit/test_filter tests/unit/test_local tests/unit/test_scan \
	tests/unit/test_search tests/unit/test_sort_compare tests/unit/test_sort_ends
unit_programs += $(algorithms_tests)
thread_programs += $(algorithms_tests)
tests_unit_test_local_SOURCES = tests/unit/test_local.c tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_local_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_local_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=calloc,--wrap=aligned_alloc
tests_unit_test_local_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_scan_SOURCES = tests/unit/test_scan.c tests/unit/refused_memory.h tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_scan_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_scan_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=aligned_alloc
tests_unit_test_scan_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_filter_SOURCES = tests/unit/test_filter.c tests/unit/refused_memory.h tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_filter_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_filter_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=aligned_alloc
tests_unit_test_filter_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_search_SOURCES = tests/unit/test_search.c tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_search_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_search_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_sort_compare_SOURCES = tests/unit/test_sort_compare.c tests/unit/sort_cases.h tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_sort_compare_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_sort_compare_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
tests_unit_test_sort_ends_SOURCES = tests/unit/test_sort_ends.c tests/unit/sort_cases.h tests/unit/cm.h tests/unit/in_pool.h
tests_unit_test_sort_ends_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_sort_ends_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=aligned_alloc
tests_unit_test_sort_ends_LDADD = $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
