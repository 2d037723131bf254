-- +goose Up
-- A paper that is not on the list and was taken in all the same.
CREATE TABLE clearing.extra (
  item      text PRIMARY KEY CHECK (item LIKE 'extra:%'),  -- under which its pages hang on the visit
  visit_id  uuid NOT NULL REFERENCES clearing.visit ON DELETE CASCADE,
  kind      text NOT NULL,                                 -- an item of the service's catalogue, or 'other'
  name      text NOT NULL DEFAULT '',                      -- of another paper, as the desk calls it
  added_at  timestamptz NOT NULL,
  CONSTRAINT extra_name CHECK ((kind = 'other') = (name <> ''))
);
CREATE INDEX extra_of_visit ON clearing.extra (visit_id);

-- What modules above may join.
CREATE VIEW clearing.extra_v1 AS
SELECT item, visit_id, kind, name FROM clearing.extra;
