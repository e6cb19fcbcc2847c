# ui
ui_sources += \
	ui/ui.h

# ui/core
ui_sources += \
	ui/core/app.c \
	ui/core/canvas.c ui/core/canvas.h \
	ui/core/glyphs.c ui/core/glyphs.h \
	ui/core/governor.c ui/core/governor.h \
	ui/core/keymap.c ui/core/keymap.h \
	ui/core/keys.h \
	ui/core/layout.c ui/core/layout.h \
	ui/core/replay.c ui/core/replay.h \
	ui/core/restore.c ui/core/restore.h \
	ui/core/screen.c ui/core/screen.h \
	ui/core/signs.c ui/core/signs.h \
	ui/core/state.c ui/core/state.h \
	ui/core/term.c ui/core/term.h \
	ui/core/term_keys.c ui/core/term_keys.h \
	ui/core/theme.c ui/core/theme.h \
	ui/core/tty.c ui/core/tty.h

# ui/widgets
ui_sources += \
	ui/widgets/bar.c \
	ui/widgets/cores.c ui/widgets/cores.h \
	ui/widgets/curve.c \
	ui/widgets/flow.c \
	ui/widgets/grid.c ui/widgets/grid.h \
	ui/widgets/marks.c ui/widgets/marks.h \
	ui/widgets/paragraph.c \
	ui/widgets/plan.c ui/widgets/plan.h \
	ui/widgets/plan_line.c \
	ui/widgets/rule.c \
	ui/widgets/spark.c \
	ui/widgets/verdict.c ui/widgets/verdict.h \
	ui/widgets/widgets.h \
	ui/widgets/workers.c ui/widgets/workers.h

# ui/views
ui_sources += \
	ui/views/help.c ui/views/help.h \
	ui/views/history.c \
	ui/views/overview_layout.c ui/views/overview_layout.h \
	ui/views/status.c \
	ui/views/steals_layout.c ui/views/steals_layout.h \
	ui/views/table.c \
	ui/views/timeline.h \
	ui/views/timeline_keys.c \
	ui/views/timeline_layout.c ui/views/timeline_layout.h \
	ui/views/timeline_picture.h \
	ui/views/timeline_words.c \
	ui/views/view.h \
	$(view_plugins)

# A line for each view, in the order of the tabs: ui/views/table.inc is made from it.
view_plugins = \
	ui/views/overview.c \
	ui/views/steals.c \
	ui/views/timeline.c
TABLES += ui/views/table.inc
ui/views/table.inc: Makefile
	$(AM_V_GEN)$(make_table) $(view_plugins)
ui/views/libui_a-table.$(OBJEXT): ui/views/table.inc
