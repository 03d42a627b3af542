"""Benchmarks and campaigns: each module here is one, named as its file (`bin/bench NAME`)."""
