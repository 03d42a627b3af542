"""What benchmarks share: reports, clocks, and installations to measure."""
