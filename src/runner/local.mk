# src/runner: the child's side of `partop run`
runner_sources += \
	src/runner/capacity.c src/runner/capacity.h \
	src/runner/child.c \
	src/runner/deadline.c src/runner/deadline.h \
	src/runner/input.c src/runner/input.h \
	src/runner/interrupt.c src/runner/interrupt.h \
	src/runner/job.c src/runner/job.h \
	src/runner/limits.c src/runner/limits.h \
	src/runner/measure.c src/runner/measure.h \
	src/runner/metadata.c src/runner/metadata.h \
	src/runner/preview.c src/runner/preview.h \
	src/runner/schedule.c src/runner/schedule.h
