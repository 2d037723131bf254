-- +goose Up
CREATE SEQUENCE cases.number;

CREATE TABLE cases.case (
  id              uuid PRIMARY KEY,
  number          text NOT NULL CONSTRAINT case_number UNIQUE,
  code_hash       bytea NOT NULL,         -- of the secret code on the receipt
  application_id  uuid NOT NULL CONSTRAINT case_application UNIQUE,
  sitting_id      uuid NOT NULL,
  person_id       uuid NOT NULL REFERENCES persons.person,
  account_id      uuid,
  role            text NOT NULL,          -- principal, or what the person is to them
  service         text NOT NULL,
  service_version int  NOT NULL,
  state           text NOT NULL CHECK (state IN ('received', 'checking', 'waiting', 'hearing', 'deciding', 'approval', 'decided', 'delivered', 'withdrawn')),
  team            text NOT NULL,
  clerk_id        uuid,
  urgency         text NOT NULL CHECK (urgency IN ('normal', 'soon', 'urgent')),
  difficulty      text NOT NULL CHECK (difficulty IN ('simple', 'normal', 'hard')),
  routing         text[] NOT NULL,        -- keys of the reasons
  language        text NOT NULL,
  received_at     timestamptz NOT NULL,
  received_on     date NOT NULL,
  -- Three dates, kept apart: the end of the title, the line of VwGO §75 (never paused), the promise (pauses for named reasons).
  title_ends_on   date,
  action_due_on   date NOT NULL,
  promise_due_on  date NOT NULL,
  promise_days    int  NOT NULL,
  risk_on         date NOT NULL GENERATED ALWAYS AS (least(title_ends_on, action_due_on)) STORED,
  paused_since    date,
  paused_reason   text,
  paused_days     int NOT NULL DEFAULT 0, -- of pauses that are over
  -- Kept in the same transaction as the papers; a trigger does it.
  papers_missing  smallint NOT NULL DEFAULT 0,
  papers_to_check smallint NOT NULL DEFAULT 0,
  papers_accepted smallint NOT NULL DEFAULT 0,
  papers_total    smallint NOT NULL DEFAULT 0,
  fee             jsonb NOT NULL,
  receipt_letter  uuid,
  decided_at      timestamptz,
  closed_at       timestamptz,            -- delivered or withdrawn: nothing is left to do
  version         int NOT NULL DEFAULT 1,
  CONSTRAINT case_pause CHECK ((paused_since IS NULL) = (paused_reason IS NULL)),
  CONSTRAINT case_closed CHECK ((closed_at IS NOT NULL) = (state IN ('delivered', 'withdrawn')))
);
-- The work list: open cases of a team, the earliest legal risk first. All of the sort key is in the index.
CREATE INDEX case_open_team ON cases.case (team, risk_on, promise_due_on, id) WHERE closed_at IS NULL;
CREATE INDEX case_open ON cases.case (risk_on, promise_due_on, id) WHERE closed_at IS NULL;
CREATE INDEX case_open_clerk ON cases.case (clerk_id, risk_on, promise_due_on, id) WHERE closed_at IS NULL;
CREATE INDEX case_open_state ON cases.case (team, state, risk_on, promise_due_on, id) WHERE closed_at IS NULL;
CREATE INDEX case_person ON cases.case (person_id);
CREATE INDEX case_account ON cases.case (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX case_sitting ON cases.case (sitting_id);
CREATE INDEX case_duration ON cases.case (service, decided_at) WHERE decided_at IS NOT NULL;

CREATE TABLE cases.paper (
  id          uuid PRIMARY KEY,
  case_id     uuid NOT NULL REFERENCES cases.case ON DELETE CASCADE,
  item        text NOT NULL,
  required    bool NOT NULL,
  expires     bool NOT NULL,
  state       text NOT NULL CHECK (state IN ('missing', 'to_check', 'accepted', 'rejected', 'waived')),
  document_id uuid,
  reused      bool NOT NULL DEFAULT false,
  reason      text,
  valid_until date,
  requested   bool NOT NULL DEFAULT false,
  checked_by  uuid,
  checked_at  timestamptz,
  position    smallint NOT NULL,
  version     int NOT NULL DEFAULT 1,
  CONSTRAINT paper_item UNIQUE (case_id, item),
  CONSTRAINT paper_there CHECK (state NOT IN ('to_check', 'accepted') OR document_id IS NOT NULL),
  CONSTRAINT paper_rejected CHECK (state <> 'rejected' OR reason IS NOT NULL)
);
CREATE INDEX paper_document ON cases.paper (document_id) WHERE document_id IS NOT NULL;

-- +goose StatementBegin
CREATE FUNCTION cases.count_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cases.case c SET papers_missing = n.missing, papers_to_check = n.to_check, papers_accepted = n.accepted, papers_total = n.total
  FROM (SELECT ids.case_id,
               count(p.*) FILTER (WHERE p.required AND p.state IN ('missing', 'rejected')) AS missing,
               count(p.*) FILTER (WHERE p.state = 'to_check') AS to_check,
               count(p.*) FILTER (WHERE p.state IN ('accepted', 'waived')) AS accepted,
               count(p.*) AS total
        FROM (SELECT DISTINCT case_id FROM changed) ids LEFT JOIN cases.paper p USING (case_id) GROUP BY 1) n
  WHERE c.id = n.case_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER paper_inserted AFTER INSERT ON cases.paper REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION cases.count_papers();
CREATE TRIGGER paper_updated AFTER UPDATE ON cases.paper REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION cases.count_papers();
CREATE TRIGGER paper_deleted AFTER DELETE ON cases.paper REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION cases.count_papers();

CREATE TABLE cases.pause (
  id         uuid PRIMARY KEY,
  case_id    uuid NOT NULL REFERENCES cases.case ON DELETE CASCADE,
  reason     text NOT NULL,
  from_on    date NOT NULL,
  until_on   date,
  request_id uuid
);
CREATE UNIQUE INDEX pause_one ON cases.pause (case_id) WHERE until_on IS NULL;

CREATE TABLE cases.request (
  id          uuid PRIMARY KEY,
  case_id     uuid NOT NULL REFERENCES cases.case ON DELETE CASCADE,
  items       text[] NOT NULL CHECK (cardinality(items) > 0),
  due_on      date NOT NULL,
  text        text NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
  letter_id   uuid,
  created_at  timestamptz NOT NULL,
  created_by  uuid,                      -- NULL: the office itself, by rule
  answered_at timestamptz,
  reminded_at timestamptz
);
CREATE UNIQUE INDEX request_open ON cases.request (case_id) WHERE state = 'open';
CREATE INDEX request_due ON cases.request (due_on) WHERE state = 'open' AND reminded_at IS NULL;
CREATE INDEX request_case ON cases.request (case_id, created_at);

CREATE TABLE cases.note (
  id      uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases.case ON DELETE CASCADE,
  author  uuid NOT NULL,
  text    text NOT NULL,
  at      timestamptz NOT NULL
);
CREATE INDEX note_case ON cases.note (case_id, id);

CREATE TABLE cases.translation (
  case_id    uuid NOT NULL REFERENCES cases.case ON DELETE CASCADE,
  field      text NOT NULL,
  text       text NOT NULL,              -- German, by machine
  at         timestamptz NOT NULL,
  PRIMARY KEY (case_id, field)
);

-- How long cases of a service took, rolled up: days from receipt to decision without the days the person was waited for.
CREATE TABLE cases.duration (
  service    text PRIMARY KEY,
  median     int NOT NULL,               -- half were faster
  days       int NOT NULL,               -- nine of ten were faster
  sample     int NOT NULL,
  computed_at timestamptz NOT NULL
);

CREATE VIEW cases.case_v1 AS
  SELECT id, number, person_id, account_id, service, state, team, clerk_id, received_on, title_ends_on, action_due_on,
         promise_due_on, risk_on, paused_reason, decided_at, closed_at
  FROM cases.case;
