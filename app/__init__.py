"""Composition of Funneldesk: start-up, command line, background work, files, backups."""

__version__ = "0.1.0"
