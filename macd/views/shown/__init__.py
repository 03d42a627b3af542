"""How things of a document are told on pages: plain data in the shape that components take."""
