# src/cmd: one file per subcommand, one table, main
cmd_sources = \
	src/cmd/args.c src/cmd/args.h \
	src/cmd/check.c \
	src/cmd/child.c \
	src/cmd/collect.c src/cmd/collect.h \
	src/cmd/command.h \
	src/cmd/exec.c \
	src/cmd/export.c \
	src/cmd/foreground.c src/cmd/foreground.h \
	src/cmd/headless.c src/cmd/headless.h \
	src/cmd/help.c \
	src/cmd/host.c src/cmd/host.h \
	src/cmd/info.c \
	src/cmd/interrupt.c src/cmd/interrupt.h \
	src/cmd/limits.c src/cmd/limits.h \
	src/cmd/list.c \
	src/cmd/main.c \
	src/cmd/measure.c src/cmd/measure.h \
	src/cmd/note.c src/cmd/note.h \
	src/cmd/output.c src/cmd/output.h \
	src/cmd/progress_line.c src/cmd/progress_line.h \
	src/cmd/record.c src/cmd/record.h \
	src/cmd/report.c \
	src/cmd/run.c \
	src/cmd/run_args.c src/cmd/run_args.h \
	src/cmd/show.c src/cmd/show.h \
	src/cmd/table.c \
	src/cmd/tracefile.c src/cmd/tracefile.h \
	src/runner/cut.c src/runner/cut.h \
	src/runner/preview.c src/runner/preview.h \
	src/runner/schedule.c src/runner/schedule.h \
	src/cmd/version.c \
	src/cmd/watch.c src/cmd/watch.h \
	src/cmd/workload_help.c src/cmd/workload_help.h
