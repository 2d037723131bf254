-- +goose Up
-- What somebody can claim for a booking, a shift or a translation: worked out, perhaps proposed otherwise, confirmed, billed, paid. Once for each.
CREATE TABLE settlement.claim (
  id              uuid PRIMARY KEY,
  about_kind      text NOT NULL,                                  -- assignment, shift, translation
  about_id        uuid NOT NULL,
  number          bigint GENERATED ALWAYS AS IDENTITY,            -- by which people name it
  kind            text NOT NULL CHECK (kind IN ('interpreting', 'client_missed', 'cancellation', 'shift', 'translation')),
  interpreter_id  uuid NOT NULL REFERENCES linguists.interpreter,
  payee_id        uuid NOT NULL REFERENCES linguists.interpreter, -- the agency, or the interpreter
  team            text NOT NULL DEFAULT '',                       -- '': of a shift, until somebody says who bears it
  cost_centre     text NOT NULL DEFAULT '',
  language        text NOT NULL,
  mode            text NOT NULL,                                  -- on_site, phone, video, written
  ended_on        date NOT NULL,
  lapses_on       date NOT NULL,                                  -- the last day on which it can be claimed (JVEG § 2)
  terms           jsonb,                                          -- by what it is worked out again; none where only its bill is known
  times           jsonb,                                          -- as both signed
  bill            jsonb NOT NULL,                                 -- of the times, since the confirmation that which is paid
  proposed_times  jsonb,
  proposed_bill   jsonb,
  reason          text NOT NULL DEFAULT '',                       -- the interpreter's, for other times
  answer          text NOT NULL DEFAULT '',                       -- the office's, why it sees that otherwise
  net_cents       bigint NOT NULL CHECK (net_cents >= 0),
  vat_cents       bigint NOT NULL CHECK (vat_cents >= 0),
  total_cents     bigint NOT NULL CHECK (total_cents = net_cents + vat_cents),
  minutes         integer NOT NULL DEFAULT 0,                     -- as they are paid
  surcharge_cents bigint NOT NULL DEFAULT 0,
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'proposed', 'disputed', 'confirmed', 'invoiced', 'paid', 'lapsed')),
  reported_at     timestamptz,                                    -- claimed by them, which keeps it from lapsing
  warned_on       date,
  confirmed_by    uuid,
  confirmed_at    timestamptz,
  invoice_id      uuid,                                           -- the accepted one
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL,
  CONSTRAINT claim_once UNIQUE (about_kind, about_id),
  CONSTRAINT claim_confirmed CHECK (state NOT IN ('confirmed', 'invoiced', 'paid') OR confirmed_at IS NOT NULL),
  CONSTRAINT claim_invoiced CHECK ((state IN ('invoiced', 'paid')) = (invoice_id IS NOT NULL))
);
CREATE INDEX claim_when ON settlement.claim (ended_on, id);
CREATE INDEX claim_of ON settlement.claim (payee_id, ended_on DESC, id DESC);
CREATE INDEX claim_waits ON settlement.claim (lapses_on) WHERE state = 'open' AND reported_at IS NULL;

-- An invoice that came in, with the original as it was.
CREATE TABLE settlement.invoice (
  id           uuid PRIMARY KEY,
  payee_id     uuid NOT NULL REFERENCES linguists.interpreter,
  number       text NOT NULL CHECK (number <> ''),
  same         text NOT NULL,                                     -- the number as it is compared
  issued_on    date NOT NULL,
  format       text NOT NULL CHECK (format IN ('ubl', 'cii', 'pdf')),
  net_cents    bigint NOT NULL,
  vat_cents    bigint NOT NULL,
  total_cents  bigint NOT NULL,
  vat_id       text NOT NULL DEFAULT '',
  tax_number   text NOT NULL DEFAULT '',
  iban         text NOT NULL DEFAULT '',
  sha256       text NOT NULL,
  size         integer NOT NULL,
  faults       jsonb NOT NULL DEFAULT '[]',                       -- found when it came
  state        text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'accepted', 'returned', 'exported', 'paid')),
  reason       text NOT NULL DEFAULT '',                          -- why it was sent back
  handed_in_by uuid,                                              -- an account; none: by a link
  handed_in_at timestamptz NOT NULL,
  decided_by   uuid,
  decided_at   timestamptz,
  paid_on      date,
  version      integer NOT NULL DEFAULT 1,
  CONSTRAINT invoice_adds_up CHECK (total_cents = net_cents + vat_cents AND net_cents >= 0 AND vat_cents >= 0),
  CONSTRAINT invoice_paid CHECK ((state = 'paid') = (paid_on IS NOT NULL))
);
-- The same invoice twice; one that was sent back may come again.
CREATE UNIQUE INDEX invoice_once ON settlement.invoice (payee_id, same) WHERE state <> 'returned';
CREATE INDEX invoice_when ON settlement.invoice (handed_in_at DESC, id DESC);
CREATE TABLE settlement.billed (
  invoice_id uuid NOT NULL REFERENCES settlement.invoice,
  claim_id   uuid NOT NULL REFERENCES settlement.claim,
  PRIMARY KEY (invoice_id, claim_id)
);
CREATE INDEX billed_claim ON settlement.billed (claim_id);
ALTER TABLE settlement.claim ADD FOREIGN KEY (invoice_id) REFERENCES settlement.invoice;

-- What the treasury was given, byte by byte, and never makes again.
CREATE TABLE settlement.batch (
  id         uuid PRIMARY KEY,
  number     integer NOT NULL CONSTRAINT batch_number UNIQUE CHECK (number > 0),
  rows       integer NOT NULL CHECK (rows > 0),
  cents      bigint NOT NULL,
  content    bytea NOT NULL,
  sha256     text NOT NULL,
  made_by    uuid NOT NULL,
  made_at    timestamptz NOT NULL
);
-- Each invoice stands in one batch, once.
CREATE TABLE settlement.payment (
  invoice_id uuid NOT NULL CONSTRAINT payment_once PRIMARY KEY REFERENCES settlement.invoice,
  batch_id   uuid NOT NULL REFERENCES settlement.batch,
  line       integer NOT NULL,
  cents      bigint NOT NULL CHECK (cents >= 0),
  UNIQUE (batch_id, line)
);

-- What rooms above may join.
CREATE VIEW settlement.claim_v1 AS
  SELECT id, about_kind, about_id, kind, interpreter_id, payee_id, team, cost_centre, state, ended_on, total_cents FROM settlement.claim;

-- +goose Down
DROP SCHEMA settlement CASCADE;
