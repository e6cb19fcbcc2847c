# src/runtime: all files to runtime_sources and lib_sources.
runtime_sources +=
