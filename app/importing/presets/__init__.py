"""Exports of other systems that are known by their header."""
