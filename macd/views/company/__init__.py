"""One's company: who belongs to it, who signs for whom, and leaving."""
