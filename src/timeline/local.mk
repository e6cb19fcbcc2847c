# src/timeline: what a recording says over time
timeline_sources += \
	src/timeline/events.c src/timeline/events.h \
	src/timeline/graph.c src/timeline/graph.h \
	src/timeline/journal.c src/timeline/journal.h \
	src/timeline/marks.c src/timeline/marks.h \
	src/timeline/matrix.c src/timeline/matrix.h \
	src/timeline/phases.c src/timeline/phases.h \
	src/timeline/pools.c src/timeline/pools.h \
	src/timeline/sample.c src/timeline/sample.h \
	src/timeline/series.c src/timeline/series.h \
	src/timeline/steals.c src/timeline/steals.h \
	src/timeline/utilization.c src/timeline/utilization.h \
	src/timeline/time/columns.c \
	src/timeline/time/counts.c \
	src/timeline/time/decode.c \
	src/timeline/time/digest.c \
	src/timeline/time/heads.c \
	src/timeline/time/internal.h \
	src/timeline/time/labels.c \
	src/timeline/time/points.c \
	src/timeline/time/sampled.c \
	src/timeline/time/states.c \
	src/timeline/time/steps.c \
	src/timeline/time/time.h
