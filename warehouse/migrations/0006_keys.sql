-- The large tables give up the index of their key: it took longer to keep than the rows took to load.
ALTER TABLE lines RENAME TO lines_before;
CREATE TABLE lines (
  source_id VARCHAR NOT NULL,
  line_no INTEGER NOT NULL CHECK (line_no >= 1),
  page INTEGER NOT NULL CHECK (page >= 1),
  x0 DOUBLE NOT NULL,
  top DOUBLE NOT NULL,
  x1 DOUBLE NOT NULL,
  bottom DOUBLE NOT NULL,
  text VARCHAR NOT NULL,
  role VARCHAR NOT NULL CHECK (role IN ('issuer_mark', 'doc_number', 'title', 'addressee', 'heading', 'body', 'attachment_note', 'signature', 'date', 'seal', 'copy_list', 'imprint', 'page_number', 'head', 'foot', 'navigation', 'contents', 'box', 'table', 'note', 'glossary', 'noise')),
  document_id VARCHAR,
  char_start INTEGER CHECK (char_start >= 0),
  char_end INTEGER CHECK (char_end >= 0)
);
INSERT INTO lines BY NAME SELECT * FROM lines_before;
DROP TABLE lines_before;
ALTER TABLE sections RENAME TO sections_before;
CREATE TABLE sections (
  section_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  parent_id VARCHAR,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  level INTEGER NOT NULL CHECK (level >= 1),
  marker VARCHAR NOT NULL,
  number INTEGER,
  path VARCHAR NOT NULL,
  heading VARCHAR NOT NULL,
  intro VARCHAR NOT NULL,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0)
);
INSERT INTO sections BY NAME SELECT * FROM sections_before;
DROP TABLE sections_before;
ALTER TABLE measures RENAME TO measures_before;
CREATE TABLE measures (
  measure_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  section_id VARCHAR,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  kind VARCHAR NOT NULL CHECK (kind IN ('item', 'article', 'box_item', 'table_row')),
  marker VARCHAR NOT NULL,
  number INTEGER,
  path VARCHAR NOT NULL,
  title VARCHAR,
  text VARCHAR NOT NULL,
  page_start INTEGER NOT NULL CHECK (page_start >= 1),
  page_end INTEGER NOT NULL CHECK (page_end >= 1),
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0)
);
INSERT INTO measures BY NAME SELECT * FROM measures_before;
DROP TABLE measures_before;
ALTER TABLE tasks RENAME TO tasks_before;
CREATE TABLE tasks (
  task_id VARCHAR NOT NULL,
  measure_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  title VARCHAR,
  text VARCHAR NOT NULL,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0)
);
INSERT INTO tasks BY NAME SELECT * FROM tasks_before;
DROP TABLE tasks_before;
ALTER TABLE assignments RENAME TO assignments_before;
CREATE TABLE assignments (
  assignment_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  section_id VARCHAR,
  measure_id VARCHAR,
  task_id VARCHAR,
  unit_id VARCHAR NOT NULL,
  role VARCHAR NOT NULL CHECK (role IN ('lead', 'responsible', 'participant', 'support', 'guidance', 'supervision')),
  surface VARCHAR NOT NULL,
  qualifier VARCHAR,
  is_open_ended BOOLEAN NOT NULL,
  basis VARCHAR NOT NULL CHECK (basis IN ('stated', 'section', 'standing')),
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  rule VARCHAR,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0),
  name_until INTEGER
);
INSERT INTO assignments BY NAME SELECT * FROM assignments_before;
DROP TABLE assignments_before;
ALTER TABLE dates RENAME TO dates_before;
CREATE TABLE dates (
  date_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  section_id VARCHAR,
  measure_id VARCHAR,
  task_id VARCHAR,
  kind VARCHAR NOT NULL CHECK (kind IN ('deadline', 'period', 'recurrence', 'duration', 'point')),
  surface VARCHAR NOT NULL,
  start_on DATE,
  end_on DATE,
  due_on DATE,
  rrule VARCHAR,
  duration VARCHAR,
  working_days INTEGER CHECK (working_days >= 0),
  modifier VARCHAR CHECK (modifier IN ('BEFORE', 'AFTER', 'ON_OR_BEFORE', 'ON_OR_AFTER', 'EQUAL_OR_LESS', 'EQUAL_OR_MORE', 'START', 'MID', 'END', 'APPROX')),
  precision VARCHAR CHECK (precision IN ('day', 'ten_days', 'month', 'quarter', 'half_year', 'year', 'plan')),
  year_is_inferred BOOLEAN NOT NULL,
  is_ambiguous BOOLEAN NOT NULL,
  rule VARCHAR,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0)
);
INSERT INTO dates BY NAME SELECT * FROM dates_before;
DROP TABLE dates_before;
ALTER TABLE quantities RENAME TO quantities_before;
CREATE TABLE quantities (
  quantity_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  section_id VARCHAR,
  measure_id VARCHAR,
  task_id VARCHAR,
  surface VARCHAR NOT NULL,
  subject VARCHAR,
  comparator VARCHAR NOT NULL CHECK (comparator IN ('=', '>=', '<=', '>', '<', '~', 'range')),
  low DOUBLE,
  high DOUBLE,
  unit VARCHAR NOT NULL,
  per VARCHAR,
  rule VARCHAR,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0)
);
INSERT INTO quantities BY NAME SELECT * FROM quantities_before;
DROP TABLE quantities_before;
ALTER TABLE indicators RENAME TO indicators_before;
CREATE TABLE indicators (
  indicator_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  table_title VARCHAR NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  name VARCHAR NOT NULL,
  unit VARCHAR,
  baseline_year INTEGER,
  baseline VARCHAR,
  target_year INTEGER,
  target VARCHAR,
  nature VARCHAR
);
INSERT INTO indicators BY NAME SELECT * FROM indicators_before;
DROP TABLE indicators_before;
ALTER TABLE citations RENAME TO citations_before;
CREATE TABLE citations (
  citation_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  measure_id VARCHAR,
  title VARCHAR,
  doc_number VARCHAR,
  cited_document_id VARCHAR,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0)
);
INSERT INTO citations BY NAME SELECT * FROM citations_before;
DROP TABLE citations_before;
ALTER TABLE terms RENAME TO terms_before;
CREATE TABLE terms (
  term_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  term VARCHAR NOT NULL,
  definition VARCHAR NOT NULL
);
INSERT INTO terms BY NAME SELECT * FROM terms_before;
DROP TABLE terms_before;
ALTER TABLE findings RENAME TO findings_before;
CREATE TABLE findings (
  finding_id VARCHAR NOT NULL,
  source_id VARCHAR NOT NULL,
  document_id VARCHAR,
  measure_id VARCHAR,
  code VARCHAR NOT NULL,
  severity VARCHAR NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  message VARCHAR NOT NULL,
  line_no INTEGER CHECK (line_no >= 1)
);
INSERT INTO findings BY NAME SELECT * FROM findings_before;
DROP TABLE findings_before;
