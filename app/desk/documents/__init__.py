"""Documents that pages show, print or save, made away from the window's thread."""
