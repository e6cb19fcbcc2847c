# src/metrics: the numbers, made from it; one job per file
metrics_sources += \
	src/metrics/account.c src/metrics/account.h \
	src/metrics/advice.c src/metrics/advice.h \
	src/metrics/advice/machine.c \
	src/metrics/advice/recording.c \
	src/metrics/advice/work.c \
	src/metrics/balance.c src/metrics/balance.h \
	src/metrics/bootstrap.c src/metrics/bootstrap.h \
	src/metrics/breakdown.c src/metrics/breakdown.h \
	src/metrics/capacity.c src/metrics/capacity.h \
	src/metrics/comparison.c src/metrics/comparison.h \
	src/metrics/cores.c src/metrics/cores.h \
	src/metrics/crossover.c src/metrics/crossover.h \
	src/metrics/event_words.c \
	src/metrics/estimate.c src/metrics/estimate.h \
	src/metrics/fit.c src/metrics/fit.h \
	src/metrics/history.c src/metrics/history.h \
	src/metrics/least_squares.c src/metrics/least_squares.h \
	src/metrics/live.c src/metrics/live.h \
	src/metrics/measured.c src/metrics/measured.h \
	src/metrics/model.c src/metrics/model.h src/metrics/model_made.h \
	src/metrics/names.c \
	src/metrics/over_time.c src/metrics/over_time.h \
	src/metrics/plan.c src/metrics/plan.h \
	src/metrics/plan_recorded.c \
	src/metrics/present.c src/metrics/present.h \
	src/metrics/quiet.c src/metrics/quiet.h \
	src/metrics/replay.c src/metrics/replay.h \
	src/metrics/rounds.c src/metrics/rounds.h \
	src/metrics/scaling.c src/metrics/scaling.h \
	src/metrics/source.c src/metrics/source.h \
	src/metrics/speedup.c src/metrics/speedup.h \
	src/metrics/stream.c src/metrics/stream.h \
	src/metrics/student.c src/metrics/student.h \
	src/metrics/summary.c src/metrics/summary.h \
	src/metrics/timings.c src/metrics/timings.h \
	src/metrics/title.c src/metrics/title.h \
	src/metrics/tracing.c src/metrics/tracing.h \
	src/metrics/tracker.c src/metrics/tracker.h src/metrics/tracker_internal.h
