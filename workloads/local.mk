# workloads: one file per workload, one table. Files that need flags of their own (SIMD levels) are
# libraries of their own, named in SIMD_LIBS.
SIMD_LIBS =
# All that a program with workloads in it is linked with, before the runtime.
WORKLOAD_LIBS = libworkloads.a $(SIMD_LIBS) $(PNG_LIBS) $(SQLITE_LIBS)
workloads_sources += workloads/workload.h workloads/table.c workloads/lib/result.c workloads/lib/buffer_check.c \
	workloads/lib/share.c workloads/lib/share.h workloads/lib/now.h workloads/lib/steps.h workloads/lib/sums.h \
	workloads/lib/simd.c workloads/lib/simd.h \
	workloads/lib/wide.h \
	workloads/lib/digits.h workloads/sum_leaf.h $(workload_plugins)

# The workloads, in the order of a course: a line for each, in the list of its chapter.
tasks_workloads = \
	workloads/fib.c \
	workloads/nqueens.c \
	workloads/uts.c \
	workloads/quicksort.c
loops_workloads = \
	workloads/sum.c \
	workloads/irregular.c \
	workloads/primes.c \
	workloads/mandelbrot/mandelbrot.c \
	workloads/images/images.c
limits_workloads = \
	workloads/amdahl.c \
	workloads/mergesort/mergesort.c \
	workloads/scan.c \
	workloads/matmul/matmul.c
sharing_workloads = \
	workloads/counter.c \
	workloads/histogram.c \
	workloads/hashagg/hashagg.c \
	workloads/wordcount/wordcount.c
order_workloads = \
	workloads/transform.c \
	workloads/parse/parse.c
waiting_workloads = \
	workloads/pipeline/pipeline.c \
	workloads/iowait/iowait.c \
	workloads/filescan/filescan.c
if HAVE_SQLITE
waiting_workloads += workloads/ingest/ingest.c
workloads_sources += workloads/ingest/check.c workloads/ingest/ingest.h \
	workloads/ingest/document.c workloads/ingest/document.h \
	workloads/ingest/store.c workloads/ingest/store.h
endif
workload_plugins = $(tasks_workloads) $(loops_workloads) $(limits_workloads) $(sharing_workloads) \
	$(order_workloads) $(waiting_workloads)

# The chapters, as `partop list` shows them.
TABLES += workloads/table.inc
chapter = chapter() { echo "CHAPTER(\"$$1\")"; shift; for f; do n=$${f\#\#*/}; echo "X($${n%.c})"; done; }
workloads/table.inc: Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(chapter) && { \
		chapter 'TASKS: recursion, divide and conquer' $(tasks_workloads); \
		chapter 'LOOPS: sharing out equal and unequal work' $(loops_workloads); \
		chapter 'LIMITS: what speedup ends at' $(limits_workloads); \
		chapter 'SHARED DATA: locks, atomics, false sharing, or nothing shared' $(sharing_workloads); \
		chapter 'ORDER AND ERRORS: as a plain loop has them' $(order_workloads); \
		chapter 'WAITING: streams, requests, files, a database' $(waiting_workloads); \
	} >$@
workloads/libworkloads_a-table.$(OBJEXT): workloads/table.inc

# iowait
workloads_sources += workloads/iowait/client.c workloads/iowait/client.h \
	workloads/iowait/server.c workloads/iowait/server.h

# pipeline
workloads_sources += workloads/pipeline/run.c workloads/pipeline/run.h \
	workloads/pipeline/stages.c workloads/pipeline/stages.h

# uts, and the bench
uts_files = workloads/lib/uts/sha1.c workloads/lib/uts/sha1.h \
	workloads/lib/uts/tree.c workloads/lib/uts/tree.h
workloads_sources += $(uts_files)

# parse
workloads_sources += workloads/parse/kernel.c workloads/parse/lines.c workloads/parse/lines.h

# pictures, mandelbrot; its kernel gives the same bits on all levels
workloads_sources += workloads/lib/picture.c workloads/lib/picture.h \
	workloads/mandelbrot/mandelbrot.h workloads/mandelbrot/rows.c workloads/mandelbrot/rows.h \
	workloads/mandelbrot/show.c
workloads/mandelbrot/libworkloads_a-rows.$(OBJEXT): CFLAGS += -ffp-contract=off
workloads/mandelbrot/libworkloads_a-mandelbrot.$(OBJEXT): CFLAGS += -ffp-contract=off

# images
workloads_sources += workloads/images/images.h workloads/images/batch.c workloads/images/blur.c \
	workloads/images/check.c

# wordcount
workloads_sources += workloads/wordcount/text.c workloads/wordcount/text.h \
	workloads/wordcount/words.c workloads/wordcount/words.h

# matmul
workloads_sources += workloads/matmul/kernel.c workloads/matmul/kernel.h workloads/matmul/tile.h

# mergesort
workloads_sources += workloads/mergesort/kernel.c workloads/mergesort/kernel.h

# quicksort's inputs, and the bench
sort_input_files = workloads/lib/buffer.c workloads/lib/spread.c \
	workloads/sort/input.c workloads/sort/input.h
workloads_sources += $(sort_input_files)

# quicksort's kernels; the templates among these headers are included by every level
sort_templates = workloads/sort/each_type.h workloads/sort/kernel.h workloads/sort/kernel_row.h \
	workloads/sort/key.h workloads/sort/net.h workloads/sort/quick.h workloads/sort/sort.h
workloads_sources += $(sort_templates) workloads/sort/psort.c workloads/sort/sort.c \
	workloads/sort/sort_scalar.c workloads/sort/scalar_sort.h workloads/sort/scalar_type.h

# ---- hashagg, filescan
workloads_sources += workloads/lib/input_file.c workloads/lib/input_file.h \
	workloads/filescan/filescan_check.c workloads/filescan/filescan_check.h \
	workloads/filescan/filescan_chunk.c workloads/filescan/filescan_chunk.h \
	workloads/filescan/filescan_io.c workloads/filescan/filescan_io.h \
	workloads/filescan/filescan_log.c workloads/filescan/filescan_log.h \
	workloads/filescan/filescan_patterns.c \
	workloads/lib/input_map.c workloads/lib/input_map.h \
	workloads/lib/block/block.h workloads/lib/block/vec_portable.h workloads/lib/block/vec_sse2.h \
	workloads/lib/block/vec_avx2.h workloads/lib/block/vec_avx512.h \
	workloads/lib/scan/scan_kernel.c workloads/lib/scan/kernel.h workloads/lib/scan/body.h \
	workloads/lib/scan/scan_portable.c \
	workloads/hashagg/hashagg_1brc.c workloads/hashagg/hashagg_1brc.h \
	workloads/hashagg/hashagg_1brc_body.h workloads/hashagg/hashagg_1brc_portable.c \
	workloads/hashagg/hashagg_check_1brc.c workloads/hashagg/hashagg_kind_1brc.c \
	workloads/hashagg/hashagg_atomic.c workloads/lib/agg/agg_shared.c workloads/lib/agg/shared.h \
	workloads/hashagg/hashagg_kind.h workloads/hashagg/hashagg_kind_csv.c \
	workloads/hashagg/hashagg_kind_rows.c \
	workloads/hashagg/hashagg_rows.c workloads/hashagg/hashagg_rows.h \
	workloads/hashagg/hashagg_run.c workloads/hashagg/hashagg_run.h \
	workloads/hashagg/hashagg_csv.c workloads/hashagg/hashagg_csv.h \
	workloads/hashagg/hashagg_check.h workloads/hashagg/hashagg_check_csv.c \
	workloads/hashagg/hashagg_check_groups.c workloads/hashagg/hashagg_check_groups.h \
	workloads/hashagg/hashagg_check_number.c workloads/hashagg/hashagg_check_rows.c \
	workloads/hashagg/hashagg_reject.c workloads/hashagg/hashagg_reject.h \
	workloads/hashagg/hashagg_starts.c workloads/hashagg/hashagg_starts.h \
	workloads/hashagg/hashagg_top.c workloads/hashagg/hashagg_top.h \
	workloads/lib/agg/agg_name.c workloads/lib/agg/name.h workloads/lib/agg/agg_number.c \
	workloads/lib/agg/agg_table.c workloads/lib/agg/agg_text.c \
	workloads/lib/agg/body.h workloads/lib/agg/radix.c workloads/lib/agg/radix.h \
	workloads/lib/agg/table.h \
	workloads/lib/csv/csv.h workloads/lib/csv/csv_dialect.c workloads/lib/csv/csv_explain.c \
	workloads/lib/csv/csv_file.c workloads/lib/csv/csv_number.c \
	workloads/lib/csv/csv_quick.c workloads/lib/csv/csv_row.c \
	workloads/lib/csv/quick.h workloads/lib/csv/quick_body.h
if X86_64
workloads_sources += workloads/lib/scan/scan_sse2.c workloads/hashagg/hashagg_1brc_sse2.c \
	workloads/lib/csv/quick_sse2.c
endif

# ---- kernels of one SIMD level, chosen at run time
SIMD_CFLAGS = $(BASE_CFLAGS) $(WARN_CFLAGS) $(SAN_CFLAGS) -fPIE
AVX2_CFLAGS = -mavx2 -mbmi -mbmi2 -mpopcnt
AVX512_CFLAGS = -mavx512f -mavx512dq -mavx512bw -mavx512vl $(AVX2_CFLAGS)
if X86_64
noinst_LIBRARIES += libavx2.a libavx512.a
SIMD_LIBS += libavx2.a libavx512.a
endif
libavx2_a_SOURCES = workloads/sort/sort_avx2.c workloads/sort/vec_avx2.h \
	workloads/sort/vec_leaf.h workloads/sort/vec_sort.h workloads/sort/vec_type.h
libavx2_a_CFLAGS = $(SIMD_CFLAGS) $(AVX2_CFLAGS)
libavx512_a_SOURCES = workloads/sort/sort_avx512.c workloads/sort/vec_avx512.h
libavx512_a_CFLAGS = $(SIMD_CFLAGS) $(AVX512_CFLAGS)

# The user's CFLAGS come last and would undo -O3, which the kernels need (-O2 keeps their vectors in
# memory). With sanitizers they are slow anyway, and take minutes to compile.
if SANITIZED
KERNEL_CFLAGS = -O1
else
KERNEL_CFLAGS = -O3
endif
$(libworkloads_a_OBJECTS) $(libavx2_a_OBJECTS) $(libavx512_a_OBJECTS): CFLAGS += $(KERNEL_CFLAGS)

# filescan's
libavx2_a_SOURCES += workloads/lib/scan/scan_avx2.c
libavx512_a_SOURCES += workloads/lib/scan/scan_avx512.c

# hashagg's
libavx2_a_SOURCES += workloads/hashagg/hashagg_1brc_avx2.c workloads/lib/csv/quick_avx2.c
libavx512_a_SOURCES += workloads/hashagg/hashagg_1brc_avx512.c workloads/lib/csv/quick_avx512.c
