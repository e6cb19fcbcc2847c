# ui
ui_sources += \
	ui/bar.c \
	ui/canvas.c ui/canvas.h \
	ui/curve.c \
	ui/flow.c \
	ui/freeze.c ui/freeze.h \
	ui/glyphs.c ui/glyphs.h \
	ui/help.c ui/help.h \
	ui/history.c \
	ui/keys.h \
	ui/layout.c ui/layout.h \
	ui/overview.c \
	ui/rule.c \
	ui/screen.c ui/screen.h \
	ui/spark.c \
	ui/state.c ui/state.h \
	ui/status.c \
	ui/steals.c \
	ui/table.c \
	ui/theme.c ui/theme.h \
	ui/ui.h \
	ui/view.h \
	ui/widgets.h \
	ui/workers.c ui/workers.h
