"""Cleaning: printed lines → paragraphs of one width, whole again over line and page breaks."""
