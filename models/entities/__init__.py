"""The tables of a workspace, one module per part of the vocabulary.

Whoever names a table imports it from its own module, so that reading a few of them does not take
the time to map them all; whoever goes over all of them imports `models.entities.every`.
"""
