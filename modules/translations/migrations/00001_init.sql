-- +goose Up
-- A paper that is to be translated, once.
CREATE TABLE translations.orders (
  id               uuid PRIMARY KEY,
  key              bytea NOT NULL CONSTRAINT orders_key UNIQUE,  -- the same order once
  about_kind       text NOT NULL,                                -- case
  about_id         uuid NOT NULL,
  subject_kind     text NOT NULL DEFAULT '',                     -- who is tied to them is not asked
  subject_id       uuid,
  document_id      uuid NOT NULL,                                -- the original
  title            text NOT NULL,                                -- the kind of the paper, in German
  pages            integer NOT NULL CHECK (pages >= 0),
  language         text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  direction        text NOT NULL CHECK (direction IN ('into_german', 'from_german')),
  sworn            boolean NOT NULL DEFAULT false,
  difficult        boolean NOT NULL DEFAULT false,               -- JVEG § 11 Abs. 1 Satz 3
  editable         boolean NOT NULL DEFAULT false,               -- given as a file that can be edited
  expected_strokes integer NOT NULL CHECK (expected_strokes > 0),
  due_on           date NOT NULL,
  offer_minutes    integer NOT NULL CHECK (offer_minutes BETWEEN 1 AND 20160),
  note             text NOT NULL DEFAULT '',                     -- for who has accepted
  team             text NOT NULL,
  cost_centre      text NOT NULL DEFAULT '',
  state            text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'given', 'delivered', 'accepted', 'unfilled', 'cancelled')),
  reason           text NOT NULL DEFAULT '',                     -- why it found nobody, was cancelled, or went back
  interpreter_id   uuid REFERENCES linguists.interpreter,        -- who does it
  given_at         timestamptz,
  original_on      timestamptz,                                  -- when the original came (VwVfG § 23 Abs. 4)
  strokes          integer CHECK (strokes > 0),                  -- of the translation, as they were told
  delivered_at     timestamptz,                                  -- when the translation came (VwVfG § 23 Abs. 3)
  sent_back        integer NOT NULL DEFAULT 0,
  translation_id   uuid,                                         -- the document
  cents            bigint NOT NULL DEFAULT 0 CHECK (cents >= 0), -- bound
  approved_by      uuid,
  approval         text NOT NULL DEFAULT '',
  accepted_by      uuid,
  accepted_at      timestamptz,
  version          integer NOT NULL DEFAULT 1,
  asked_by         uuid,
  asked_at         timestamptz NOT NULL,
  CONSTRAINT orders_approval CHECK (approved_by IS NULL OR approval <> ''),
  CONSTRAINT orders_given CHECK (state NOT IN ('given', 'delivered', 'accepted') OR interpreter_id IS NOT NULL),
  CONSTRAINT orders_delivered CHECK (state NOT IN ('delivered', 'accepted') OR strokes IS NOT NULL AND delivered_at IS NOT NULL AND translation_id IS NOT NULL)
);
-- A paper is not with two translators into one language.
CREATE UNIQUE INDEX orders_one ON translations.orders (document_id, language, direction) WHERE state IN ('open', 'given', 'delivered');
CREATE INDEX orders_about ON translations.orders (about_kind, about_id);
CREATE INDEX orders_due ON translations.orders (due_on, id);
CREATE INDEX orders_of ON translations.orders (interpreter_id) WHERE state = 'given';

-- One after the other is asked.
CREATE TABLE translations.offer (
  id             uuid PRIMARY KEY,
  order_id       uuid NOT NULL REFERENCES translations.orders ON DELETE CASCADE,
  interpreter_id uuid NOT NULL REFERENCES linguists.interpreter,
  rank           integer NOT NULL,
  state          text NOT NULL CHECK (state IN ('waiting', 'offered', 'accepted', 'declined', 'lapsed', 'withdrawn')),
  cents          bigint NOT NULL CHECK (cents >= 0),
  offered_at     timestamptz,
  until          timestamptz,
  answered_at    timestamptz,
  reason         text NOT NULL DEFAULT '',
  CONSTRAINT offer_once UNIQUE (order_id, interpreter_id)
);
CREATE UNIQUE INDEX offer_one ON translations.offer (order_id) WHERE state IN ('offered', 'accepted');
CREATE INDEX offer_ends ON translations.offer (until) WHERE state = 'offered';

-- +goose Down
DROP SCHEMA translations CASCADE;
