# Unit tests of metrics and exports.
metrics_tests = \
	tests/unit/test_account \
	tests/unit/test_calibrate \
	tests/unit/test_capacity \
	tests/unit/test_capacity_cache \
	tests/unit/test_check \
	tests/unit/test_check_breaks \
	tests/unit/test_check_live \
	tests/unit/test_comparison \
	tests/unit/test_crossover \
	tests/unit/test_decode \
	tests/unit/test_estimate \
	tests/unit/test_export \
	tests/unit/test_fit \
	tests/unit/test_graph \
	tests/unit/test_hostile \
	tests/unit/test_journal \
	tests/unit/test_json \
	tests/unit/test_mark_values \
	tests/unit/test_metrics \
	tests/unit/test_plan \
	tests/unit/test_plot \
	tests/unit/test_quiet \
	tests/unit/test_replay \
	tests/unit/test_report \
	tests/unit/test_scaling \
	tests/unit/test_source \
	tests/unit/test_source_live \
	tests/unit/test_time_events \
	tests/unit/test_time_sampled \
	tests/unit/test_time_states
unit_programs += $(metrics_tests)
METRICS_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
METRICS_TEST_LIBS = libexport.a libmetrics.a libtimeline.a libreader.a librecording.a $(OS_LIBS) \
	$(JANSSON_LIBS) $(CMOCKA_LIBS) -lm
made_files = tests/unit/made_recording.c tests/unit/made_recording.h
exported_files = tests/unit/exported.c tests/unit/exported.h $(made_files)
source_files = tests/unit/made_source.c tests/unit/made_source.h $(made_files)

tests_unit_test_account_SOURCES = tests/unit/test_account.c
tests_unit_test_account_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_account_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_calibrate_SOURCES = tests/unit/test_calibrate.c $(tree_files)
tests_unit_test_calibrate_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_calibrate_LDADD = libsession.a $(METRICS_TEST_LIBS)
tests_unit_test_capacity_cache_SOURCES = tests/unit/test_capacity_cache.c $(tree_files)
tests_unit_test_capacity_cache_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_capacity_cache_LDADD = libsession.a $(METRICS_TEST_LIBS)
thread_programs += tests/unit/test_calibrate
tests_unit_test_capacity_SOURCES = tests/unit/test_capacity.c
tests_unit_test_capacity_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_capacity_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_check_SOURCES = tests/unit/test_check.c $(made_files)
tests_unit_test_check_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_check_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_check_breaks_SOURCES = tests/unit/test_check_breaks.c tests/unit/patched_recording.h $(made_files)
tests_unit_test_check_breaks_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_check_breaks_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_check_live_SOURCES = tests/unit/test_check_live.c $(made_files)
tests_unit_test_check_live_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_check_live_LDADD = $(METRICS_TEST_LIBS)
thread_programs += tests/unit/test_check_live
tests_unit_test_comparison_SOURCES = tests/unit/test_comparison.c
tests_unit_test_comparison_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_comparison_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_crossover_SOURCES = tests/unit/test_crossover.c
tests_unit_test_crossover_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_crossover_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_decode_SOURCES = tests/unit/test_decode.c
tests_unit_test_decode_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_decode_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_estimate_SOURCES = tests/unit/test_estimate.c
tests_unit_test_estimate_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_estimate_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_export_SOURCES = tests/unit/test_export.c $(exported_files)
tests_unit_test_export_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_export_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_fit_SOURCES = tests/unit/test_fit.c
tests_unit_test_fit_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_fit_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_graph_SOURCES = tests/unit/test_graph.c
tests_unit_test_graph_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_graph_LDADD = libmetrics.a libtimeline.a libreader.a $(RUNTIME_LIBS) $(CMOCKA_LIBS) -lm
thread_programs += tests/unit/test_graph
tests_unit_test_hostile_SOURCES = tests/unit/test_hostile.c $(made_files)
tests_unit_test_hostile_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_hostile_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_journal_SOURCES = tests/unit/test_journal.c
tests_unit_test_journal_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_journal_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_json_SOURCES = tests/unit/test_json.c $(exported_files)
tests_unit_test_json_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_json_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_mark_values_SOURCES = tests/unit/test_mark_values.c
tests_unit_test_mark_values_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_mark_values_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_metrics_SOURCES = tests/unit/test_metrics.c
tests_unit_test_metrics_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_metrics_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_quiet_SOURCES = tests/unit/test_quiet.c
tests_unit_test_quiet_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_quiet_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_report_SOURCES = tests/unit/test_report.c $(exported_files)
tests_unit_test_report_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_report_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_scaling_SOURCES = tests/unit/test_scaling.c
tests_unit_test_scaling_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_scaling_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_source_SOURCES = tests/unit/test_source.c $(source_files)
tests_unit_test_source_CFLAGS = $(METRICS_TEST_CFLAGS)
# A disk with a fault is made where files are read.
tests_unit_test_source_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=pread
tests_unit_test_source_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_source_live_SOURCES = tests/unit/test_source_live.c $(source_files)
tests_unit_test_source_live_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_source_live_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_plot_SOURCES = tests/unit/test_plot.c
tests_unit_test_plot_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_plot_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_plan_SOURCES = tests/unit/test_plan.c
tests_unit_test_plan_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_plan_LDADD = $(METRICS_TEST_LIBS)

# ---- session
unit_programs += tests/unit/test_session
tests_unit_test_session_SOURCES = tests/unit/test_session.c
tests_unit_test_session_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_session_LDADD = libsession.a libui.a $(METRICS_TEST_LIBS) $(NCURSESW_LIBS)
time_files = tests/unit/time_file.c tests/unit/time_file.h $(rec_file)
tests_unit_test_time_events_SOURCES = tests/unit/test_time_events.c $(time_files)
tests_unit_test_time_events_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_time_events_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_time_states_SOURCES = tests/unit/test_time_states.c $(time_files)
tests_unit_test_time_states_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_time_states_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_time_sampled_SOURCES = tests/unit/test_time_sampled.c $(time_files)
tests_unit_test_time_sampled_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_time_sampled_LDADD = $(METRICS_TEST_LIBS)
tests_unit_test_replay_SOURCES = tests/unit/test_replay.c $(time_files)
tests_unit_test_replay_CFLAGS = $(METRICS_TEST_CFLAGS)
tests_unit_test_replay_LDADD = $(METRICS_TEST_LIBS)
