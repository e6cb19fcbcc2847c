# Unit tests of the workloads. They run on real pools, so they link the runtime.
WORKLOAD_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
WORKLOAD_TEST_LIBS = $(WORKLOAD_LIBS) $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
# A test that spoils an input to see that it is found out gets at it where it is allocated.
WORKLOAD_TEST_WRAP = $(AM_LDFLAGS) -Wl,--wrap=pt_buffer_alloc

# ---- fib, sum, quicksort, results
unit_programs += tests/unit/test_result tests/unit/test_sort tests/unit/test_fib_sum \
	tests/unit/test_quicksort tests/unit/test_workload_options
tests_unit_test_workload_options_SOURCES = tests/unit/test_workload_options.c
tests_unit_test_workload_options_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_workload_options_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_result_SOURCES = tests/unit/test_result.c
tests_unit_test_result_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_result_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_sort_SOURCES = tests/unit/test_sort.c tests/unit/sort_inputs.h
tests_unit_test_sort_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_sort_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_fib_sum_SOURCES = tests/unit/test_fib_sum.c tests/unit/workload_case.h
tests_unit_test_fib_sum_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_fib_sum_LDFLAGS = $(WORKLOAD_TEST_WRAP)
tests_unit_test_fib_sum_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_quicksort_SOURCES = tests/unit/test_quicksort.c tests/unit/workload_case.h
tests_unit_test_quicksort_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_quicksort_LDFLAGS = $(WORKLOAD_TEST_WRAP)
tests_unit_test_quicksort_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- hashagg, filescan
unit_programs += tests/unit/test_csv tests/unit/test_hashagg tests/unit/test_hashagg_1brc \
	tests/unit/test_hashagg_generated \
	tests/unit/test_filescan tests/unit/test_filescan_counts
thread_programs += tests/unit/test_quicksort tests/unit/test_fib_sum \
	tests/unit/test_hashagg tests/unit/test_hashagg_1brc tests/unit/test_hashagg_generated \
	tests/unit/test_filescan
tests_unit_test_csv_SOURCES = tests/unit/test_csv.c
tests_unit_test_csv_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_csv_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_hashagg_SOURCES = tests/unit/test_hashagg.c tests/unit/hashagg_cases.h tests/unit/workload_case.h
tests_unit_test_hashagg_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_hashagg_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_hashagg_generated_SOURCES = tests/unit/test_hashagg_generated.c \
	tests/unit/hashagg_cases.h tests/unit/workload_case.h
tests_unit_test_hashagg_generated_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_hashagg_generated_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_hashagg_1brc_SOURCES = tests/unit/test_hashagg_1brc.c tests/unit/workload_case.h
tests_unit_test_hashagg_1brc_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_hashagg_1brc_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_filescan_SOURCES = tests/unit/test_filescan.c tests/unit/filescan_file.h tests/unit/workload_case.h
tests_unit_test_filescan_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_filescan_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_filescan_counts_SOURCES = tests/unit/test_filescan_counts.c tests/unit/filescan_file.h tests/unit/workload_case.h
tests_unit_test_filescan_counts_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_filescan_counts_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- scan, transform, parse, mandelbrot
unit_programs += tests/unit/test_mandelbrot tests/unit/test_streams
thread_programs += tests/unit/test_mandelbrot tests/unit/test_streams
tests_unit_test_mandelbrot_SOURCES = tests/unit/test_mandelbrot.c tests/unit/workload_case.h
tests_unit_test_mandelbrot_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_mandelbrot_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_streams_SOURCES = tests/unit/test_streams.c tests/unit/workload_case.h
tests_unit_test_streams_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_streams_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- histogram: compiled with the workload itself in it
unit_programs += tests/unit/test_histogram
thread_programs += tests/unit/test_histogram
tests_unit_test_histogram_SOURCES = tests/unit/test_histogram.c tests/unit/workload_case.h
tests_unit_test_histogram_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_histogram_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- images
unit_programs += tests/unit/test_images
thread_programs += tests/unit/test_images
tests_unit_test_images_SOURCES = tests/unit/test_images.c tests/unit/workload_case.h
tests_unit_test_images_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_images_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- matmul, mergesort: their kernels
unit_programs += tests/unit/test_matmul tests/unit/test_mergesort
tests_unit_test_matmul_SOURCES = tests/unit/test_matmul.c
tests_unit_test_matmul_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_matmul_LDADD = $(WORKLOAD_TEST_LIBS)
tests_unit_test_mergesort_SOURCES = tests/unit/test_mergesort.c tests/unit/workload_case.h
tests_unit_test_mergesort_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_mergesort_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- pipeline
unit_programs += tests/unit/test_pipeline
thread_programs += tests/unit/test_pipeline
tests_unit_test_pipeline_SOURCES = tests/unit/test_pipeline.c tests/unit/workload_case.h
tests_unit_test_pipeline_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_pipeline_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- iowait
unit_programs += tests/unit/test_iowait
thread_programs += tests/unit/test_iowait
tests_unit_test_iowait_SOURCES = tests/unit/test_iowait.c tests/unit/workload_case.h
tests_unit_test_iowait_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_iowait_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- ingest
if HAVE_SQLITE
unit_programs += tests/unit/test_ingest
thread_programs += tests/unit/test_ingest
endif
EXTRA_PROGRAMS += tests/unit/test_ingest
tests_unit_test_ingest_SOURCES = tests/unit/test_ingest.c tests/unit/workload_case.h
tests_unit_test_ingest_CFLAGS = $(WORKLOAD_TEST_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_ingest_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- the verifiers: each file is compiled with the workload itself in it
unit_programs += tests/unit/verify/test_verify
tests_unit_verify_test_verify_SOURCES = tests/unit/verify/main.c tests/unit/verify/wrong.h \
	tests/unit/verify/counter.c tests/unit/verify/pipeline.c \
	tests/unit/verify/iowait.c tests/unit/verify/histogram.c tests/unit/verify/images.c \
	tests/unit/verify/fib.c tests/unit/verify/filescan.c tests/unit/verify/hashagg.c \
	tests/unit/verify/amdahl.c tests/unit/verify/irregular.c tests/unit/verify/primes.c \
	tests/unit/verify/nqueens.c tests/unit/verify/trees.c \
	tests/unit/verify/mandelbrot.c tests/unit/verify/parse.c tests/unit/verify/quicksort.c \
	tests/unit/verify/matmul.c tests/unit/verify/mergesort.c tests/unit/verify/wordcount.c \
	tests/unit/verify/scan.c tests/unit/verify/sum.c tests/unit/verify/transform.c
if HAVE_SQLITE
tests_unit_verify_test_verify_SOURCES += tests/unit/verify/ingest.c
endif
tests_unit_verify_test_verify_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_verify_test_verify_LDADD = $(WORKLOAD_TEST_LIBS)

# ---- all of them
unit_programs += tests/unit/test_workloads
thread_programs += tests/unit/test_workloads
tests_unit_test_workloads_SOURCES = tests/unit/test_workloads.c tests/unit/workload_case.h
tests_unit_test_workloads_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
tests_unit_test_workloads_LDADD = $(WORKLOAD_TEST_LIBS)
