"""How Python runs the processes: room for frames, and when garbage is looked for."""
