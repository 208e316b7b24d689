"""The Definitions page: the written agreement, edited with its effect in view."""
