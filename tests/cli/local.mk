# tests/cli: the program as a user meets it.  Scripts (TAP), and a program for `partop exec`.
test_scripts += \
	tests/cli/compare.sh \
	tests/cli/scale.sh \
	tests/cli/detail.sh \
	tests/cli/exec.sh \
	tests/cli/files.sh \
	tests/cli/filescan.sh \
	tests/cli/hashagg.sh \
	tests/cli/help.sh \
	tests/cli/info.sh \
	tests/cli/json.sh \
	tests/cli/options.sh \
	tests/cli/policy.sh \
	tests/cli/simd.sh \
	tests/cli/runs.sh \
	tests/cli/signals.sh \
	tests/cli/streams.sh \
	tests/cli/terminal.sh \
	tests/cli/trace.sh \
	tests/cli/truth.sh \
	tests/cli/wordcount.sh
EXTRA_DIST += tests/lib.sh
check_PROGRAMS += tests/cli/program
tests_cli_program_SOURCES = tests/cli/program.c
tests_cli_program_LDADD = libpartop.la
