-- Which plan rests on which, measure by measure, and what changed; the next load compares what is there.
CREATE TABLE plan_links (
  document_id VARCHAR NOT NULL,
  base_document_id VARCHAR NOT NULL,
  basis VARCHAR NOT NULL CHECK (basis IN ('version', 'cited', 'title', 'earlier')),
  PRIMARY KEY (document_id, base_document_id)
);
CREATE TABLE measure_links (
  measure_id VARCHAR NOT NULL,
  base_measure_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  base_document_id VARCHAR NOT NULL,
  relation VARCHAR NOT NULL CHECK (relation IN ('counterpart', 'split', 'merged')),
  similarity DOUBLE NOT NULL,
  PRIMARY KEY (measure_id, base_measure_id)
);
CREATE TABLE measure_changes (
  measure_id VARCHAR NOT NULL,
  base_measure_id VARCHAR NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  document_id VARCHAR NOT NULL,
  base_document_id VARCHAR NOT NULL,
  kind VARCHAR NOT NULL CHECK (kind IN ('deadline_moved', 'deadline_added', 'deadline_dropped', 'figure_changed', 'figure_added', 'figure_dropped', 'unit_added', 'unit_dropped')),
  surface VARCHAR,
  base_surface VARCHAR,
  fact_id VARCHAR,
  base_fact_id VARCHAR,
  PRIMARY KEY (measure_id, base_measure_id, ordinal)
);
