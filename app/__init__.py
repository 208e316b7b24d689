"""Composition of Funneldesk: start-up, command line, background work, files, backups."""
