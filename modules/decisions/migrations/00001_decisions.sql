-- +goose Up
CREATE TABLE decisions.hearing (
  id          uuid PRIMARY KEY,
  case_id     uuid NOT NULL REFERENCES cases.case ON DELETE CASCADE,
  due_on      date NOT NULL,
  text        text NOT NULL,
  letter_id   uuid NOT NULL,
  created_at  timestamptz NOT NULL,
  created_by  uuid NOT NULL,
  answered_at timestamptz,
  answer      text,                      -- in the person's words
  language    text
);
CREATE INDEX hearing_case ON decisions.hearing (case_id, created_at);

CREATE TABLE decisions.decision (
  id          uuid PRIMARY KEY,
  case_id     uuid NOT NULL REFERENCES cases.case ON DELETE CASCADE,
  outcome     text NOT NULL CHECK (outcome IN ('grant', 'partial', 'refusal')),
  state       text NOT NULL CHECK (state IN ('draft', 'proposed', 'approved')),
  reasons     text NOT NULL,
  modules     text[] NOT NULL,
  valid_from  date,
  valid_until date,
  longest_until date,                    -- the longest lawful end on the day of the draft
  less_reason text,
  four_eyes   bool NOT NULL,
  four_eyes_why text[] NOT NULL DEFAULT '{}', -- keys of the reasons
  letter_id   uuid NOT NULL,
  digest      bytea,                     -- of all that was proposed, the letter's digest among it
  drafted_by  uuid NOT NULL,
  proposed_by uuid,
  proposed_at timestamptz,
  approved_by uuid,
  approved_at timestamptz,
  number      text CONSTRAINT decision_number_once UNIQUE,
  remark      text,                      -- of whoever sent it back last
  version     int NOT NULL DEFAULT 1,
  -- Four eyes are two people, by whatever route.
  CONSTRAINT decision_four_eyes CHECK (NOT four_eyes OR approved_by IS NULL OR (approved_by <> proposed_by AND approved_by <> drafted_by)),
  CONSTRAINT decision_frozen CHECK (state = 'draft' OR (digest IS NOT NULL AND proposed_by IS NOT NULL AND proposed_at IS NOT NULL)),
  CONSTRAINT decision_approved CHECK (CASE WHEN state = 'approved' THEN number IS NOT NULL AND approved_at IS NOT NULL
                                           ELSE number IS NULL AND approved_at IS NULL AND approved_by IS NULL END),
  CONSTRAINT decision_by CHECK (state <> 'approved' OR NOT four_eyes OR approved_by IS NOT NULL),
  CONSTRAINT decision_period CHECK (valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from)
);
CREATE UNIQUE INDEX decision_one ON decisions.decision (case_id);
CREATE INDEX decision_proposed ON decisions.decision (proposed_at) WHERE state = 'proposed';
CREATE SEQUENCE decisions.number;

-- +goose StatementBegin
CREATE FUNCTION decisions.keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'approved' THEN
    RAISE EXCEPTION 'a decision that was made stands' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stands';
  END IF;
  IF OLD.state = 'proposed' AND NEW.state <> 'draft' AND
     (NEW.outcome, NEW.reasons, NEW.modules, NEW.valid_from, NEW.valid_until, NEW.less_reason, NEW.four_eyes, NEW.four_eyes_why, NEW.letter_id, NEW.digest, NEW.drafted_by, NEW.proposed_by, NEW.case_id)
     IS DISTINCT FROM
     (OLD.outcome, OLD.reasons, OLD.modules, OLD.valid_from, OLD.valid_until, OLD.less_reason, OLD.four_eyes, OLD.four_eyes_why, OLD.letter_id, OLD.digest, OLD.drafted_by, OLD.proposed_by, OLD.case_id) THEN
    RAISE EXCEPTION 'what was proposed is frozen' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_frozen';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER decision_frozen BEFORE UPDATE ON decisions.decision FOR EACH ROW EXECUTE FUNCTION decisions.keep_frozen();

CREATE TABLE decisions.delivery (
  case_id     uuid PRIMARY KEY REFERENCES cases.case ON DELETE CASCADE,
  letter_id   uuid NOT NULL,
  regime      text NOT NULL,
  state       text NOT NULL CHECK (state IN ('notified', 'retrieved', 'printing', 'posted', 'returned', 'served')),
  notified_at timestamptz,
  retrieved_at timestamptz,
  posted_on   date,
  served_on   date,
  remedy_ends_on date
);
CREATE INDEX delivery_due ON decisions.delivery (served_on) WHERE state <> 'served';
CREATE INDEX delivery_letter ON decisions.delivery (letter_id);
