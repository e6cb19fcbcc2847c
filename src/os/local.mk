# src/os: all files to os_sources; what libpartop needs (clock, futex, cpus, proc, random), to lib_sources too.
os_sources +=
