# src/base: append program-side files to base_sources; what libpartop needs, to lib_sources too.
base_sources +=
