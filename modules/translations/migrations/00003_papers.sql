-- +goose Up
-- The papers of an order: one or several of a case, that belong together.
CREATE TABLE translations.paper (
  order_id    uuid NOT NULL REFERENCES translations.orders ON DELETE CASCADE,
  document_id uuid NOT NULL,
  position    integer NOT NULL CHECK (position > 0),
  language    text NOT NULL,
  direction   text NOT NULL,
  active      boolean NOT NULL,                                  -- somebody is asked for it, or works on it
  PRIMARY KEY (order_id, document_id)
);
INSERT INTO translations.paper SELECT id, document_id, 1, language, direction, state IN ('open', 'given', 'delivered') FROM translations.orders;
-- A paper is not with two translators into one language.
DROP INDEX translations.orders_one;
CREATE UNIQUE INDEX paper_one ON translations.paper (document_id, language, direction) WHERE active;

-- +goose Down
DROP TABLE translations.paper;
CREATE UNIQUE INDEX orders_one ON translations.orders (document_id, language, direction) WHERE state IN ('open', 'given', 'delivered');
