-- What each document is among the documents of its plan; NULL until the next load has compared them.
ALTER TABLE documents ADD COLUMN version INTEGER;
ALTER TABLE documents ADD COLUMN is_extract BOOLEAN;
ALTER TABLE documents ADD COLUMN supersedes_document_id VARCHAR;
