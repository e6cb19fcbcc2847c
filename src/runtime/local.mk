# src/runtime: the work-stealing runtime.  All of it is in libpartop and in the program.
runtime_files = \
	src/runtime/border.h \
	src/runtime/chaos.c src/runtime/chaos.h \
	src/runtime/calibrate.c src/runtime/calibrate.h \
	src/runtime/channel.c src/runtime/channel.h \
	src/runtime/channel_wait.c src/runtime/channel_wait.h \
	src/runtime/check.c src/runtime/check.h \
	src/runtime/chunk.c src/runtime/chunk.h \
	src/runtime/control.c src/runtime/control.h \
	src/runtime/counters.c \
	src/runtime/credit.h \
	src/runtime/default.c src/runtime/default.h \
	src/runtime/deque.h \
	src/runtime/fork.c src/runtime/fork.h \
	src/runtime/group.c \
	src/runtime/hooks.h \
	src/runtime/idle.c src/runtime/idle.h \
	src/runtime/join.c src/runtime/join.h \
	src/runtime/label.c src/runtime/label.h \
	src/runtime/marks.c src/runtime/marks.h \
	src/runtime/pieces.c src/runtime/pieces.h \
	src/runtime/pool.c src/runtime/pool.h \
	src/runtime/range.c src/runtime/range.h \
	src/runtime/reduce.c \
	src/runtime/run.c \
	src/runtime/scope.c \
	src/runtime/serve.c src/runtime/serve.h \
	src/runtime/share.c src/runtime/share.h \
	src/runtime/recorder.c src/runtime/recorder.h \
	src/runtime/sleep.h \
	src/runtime/space.c src/runtime/space.h \
	src/runtime/state.h \
	src/runtime/steal.c src/runtime/steal.h \
	src/runtime/task_run.h \
	src/runtime/trace.h \
	src/runtime/turns.c src/runtime/turns.h \
	src/runtime/unsynced.c src/runtime/unsynced.h \
	src/runtime/victims.c src/runtime/victims.h \
	src/runtime/worker.c src/runtime/worker.h
runtime_sources += $(runtime_files)
lib_sources += $(runtime_files)
