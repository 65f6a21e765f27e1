"""Documents compared with documents: which are copies and versions of one plan, which measure takes up which.

The last room of the pipeline beside the extraction: it reads what the rooms before it have found in *several*
documents, while they read one. Pure functions; the warehouse says which documents are compared and keeps what is found.
"""
