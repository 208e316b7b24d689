"""The window put together: start-up, pages, the file menu, and what pages ask of the workspace."""
