"""Layout: the reading order, what stands around the text, the form of lines that stand alone."""
