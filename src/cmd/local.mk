# src/cmd: one file per subcommand, one table, main
cmd_sources += \
	src/cmd/command.h \
	src/cmd/command_args.c \
	src/cmd/main.c \
	src/cmd/run_args.c src/cmd/run_args.h \
	src/cmd/scale_configs.c src/cmd/scale_configs.h \
	src/cmd/table.c \
	src/cmd/trial_commands.c src/cmd/trial_commands.h \
	src/cmd/trial_configs.c \
	src/cmd/trial_words.c src/cmd/trial_words.h \
	src/cmd/workload_help.c src/cmd/workload_help.h \
	$(command_plugins)

# A line for each command, in the order of `partop help`: src/cmd/table.inc is made from it.
command_plugins = \
	src/cmd/run.c \
	src/cmd/exec.c \
	src/cmd/compare.c \
	src/cmd/scale.c \
	src/cmd/list.c \
	src/cmd/replay.c \
	src/cmd/report.c \
	src/cmd/export.c \
	src/cmd/check.c \
	src/cmd/info.c \
	src/cmd/help.c \
	src/cmd/version.c \
	src/cmd/child.c
TABLES += src/cmd/table.inc
src/cmd/table.inc: Makefile
	$(AM_V_GEN)$(make_table) $(command_plugins)
src/cmd/partop-table.$(OBJEXT): src/cmd/table.inc
