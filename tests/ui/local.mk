# tests/ui: scripts (TAP) to test_scripts, programs to check_PROGRAMS
check_PROGRAMS += tests/ui/ui_demo
tests_ui_ui_demo_SOURCES = tests/ui/ui_demo.c tests/unit/ui_models.c tests/unit/ui_models.h
tests_ui_ui_demo_CFLAGS = $(AM_CFLAGS) -I$(top_srcdir)/tests/unit
tests_ui_ui_demo_LDADD = libui.a libmetrics.a libtimeline.a $(READER_LIBS) $(NCURSESW_LIBS) -lm
check_PROGRAMS += tests/ui/slow_terminal
tests_ui_slow_terminal_SOURCES = tests/ui/slow_terminal.c
tests_ui_slow_terminal_LDADD = -lutil
TESTS += tests/ui/slow_terminal

test_scripts += \
	tests/ui/closed.sh \
	tests/ui/compare.sh \
	tests/ui/keys.sh \
	tests/ui/plan.sh \
	tests/ui/replay.sh \
	tests/ui/resize.sh \
	tests/ui/restore.sh \
	tests/ui/run.sh \
	tests/ui/suspend.sh \
	tests/ui/terminals.sh \
	tests/ui/timeline.sh \
	tests/ui/writes.sh
EXTRA_DIST += tests/ui/lib.sh
