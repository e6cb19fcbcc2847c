# src/cmd: one file per subcommand, one table, main
cmd_sources += \
	src/cmd/check.c \
	src/cmd/command.h \
	src/cmd/command_args.c \
	src/cmd/exec.c \
	src/cmd/export.c \
	src/cmd/help.c \
	src/cmd/info.c \
	src/cmd/list.c \
	src/cmd/main.c \
	src/cmd/report.c \
	src/cmd/run.c \
	src/cmd/run_args.c src/cmd/run_args.h \
	src/cmd/run_child.c \
	src/cmd/table.c \
	src/cmd/version.c \
	src/cmd/workload_help.c src/cmd/workload_help.h
