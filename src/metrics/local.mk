# src/metrics: the numbers, from snapshots of a recording; one job per file
metrics_sources += \
	src/metrics/advice.c src/metrics/advice.h \
	src/metrics/array.h \
	src/metrics/balance.c src/metrics/balance.h \
	src/metrics/cores.c src/metrics/cores.h \
	src/metrics/detail.c src/metrics/detail.h \
	src/metrics/follow.c src/metrics/follow.h \
	src/metrics/graph.c src/metrics/graph.h \
	src/metrics/history.c src/metrics/history.h \
	src/metrics/live.c src/metrics/live.h \
	src/metrics/matrix.c src/metrics/matrix.h \
	src/metrics/model.h \
	src/metrics/names.c \
	src/metrics/notes.c src/metrics/notes.h \
	src/metrics/phases.c src/metrics/phases.h \
	src/metrics/plan.c src/metrics/plan.h src/metrics/plan_seen.c \
	src/metrics/pools.c src/metrics/pools.h \
	src/metrics/present.c src/metrics/present.h \
	src/metrics/sample.c src/metrics/sample.h \
	src/metrics/seen.c src/metrics/seen.h \
	src/metrics/series.c src/metrics/series.h \
	src/metrics/source.c src/metrics/source.h \
	src/metrics/speedup.c src/metrics/speedup.h \
	src/metrics/steals.c src/metrics/steals.h \
	src/metrics/summary.c src/metrics/summary.h \
	src/metrics/title.c src/metrics/title.h \
	src/metrics/tracing.c src/metrics/tracing.h \
	src/metrics/utilization.c src/metrics/utilization.h
