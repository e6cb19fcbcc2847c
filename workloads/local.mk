# workloads: one file per workload, one table. Files that need flags of their own (SIMD levels) are
# libraries of their own, named in SIMD_LIBS.
SIMD_LIBS =
workloads_sources +=
