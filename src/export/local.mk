# src/export: one file per format, one table; the report and the checker
export_sources += \
	src/export/cairo_calls.c src/export/cairo_calls.h \
	src/export/check.c src/export/check.h \
	src/export/check_events.c \
	src/export/check_graph.c \
	src/export/check_internal.h \
	src/export/check_pages.c \
	src/export/check_phases.c \
	src/export/check_sums.c \
	src/export/cells.c src/export/cells.h \
	src/export/compare.h src/export/compare_parts.h \
	src/export/compare_cells.c \
	src/export/compare_csv.c \
	src/export/compare_json.c \
	src/export/compare_sentences.c \
	src/export/compare_text.c \
	src/export/csv_fields.c src/export/csv_fields.h \
	src/export/exporter.h \
	src/export/findings.h \
	src/export/json.h \
	src/export/look.h \
	src/export/measured_json.c src/export/measured_json.h \
	src/export/plot.h \
	src/export/plot_axis.c \
	src/export/plot_cairo.c \
	src/export/plot_cells.c \
	src/export/plot_picture.c \
	src/export/report.c \
	src/export/report_cores.c \
	src/export/report_parts.h \
	src/export/report_results.c \
	src/export/report_text.c \
	src/export/result.c src/export/result.h \
	src/export/runs_graph.c src/export/runs_graph.h \
	src/export/scale.h src/export/scale_parts.h \
	src/export/scale_cells.c \
	src/export/scale_csv.c \
	src/export/scale_json.c \
	src/export/scale_plot.c \
	src/export/scale_sentences.c \
	src/export/scale_text.c \
	src/export/scale_words.c \
	src/export/sentences.c src/export/sentences.h \
	src/export/table.c \
	src/export/values.c src/export/values.h \
	src/export/worker_times.c src/export/worker_times.h \
	$(export_plugins)

# A line for each format: src/export/table.inc is made from it.
export_plugins = \
	src/export/chrome.c \
	src/export/csv.c \
	src/export/json.c
TABLES += src/export/table.inc
src/export/table.inc: Makefile
	$(AM_V_GEN)$(make_table) $(export_plugins)
src/export/libexport_a-table.$(OBJEXT): src/export/table.inc
