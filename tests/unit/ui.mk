# Unit tests: unit_programs += tests/unit/test_x, and its _SOURCES, _CFLAGS (AM_CFLAGS CMOCKA_CFLAGS), _LDADD.
unit_programs += \
	tests/unit/test_ui_canvas \
	tests/unit/test_ui_layout \
	tests/unit/test_ui_plan \
	tests/unit/test_ui_replay \
	tests/unit/test_ui_screens \
	tests/unit/test_ui_state \
	tests/unit/test_ui_timeline \
	tests/unit/test_ui_widgets

UI_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) -I$(top_srcdir)/tests/unit
UI_TEST_LIBS = libui.a libmetrics.a libtimeline.a $(READER_LIBS) $(CMOCKA_LIBS) -lm
UI_TIME_LIBS = libui.a libmetrics.a libtimeline.a libreader.a librecording.a $(READER_LIBS) $(CMOCKA_LIBS) -lm
ui_check_sources = tests/unit/ui_check.c tests/unit/ui_check.h
ui_time_sources = tests/unit/ui_time.c tests/unit/ui_time.h $(rec_payload)
ui_models_sources = tests/unit/ui_models.c tests/unit/ui_models.h

tests_unit_test_ui_canvas_SOURCES = tests/unit/test_ui_canvas.c $(ui_check_sources)
tests_unit_test_ui_canvas_CFLAGS = $(UI_TEST_CFLAGS)
tests_unit_test_ui_canvas_LDADD = $(UI_TEST_LIBS)

tests_unit_test_ui_layout_SOURCES = tests/unit/test_ui_layout.c
tests_unit_test_ui_layout_CFLAGS = $(UI_TEST_CFLAGS)
tests_unit_test_ui_layout_LDADD = $(UI_TEST_LIBS)

tests_unit_test_ui_plan_SOURCES = tests/unit/test_ui_plan.c $(ui_check_sources)
tests_unit_test_ui_plan_CFLAGS = $(UI_TEST_CFLAGS)
tests_unit_test_ui_plan_LDADD = $(UI_TEST_LIBS)

tests_unit_test_ui_screens_SOURCES = tests/unit/test_ui_screens.c $(ui_check_sources) $(ui_models_sources) $(ui_time_sources)
tests_unit_test_ui_screens_CFLAGS = $(UI_TEST_CFLAGS)
tests_unit_test_ui_screens_LDADD = $(UI_TIME_LIBS)

tests_unit_test_ui_state_SOURCES = tests/unit/test_ui_state.c $(ui_check_sources) $(ui_models_sources)
tests_unit_test_ui_state_CFLAGS = $(UI_TEST_CFLAGS)
tests_unit_test_ui_state_LDADD = $(UI_TEST_LIBS)

tests_unit_test_ui_widgets_SOURCES = tests/unit/test_ui_widgets.c $(ui_check_sources)
tests_unit_test_ui_widgets_CFLAGS = $(UI_TEST_CFLAGS)
tests_unit_test_ui_widgets_LDADD = $(UI_TEST_LIBS)

tests_unit_test_ui_timeline_SOURCES = tests/unit/test_ui_timeline.c $(ui_check_sources) $(ui_models_sources) $(ui_time_sources)
tests_unit_test_ui_timeline_CFLAGS = $(UI_TEST_CFLAGS)
tests_unit_test_ui_timeline_LDADD = $(UI_TIME_LIBS)

tests_unit_test_ui_replay_SOURCES = tests/unit/test_ui_replay.c $(ui_time_sources)
tests_unit_test_ui_replay_CFLAGS = $(UI_TEST_CFLAGS)
tests_unit_test_ui_replay_LDADD = $(UI_TIME_LIBS)

EXTRA_DIST += tests/golden/views