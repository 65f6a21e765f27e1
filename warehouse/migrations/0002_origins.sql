-- Where the bytes of each source were published.
CREATE TABLE origins (
  channel VARCHAR NOT NULL,
  uri VARCHAR NOT NULL,
  source_id VARCHAR NOT NULL,
  title VARCHAR,
  found_on VARCHAR,
  name VARCHAR NOT NULL,
  fetched_at TIMESTAMP NOT NULL,
  checked_at TIMESTAMP,
  etag VARCHAR,
  last_modified VARCHAR,
  status VARCHAR NOT NULL CHECK (status IN ('published', 'superseded', 'removed')),
  PRIMARY KEY (channel, uri, source_id)
);
