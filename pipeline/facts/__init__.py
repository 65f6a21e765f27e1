"""The facts of a text: units, dates, quantities, citations."""
