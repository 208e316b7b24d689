"""A lead's page: who, why now, what is missing, what next, and everything editable in place."""
