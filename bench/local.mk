# bench: our numbers beside our peers'.  `make bench` builds what configure has found, runs all
# sections and prints Markdown for doc/performance.md; `make bench SECTIONS="fib loop"` some of them.
# Nothing here is built by `make all`; `make check` tests the driver and our own peer.
#
#	bench/compare	the driver: rounds, intervals, tables
#	bench/peers	one program per runtime; libpeer.a is what they share
BENCH_CFLAGS = $(BASE_CFLAGS) $(WARN_CFLAGS) -fPIE
EXTRA_LIBRARIES = bench/libpeer.a bench/libon.a bench/liboff.a
bench_tested = bench/compare/compare bench/peers/serial bench/peers/partop bench/peers/quicksort \
	bench/peers/sum
bench_programs = bench/sort bench/peers/partop-on bench/peers/partop-off
check_PROGRAMS += $(bench_tested)
EXTRA_PROGRAMS += $(bench_programs)
test_scripts += bench/check.sh

bench_compare_compare_SOURCES = \
	bench/compare/algorithms.c \
	bench/compare/before.c \
	bench/compare/channels.c \
	bench/compare/check.c \
	bench/compare/coarse.c \
	bench/compare/compare.h \
	bench/compare/host.c bench/compare/host.h \
	bench/compare/loops.c \
	bench/compare/main.c \
	bench/compare/own.c \
	bench/compare/policies.c \
	bench/compare/pools.c \
	bench/compare/process.c \
	bench/compare/quicksort.c \
	bench/compare/report.c \
	bench/compare/rounds.c \
	bench/compare/sorts.c \
	bench/compare/stats.c \
	bench/compare/sums.c \
	bench/compare/tasks.c
bench_compare_compare_CFLAGS = $(BENCH_CFLAGS)
bench_compare_compare_LDADD = libmetrics.a libtimeline.a libbase.a -lm

# ---- peers: shared parts, serial C and ourselves --------------------------------------------
bench_libpeer_a_SOURCES = \
	bench/peers/algorithms.h bench/peers/sorts.h \
	bench/peers/keys.c bench/peers/keys.h \
	bench/peers/peer.c bench/peers/peer.h bench/peers/policies.h \
	bench/peers/sums.c bench/peers/sums.h \
	bench/peers/system.c bench/peers/system.h \
	bench/peers/uts.c bench/peers/uts.h \
	$(uts_files) \
	$(sort_input_files) \
	bench/peers/work.h
bench_libpeer_a_CFLAGS = $(BENCH_CFLAGS)
PEER_LIBS = bench/libpeer.a -lm

bench_peers_serial_SOURCES = bench/peers/serial.c \
	bench/peers/channel.h bench/peers/serial_channel.c bench/peers/serial_channel.h
bench_peers_serial_CFLAGS = $(BENCH_CFLAGS)
bench_peers_serial_LDADD = bench/peers/sum_loops.o $(PEER_LIBS)

# The best that a C compiler makes of a plain loop: whatever flags the rest is built with.
bench/peers/sum_loops.o: bench/peers/sum_loops.c bench/peers/sums.h
	$(AM_V_GEN)$(MKDIR_P) bench/peers && $(CC) -std=gnu17 -O3 -march=native -ffast-math -fPIE -I$(srcdir) \
		-c -o $@ $(srcdir)/bench/peers/sum_loops.c
CLEANFILES += bench/peers/sum_loops.o

# As a user's program has it: the shared library.
partop_peer_sources = bench/peers/partop.c \
	bench/peers/partop_algorithms.c bench/peers/partop_algorithms.h \
	bench/peers/channel.h bench/peers/partop_channel.c bench/peers/partop_channel.h \
	bench/peers/partop_coarse.c bench/peers/partop_coarse.h \
	bench/peers/partop_policies.c bench/peers/partop_policies.h \
	bench/peers/recording.c bench/peers/recording.h \
	src/recording/handover.c src/os/random.c
bench_peers_partop_SOURCES = $(partop_peer_sources)
bench_peers_partop_CFLAGS = $(BENCH_CFLAGS)
bench_peers_partop_LDFLAGS = $(AM_LDFLAGS) -no-install
bench_peers_partop_LDADD = libpartop.la $(PEER_LIBS)

# The workload quicksort, as `partop run` has it.
bench_peers_quicksort_SOURCES = bench/peers/quicksort.c
bench_peers_quicksort_CFLAGS = $(BENCH_CFLAGS)
bench_peers_quicksort_LDADD = bench/libpeer.a $(WORKLOAD_LIBS) $(RUNTIME_LIBS) -lm

# The workload sum; its file is included, for its state.
bench_peers_sum_SOURCES = bench/peers/sum.c
bench_peers_sum_CFLAGS = $(BENCH_CFLAGS)
bench_peers_sum_LDADD = bench/libpeer.a $(WORKLOAD_LIBS) $(RUNTIME_LIBS) -lm

# The runtime twice, alike but for its counters.
bench_libon_a_SOURCES = $(lib_sources)
bench_libon_a_CFLAGS = $(libpartop_la_CFLAGS) -fPIE
bench_liboff_a_SOURCES = $(lib_sources)
bench_liboff_a_CPPFLAGS = $(AM_CPPFLAGS) -DPT_NO_COUNTERS
bench_liboff_a_CFLAGS = $(libpartop_la_CFLAGS) -fPIE
bench_peers_partop_on_SOURCES = $(partop_peer_sources)
bench_peers_partop_on_CFLAGS = $(BENCH_CFLAGS)
bench_peers_partop_on_LDADD = bench/libon.a $(PEER_LIBS)
bench_peers_partop_off_SOURCES = $(partop_peer_sources)
bench_peers_partop_off_CPPFLAGS = $(AM_CPPFLAGS) -DPT_NO_COUNTERS
bench_peers_partop_off_CFLAGS = $(BENCH_CFLAGS)
bench_peers_partop_off_LDADD = bench/liboff.a $(PEER_LIBS)

# ---- peers that may be there; each by its own compiler --------------------------------------
bench_peers =
if HAVE_TBB
bench_peers += bench/peers/tbb
endif
if HAVE_GOMP
bench_peers += bench/peers/gomp
endif
if HAVE_LIBOMP
bench_peers += bench/peers/libomp
endif
if HAVE_RAYON
bench_peers += bench/peers/rayon
endif
if HAVE_HWY
bench_peers += bench/peers/vqsort
endif

PEER_FLAGS = -O2 -pthread -D_GNU_SOURCE -I$(top_srcdir)
peer_headers = bench/peers/algorithms.h bench/peers/keys.h bench/peers/peer.h bench/peers/sorts.h \
	bench/peers/sums.h bench/peers/work.h
bench/peers/tbb: bench/peers/tbb.cc bench/peers/sum_loops.o bench/libpeer.a $(peer_headers)
	$(AM_V_GEN)$(BENCH_CXX) -std=c++17 $(PEER_FLAGS) -o $@ $(srcdir)/bench/peers/tbb.cc \
		bench/peers/sum_loops.o $(PEER_LIBS) -ltbb
bench/peers/vqsort: bench/peers/vqsort.cc bench/libpeer.a $(peer_headers)
	$(AM_V_GEN)$(BENCH_CXX) -std=c++17 $(PEER_FLAGS) -o $@ $(srcdir)/bench/peers/vqsort.cc \
		$(PEER_LIBS) -lhwy_contrib -lhwy
bench/peers/gomp: bench/peers/omp.c bench/libpeer.a $(peer_headers)
	$(AM_V_GEN)$(BENCH_GCC) -std=gnu17 $(PEER_FLAGS) -fopenmp -DPEER_NAME='"libgomp"' -o $@ \
		$(srcdir)/bench/peers/omp.c $(PEER_LIBS)
bench/peers/libomp: bench/peers/omp.c bench/libpeer.a $(peer_headers)
	$(AM_V_GEN)$(BENCH_CLANG) -std=gnu17 $(PEER_FLAGS) -fopenmp=libomp -DPEER_NAME='"libomp"' \
		-o $@ $(srcdir)/bench/peers/omp.c $(PEER_LIBS)

# cargo writes beside its manifest and reads its sources from Debian's folder, never the network.
rayon_dir = bench/rayon
rayon_lib = $(rayon_dir)/target/release/libpeer_rayon.a
$(rayon_lib): bench/peers/crate/lib.rs bench/peers/crate/Cargo.toml
	$(AM_V_GEN)$(MKDIR_P) $(rayon_dir)/.cargo && \
	rm -f $(rayon_dir)/lib.rs $(rayon_dir)/Cargo.toml && \
	cp $(srcdir)/bench/peers/crate/lib.rs $(srcdir)/bench/peers/crate/Cargo.toml $(rayon_dir) && \
	printf '[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "%s"\n' \
		'$(BENCH_CRATES)' >$(rayon_dir)/.cargo/config.toml && \
	cd $(rayon_dir) && $(CARGO) build --quiet --release --offline
bench/peers/rayon: bench/peers/rayon.c $(rayon_lib) bench/libpeer.a
	$(AM_V_GEN)$(BENCH_GCC) -std=gnu17 $(PEER_FLAGS) \
		-DPEER_VERSION="\"Rayon $(RAYON_VERSION), `rustc --version`\"" -o $@ \
		$(srcdir)/bench/peers/rayon.c $(rayon_lib) $(PEER_LIBS) -pthread -ldl

# DuckDB, by npm into the build tree and only when asked for: `make bench-duckdb`.
duckdb_dir = bench/node
duckdb_stamp = $(duckdb_dir)/node_modules/@duckdb/node-api/package.json
$(duckdb_stamp): bench/peers/node/package.json
	$(AM_V_GEN)$(MKDIR_P) $(duckdb_dir) && cp $(srcdir)/bench/peers/node/package.json $(duckdb_dir) && \
	npm install --prefix $(duckdb_dir) --ignore-scripts --no-audit --no-fund --no-package-lock \
		--loglevel=error >/dev/null && touch $@
bench-duckdb: $(duckdb_stamp)

# ---- the sections that are not comparisons --------------------------------------------------
bench_sort_SOURCES = bench/sort.c bench/bench.c bench/bench.h
bench_sort_CFLAGS = $(BENCH_CFLAGS)
bench_sort_LDADD = $(WORKLOAD_LIBS) $(RUNTIME_LIBS)

EXTRA_DIST += bench/peers/sum_loops.c bench/agg.sh bench/figures.sh bench/peers/node/duckdb.mjs bench/peers/node/package.json \
	bench/first.sh bench/order.sh bench/run bench/scan.sh bench/ui.sh bench/peers/tbb.cc bench/peers/omp.c \
	bench/peers/vqsort.cc \
	bench/peers/rayon.c bench/peers/crate/lib.rs bench/peers/crate/Cargo.toml
CLEANFILES += $(bench_programs) $(EXTRA_LIBRARIES) bench/peers/tbb bench/peers/gomp \
	bench/peers/libomp bench/peers/rayon bench/peers/vqsort
clean-local:
	rm -rf bench/rayon bench/node

bench: partop $(bench_tested) $(bench_programs) $(bench_peers)
	BUILD='$(abs_top_builddir)' $(SHELL) $(srcdir)/bench/run $(SECTIONS)
bench-build: partop $(bench_tested) $(bench_programs) $(bench_peers)

# ---- whether workloads do what they say: `make expect`, `make expect WORKLOADS="sum scan"`
EXTRA_PROGRAMS += bench/expect
bench_expect_SOURCES = bench/expect.c
bench_expect_CFLAGS = $(WORKLOAD_TEST_CFLAGS)
bench_expect_LDADD = $(WORKLOAD_LIBS) $(RUNTIME_LIBS) -lm
EXTRA_DIST += bench/expect.sh
CLEANFILES += bench/expect$(EXEEXT)
expect: partop$(EXEEXT) bench/expect$(EXEEXT)
	BUILD='$(abs_top_builddir)' $(SHELL) $(srcdir)/bench/expect.sh $(WORKLOADS)
.PHONY: bench bench-build bench-duckdb expect
