"""Reads published plans: bytes in, a structured extraction out."""
