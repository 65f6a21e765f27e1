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
