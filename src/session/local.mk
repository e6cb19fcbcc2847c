# src/session: what is being watched, and how it is shown
session_sources += \
	src/session/capacity.c src/session/capacity.h \
	src/session/choose.c src/session/choose.h \
	src/session/collect.c src/session/collect.h \
	src/session/foreground.c src/session/foreground.h \
	src/session/headless.c src/session/headless.h \
	src/session/host.c src/session/host.h \
	src/session/launch.c src/session/launch.h \
	src/session/newfile.c src/session/newfile.h \
	src/session/output.c src/session/output.h \
	src/session/progress_line.c src/session/progress_line.h \
	src/session/record.c src/session/record.h \
	src/session/session.c src/session/session.h \
	src/session/show.c src/session/show.h \
	src/session/tracefile.c src/session/tracefile.h \
	src/session/trial.c src/session/trial.h \
	src/session/trials.c src/session/trials.h \
	src/session/trials_folder.c src/session/trials_folder.h \
	src/session/trials_output.c src/session/trials_output.h \
	src/session/trials_progress.c src/session/trials_progress.h \
	src/session/watch.c src/session/watch.h
