"""The funnel engine: validated assumptions, keyed random numbers, the kernel, summaries."""
