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
-- Codes of the places by GB/T 2260, and up to when a renamed body bore the printed name. Units of two further kinds.
ALTER TABLE documents ADD COLUMN region_code VARCHAR;
ALTER TABLE assignments ADD COLUMN name_until INTEGER;
ALTER TABLE unit_aliases ADD COLUMN valid_until INTEGER;
ALTER TABLE units RENAME TO units_before;
CREATE TABLE units (
  unit_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  short_name VARCHAR NOT NULL,
  region VARCHAR,
  region_code VARCHAR,
  kind VARCHAR NOT NULL CHECK (kind IN ('party', 'government', 'congress', 'cppcc', 'court', 'procuratorate', 'mass_organisation', 'enterprise', 'institution', 'collective', 'other')),
  is_collective BOOLEAN NOT NULL,
  PRIMARY KEY (unit_id)
);
INSERT INTO units BY NAME SELECT * FROM units_before;
DROP TABLE units_before;
