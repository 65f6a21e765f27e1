"""Prefect flows: the steps of :mod:`warehouse.ingesting` with records and retries. No logic of their own."""
