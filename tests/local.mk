# tests: TAP from cmocka programs and from shell scripts, all in `make check`.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_COMPILER = $(top_srcdir)/tests/run-test
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(top_srcdir)/tests/run-test $(SHELL)
TEST_EXTENSIONS = .sh
AM_TESTS_ENVIRONMENT = \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	PARTOP='$(abs_top_builddir)/partop'; export PARTOP; \
	BUILD='$(abs_top_builddir)'; export BUILD; \
	SRC='$(abs_top_srcdir)'; export SRC;
unit_programs =
test_scripts =
# Programs with several threads at work: what `make check-threads` runs under ThreadSanitizer.
thread_programs =

include tests/unit/base.mk
include tests/unit/recording.mk
include tests/unit/runtime.mk
include tests/unit/algorithms.mk
include tests/unit/metrics.mk
include tests/unit/workloads.mk
include tests/unit/ui.mk
include tests/stress/local.mk
include tests/model/local.mk
include tests/cli/local.mk
include tests/ui/local.mk
include tests/fuzz/local.mk
include tests/install/local.mk
include tests/lint/local.mk

if HAVE_CMOCKA
check_PROGRAMS += $(unit_programs)
TESTS += $(unit_programs)
endif
TESTS += $(test_scripts)
EXTRA_DIST += $(test_scripts) tests/run-test tests/sanitizer.h

# The tests of threads alone, for a tree with ThreadSanitizer: nothing else is built.
check-threads:
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS check_PROGRAMS='$(thread_programs) $(stress_programs)' \
		TESTS='$(thread_programs) $(stress_scripts)'

# What may differ without hwloc and libpfm4: the units, and what the program says of the machine.
check-units:
	$(MAKE) $(AM_MAKEFLAGS) all
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS check_PROGRAMS='$(unit_programs) tests/cli/program' \
		TESTS='$(unit_programs) tests/cli/help.sh tests/cli/json.sh'

# The tests whose names hold one of the words in NAMES, with as little building as they need: a unit
# test is its own program; a script wants partop and the programs of its folder, for the bench of all below.
check-some:
	@tests=`for t in $(TESTS); do for n in $(NAMES); do \
		case $$t in *$$n*) echo $$t; break ;; esac; done; done`; \
	test -n "$$tests" || { echo "no test has one of these words in its name: $(NAMES)" >&2; exit 2; }; \
	programs=`for p in $(check_PROGRAMS); do for t in $$tests; do \
		case $$p:$$t in $$t:*|$${p%/*}/*:$${p%/*}/*.sh|bench/*:bench/*.sh) echo $$p; break ;; esac; done; done`; \
	case $$tests in *.sh*) $(MAKE) $(AM_MAKEFLAGS) all ;; esac && \
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS check_LIBRARIES= check_PROGRAMS="`echo $$programs`" TESTS="`echo $$tests`" || \
	{ for t in $$tests; do f=`echo $$t | sed 's/\.sh$$//'`.log; \
		grep -q '^not ok' $$f 2>/dev/null && { echo "--- $$f"; grep -A 12 '^not ok' $$f; }; done; exit 1; }
.PHONY: check-some check-threads check-units
