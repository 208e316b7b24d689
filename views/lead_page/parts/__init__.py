"""The parts that a lead's page is put together from."""
