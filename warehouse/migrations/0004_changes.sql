-- History by row begins with the first run of this version.
ALTER TABLE runs RENAME TO runs_before;
CREATE TABLE runs (
  run_id VARCHAR NOT NULL,
  started_at TIMESTAMP NOT NULL,
  finished_at TIMESTAMP,
  version VARCHAR NOT NULL,
  sources_seen INTEGER NOT NULL CHECK (sources_seen >= 0),
  loaded INTEGER NOT NULL CHECK (loaded >= 0),
  skipped INTEGER NOT NULL CHECK (skipped >= 0),
  failed INTEGER NOT NULL CHECK (failed >= 0),
  is_recorded BOOLEAN NOT NULL,
  PRIMARY KEY (run_id)
);
INSERT INTO runs BY NAME SELECT *, FALSE AS is_recorded FROM runs_before;
DROP TABLE runs_before;
CREATE TABLE changes (
  run_id VARCHAR NOT NULL,
  table_name VARCHAR NOT NULL,
  row_id VARCHAR NOT NULL,
  owner_id VARCHAR,
  change VARCHAR NOT NULL CHECK (change IN ('added', 'changed', 'removed')),
  columns VARCHAR,
  called VARCHAR,
  hash_before VARCHAR,
  hash_after VARCHAR,
  PRIMARY KEY (run_id, table_name, row_id)
);
