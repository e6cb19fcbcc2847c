# ui
ui_sources += \
	ui/app.c \
	ui/bar.c \
	ui/canvas.c ui/canvas.h \
	ui/curve.c \
	ui/flow.c \
	ui/freeze.c ui/freeze.h \
	ui/glyphs.c ui/glyphs.h \
	ui/governor.c ui/governor.h \
	ui/help.c ui/help.h \
	ui/history.c \
	ui/keys.h \
	ui/layout.c ui/layout.h \
	ui/overview.c \
	ui/paragraph.c \
	ui/restore.c ui/restore.h \
	ui/rule.c \
	ui/screen.c ui/screen.h \
	ui/spark.c \
	ui/state.c ui/state.h \
	ui/status.c \
	ui/steals.c \
	ui/table.c \
	ui/term.c ui/term.h \
	ui/theme.c ui/theme.h \
	ui/tty.c ui/tty.h \
	ui/ui.h \
	ui/view.h \
	ui/widgets.h \
	ui/widgets/plan.c ui/widgets/plan.h ui/widgets/plan_line.c \
	ui/workers.c ui/workers.h
