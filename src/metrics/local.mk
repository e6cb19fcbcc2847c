# src/metrics
metrics_sources +=
