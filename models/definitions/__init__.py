"""The written agreement as it stands: stages, gates, criteria and reason codes."""
