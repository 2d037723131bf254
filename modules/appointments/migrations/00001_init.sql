-- +goose Up
-- Constraints that say "not the same counter at the same time" need scalars in a GiST index.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- Which plan holds: each change of the plan makes a new version. Whoever books does so under a shared lock and names the version that was looked at.
CREATE TABLE appointments.plan (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  version  int NOT NULL
);
INSERT INTO appointments.plan (version) VALUES (0);

CREATE TABLE appointments.site (
  key       text PRIMARY KEY,
  name      text NOT NULL,
  street    text NOT NULL,
  place     text NOT NULL,
  hint      text NOT NULL DEFAULT '',        -- how to get in: step-free entrance, bus
  position  int NOT NULL,
  active    boolean NOT NULL DEFAULT true
);

-- What an appointment needs and only one appointment at a time can have.
CREATE TABLE appointments.resource (
  id        uuid PRIMARY KEY,
  kind      text NOT NULL CHECK (kind IN ('counter', 'room', 'phone', 'person')),
  site      text NOT NULL REFERENCES appointments.site,
  key       text NOT NULL,                   -- what the display calls: "3"; the account's id of a person
  name      text NOT NULL,
  active    boolean NOT NULL DEFAULT true,
  CONSTRAINT resource_key UNIQUE (site, kind, key)
);

-- A stretch of a weekday at a counter, in wall time: it stays at 8 o'clock when the clocks change.
CREATE TABLE appointments.stretch (
  id           uuid PRIMARY KEY,
  counter_id   uuid NOT NULL REFERENCES appointments.resource,
  purpose      text NOT NULL CHECK (purpose IN ('booking', 'emergency', 'walk_in', 'phone')),
  weekday      int NOT NULL CHECK (weekday BETWEEN 1 AND 7),   -- ISO: 1 is Monday
  from_minute  int NOT NULL CHECK (from_minute >= 0 AND from_minute % 5 = 0),
  to_minute    int NOT NULL CHECK (to_minute <= 1440 AND to_minute % 5 = 0),
  concerns     text[] NOT NULL DEFAULT '{}', -- empty: all of the purpose
  team         text NOT NULL DEFAULT '',     -- whose open hours they are
  person_id    uuid REFERENCES appointments.resource,
  room_id      uuid REFERENCES appointments.resource,
  valid_from   date NOT NULL,
  valid_to     date,
  CONSTRAINT stretch_order CHECK (from_minute < to_minute AND (valid_to IS NULL OR valid_from <= valid_to)),
  CONSTRAINT stretch_once EXCLUDE USING gist (counter_id WITH =, weekday WITH =,
    int4range(from_minute, to_minute) WITH &&, daterange(valid_from, valid_to, '[]') WITH &&),
  CONSTRAINT stretch_one_person EXCLUDE USING gist (person_id WITH =, weekday WITH =,
    int4range(from_minute, to_minute) WITH &&, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (person_id IS NOT NULL)
);

-- When nothing is booked although the week's plan says so: a holiday of the city, a closed site, somebody ill.
CREATE TABLE appointments.closure (
  id           uuid PRIMARY KEY,
  site         text REFERENCES appointments.site,          -- null: the whole office
  resource_id  uuid REFERENCES appointments.resource,      -- null: the whole site
  first_day    date NOT NULL,
  last_day     date NOT NULL,
  from_minute  int NOT NULL DEFAULT 0 CHECK (from_minute >= 0 AND from_minute % 5 = 0),
  to_minute    int NOT NULL DEFAULT 1440 CHECK (to_minute <= 1440 AND to_minute % 5 = 0),
  reason       text NOT NULL,
  created_at   timestamptz NOT NULL,
  created_by   uuid,
  CONSTRAINT closure_order CHECK (first_day <= last_day AND from_minute < to_minute)
);
CREATE INDEX closure_by_day ON appointments.closure (last_day);

CREATE TABLE appointments.appointment (
  id             uuid PRIMARY KEY,
  number         text NOT NULL CONSTRAINT appointment_number UNIQUE,
  purpose        text NOT NULL CHECK (purpose IN ('booking', 'emergency', 'phone')),
  state          text NOT NULL CHECK (state IN ('held', 'pending', 'booked', 'arrived', 'done', 'missed', 'cancelled', 'expired')),
  site           text NOT NULL REFERENCES appointments.site,
  concern        text NOT NULL,
  people         int NOT NULL CHECK (people BETWEEN 1 AND 20),
  counter_id     uuid NOT NULL REFERENCES appointments.resource,
  starts_at      timestamptz NOT NULL,
  ends_at        timestamptz NOT NULL,
  account_id     uuid,
  about_kind     text,                        -- the case it is about, told by whoever booked it from there
  about_id       uuid,
  name           text NOT NULL DEFAULT '',
  email          text NOT NULL DEFAULT '',
  phone          text NOT NULL DEFAULT '',
  language       text NOT NULL DEFAULT 'de',
  needs          text[] NOT NULL DEFAULT '{}',
  who            bytea,                       -- hash of the address: how many one person has, also after the address is gone
  urgency        text NOT NULL DEFAULT '',    -- why it cannot wait: the key of the rule
  held_until     timestamptz,
  sequence       int NOT NULL DEFAULT 0,      -- iCalendar: grows with each change that the person's calendar must learn
  version        int NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL,
  booked_at      timestamptz,
  ended_at       timestamptz,
  ended_by       text CHECK (ended_by IN ('person', 'office', 'time')),
  reason         text NOT NULL DEFAULT '',
  anonymised_at  timestamptz,
  CONSTRAINT appointment_order CHECK (starts_at < ends_at),
  CONSTRAINT appointment_held CHECK ((state IN ('held', 'pending')) = (held_until IS NOT NULL)),
  CONSTRAINT appointment_about CHECK ((about_kind IS NULL) = (about_id IS NULL))
);
CREATE INDEX appointment_held_until ON appointments.appointment (held_until) WHERE held_until IS NOT NULL;
CREATE INDEX appointment_open_by_person ON appointments.appointment (who) WHERE state IN ('held', 'pending', 'booked');
CREATE INDEX appointment_by_account ON appointments.appointment (account_id, starts_at) WHERE account_id IS NOT NULL;
CREATE INDEX appointment_by_about ON appointments.appointment (about_id, starts_at) WHERE about_id IS NOT NULL;
CREATE INDEX appointment_by_site ON appointments.appointment (site, starts_at);
CREATE INDEX appointment_to_anonymise ON appointments.appointment (ends_at) WHERE anonymised_at IS NULL;

-- What an appointment takes: all of it or none, and nothing twice. This constraint is the promise; everything else makes it quick.
CREATE TABLE appointments.occupation (
  appointment_id  uuid NOT NULL REFERENCES appointments.appointment ON DELETE CASCADE,
  resource_id     uuid NOT NULL REFERENCES appointments.resource,
  day             date NOT NULL,              -- in the city's wall time
  first           int NOT NULL CHECK (first BETWEEN 0 AND 287),   -- of the day's 288 cells of five minutes
  cells           int NOT NULL CHECK (cells BETWEEN 1 AND 288),
  during          tstzrange NOT NULL,
  PRIMARY KEY (appointment_id, resource_id),
  CONSTRAINT occupation_in_day CHECK (first + cells <= 288 AND NOT isempty(during)),
  CONSTRAINT occupation_once EXCLUDE USING gist (resource_id WITH =, during WITH &&)
);

-- What of a day is taken at a counter, a bit for each cell: what is free in sixty days is read from some hundred short rows. Kept by the trigger
-- below at the very end of each transaction, so that nobody waits for it while another thinks.
CREATE TABLE appointments.day (
  resource_id  uuid NOT NULL,
  day          date NOT NULL,
  taken        bit(288) NOT NULL,
  PRIMARY KEY (resource_id, day)
) WITH (fillfactor = 60);

-- +goose StatementBegin
CREATE FUNCTION appointments.cells(first int, cells int) RETURNS bit(288) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT (~(0::bit(288)) << (288 - cells)) >> first $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION appointments.keep_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Two that change places take the two days in the same order.
  IF TG_OP = 'UPDATE' AND (NEW.resource_id, NEW.day) < (OLD.resource_id, OLD.day) THEN
    PERFORM FROM appointments.day d WHERE d.resource_id = NEW.resource_id AND d.day = NEW.day FOR UPDATE;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    UPDATE appointments.day d SET taken = d.taken & ~appointments.cells(OLD.first, OLD.cells) WHERE d.resource_id = OLD.resource_id AND d.day = OLD.day;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO appointments.day AS d (resource_id, day, taken) VALUES (NEW.resource_id, NEW.day, appointments.cells(NEW.first, NEW.cells))
    ON CONFLICT (resource_id, day) DO UPDATE SET taken = d.taken | appointments.cells(NEW.first, NEW.cells);
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE CONSTRAINT TRIGGER keep_day AFTER INSERT OR UPDATE OR DELETE ON appointments.occupation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION appointments.keep_day();

-- What a mutation of weight was answered with: the same request again gets the same answer.
CREATE TABLE appointments.request (
  key             bytea PRIMARY KEY,          -- hash of who asked, for what, under which key
  appointment_id  uuid NOT NULL,
  at              timestamptz NOT NULL
);
CREATE INDEX request_by_time ON appointments.request (at);

-- Who wants an earlier time than the one they have.
CREATE TABLE appointments.waiting (
  appointment_id  uuid PRIMARY KEY REFERENCES appointments.appointment ON DELETE CASCADE,
  since           timestamptz NOT NULL,
  offer_id        uuid REFERENCES appointments.appointment ON DELETE SET NULL,  -- the time that is kept for them now
  offered_at      timestamptz,                 -- the last time that anything was offered
  offered_start   timestamptz                  -- what it was: nobody is offered the same again
);
CREATE UNIQUE INDEX waiting_offer ON appointments.waiting (offer_id) WHERE offer_id IS NOT NULL;

-- Who may book what they were invited to, from a case.
CREATE TABLE appointments.invitation (
  id              uuid PRIMARY KEY,
  about_kind      text NOT NULL,
  about_id        uuid NOT NULL,
  account_id      uuid,
  concern         text NOT NULL,
  people          int NOT NULL,
  name            text NOT NULL,
  email           text NOT NULL,
  language        text NOT NULL,
  created_at      timestamptz NOT NULL,
  created_by      uuid NOT NULL,
  until           timestamptz NOT NULL,
  appointment_id  uuid REFERENCES appointments.appointment,
  withdrawn_at    timestamptz
);
CREATE INDEX invitation_by_about ON appointments.invitation (about_id, created_at);

-- +goose Down
DROP SCHEMA appointments CASCADE;
