-- +goose Up
-- What a paper from the clearing desk is that stands on no list. It goes where its document goes, and with it.
CREATE TABLE intake.extra (
  document_id  uuid PRIMARY KEY REFERENCES documents.document ON DELETE CASCADE,
  kind         text NOT NULL,            -- an item of the service's catalogue, or 'other'
  name         text NOT NULL DEFAULT ''  -- of another paper, as the desk calls it
);
