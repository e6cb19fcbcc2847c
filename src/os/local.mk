# src/os: all files to os_sources; what libpartop needs (clock, futex, cpus, distances, proc, random), to lib_sources too.
os_lib_files = \
	src/os/cgroup.c src/os/cgroup.h \
	src/os/clock.c src/os/clock.h \
	src/os/cpus.c src/os/cpus.h \
	src/os/distance.c src/os/distance.h \
	src/os/futex.c src/os/futex.h \
	src/os/proc.c src/os/proc.h src/os/proc_own.c \
	src/os/random.c src/os/random.h
os_sources += $(os_lib_files) \
	src/os/calibrate.c src/os/calibrate.h \
	src/os/capacity.c src/os/capacity.h \
	src/os/capacity_cache.c src/os/capacity_cache.h \
	src/os/child.c src/os/child.h \
	src/os/clock_cost.c \
	src/os/copies.c src/os/copies.h \
	src/os/cputime.c src/os/cputime.h \
	src/os/counters.c src/os/counters.h \
	src/os/kernels.c src/os/kernels.h \
	src/os/machine.c src/os/machine.h \
	src/os/pfm.c src/os/pfm.h \
	src/os/signals.c src/os/signals.h \
	src/os/stream.c src/os/stream.h \
	src/os/topology.c src/os/topology.h src/os/topology_build.h \
	src/os/topology_hwloc.c src/os/topology_sysfs.c
lib_sources += $(os_lib_files)
