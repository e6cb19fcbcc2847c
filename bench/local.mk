# bench: our numbers beside our peers'. `make bench` runs all and prints Markdown for
# doc/performance.md; nothing here is a test.
BENCH_CFLAGS = $(BASE_CFLAGS) $(WARN_CFLAGS) -fPIE
BENCH_LIBS = $(RUNTIME_LIBS)
bench_programs = bench/spawn bench/idle bench/sort
EXTRA_PROGRAMS += $(bench_programs)
bench_spawn_SOURCES = bench/spawn.c bench/bench.c bench/bench.h
bench_spawn_CFLAGS = $(BENCH_CFLAGS)
bench_spawn_LDADD = $(BENCH_LIBS)
bench_idle_SOURCES = bench/idle.c bench/bench.c bench/bench.h
bench_idle_CFLAGS = $(BENCH_CFLAGS)
bench_idle_LDADD = $(BENCH_LIBS)
bench_sort_SOURCES = bench/sort.c bench/bench.c bench/bench.h
bench_sort_CFLAGS = $(BENCH_CFLAGS)
bench_sort_LDADD = libworkloads.a $(SIMD_LIBS) $(BENCH_LIBS)
EXTRA_DIST += bench/run bench/scan.sh bench/ui.sh
CLEANFILES += $(bench_programs)

bench: partop $(bench_programs)
	$(SHELL) $(srcdir)/bench/run $(abs_top_builddir) $(abs_top_srcdir)
.PHONY: bench
