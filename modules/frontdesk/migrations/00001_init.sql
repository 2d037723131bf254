-- +goose Up
-- Who sits at which counter now, and which queues they call from.
CREATE TABLE frontdesk.desk (
  counter_id  uuid PRIMARY KEY,
  site        text NOT NULL,
  clerk_id    uuid NOT NULL,
  queues      text[] NOT NULL,
  opened_at   timestamptz NOT NULL,
  CONSTRAINT desk_one_place UNIQUE (clerk_id)
);

-- The day of a site: the running numbers, and whether it has been closed.
CREATE TABLE frontdesk.hall (
  site       text NOT NULL,
  day        date NOT NULL,
  numbers    jsonb NOT NULL DEFAULT '{}',     -- letter → last number
  closed_at  timestamptz,
  reason     text NOT NULL DEFAULT '',
  PRIMARY KEY (site, day)
);

-- A place in the queue. It knows no name: what the display shows and what the phone shows is the number.
CREATE TABLE frontdesk.ticket (
  id              uuid PRIMARY KEY,
  site            text NOT NULL,
  day             date NOT NULL,
  number          text NOT NULL,               -- "A012"
  queue           text NOT NULL,
  concern         text NOT NULL,
  language        text NOT NULL,
  people          int NOT NULL DEFAULT 1,
  needs           text[] NOT NULL DEFAULT '{}',
  priority        boolean NOT NULL DEFAULT false,
  state           text NOT NULL CHECK (state IN ('waiting', 'called', 'serving', 'parked', 'done', 'missed', 'left', 'closed')),
  due_at          timestamptz NOT NULL,        -- its turn: when it was drawn, or the hour of the appointment
  appointment_id  uuid CONSTRAINT ticket_one_for_an_appointment UNIQUE,
  drawn_at        timestamptz NOT NULL,
  drawn_by        text NOT NULL CHECK (drawn_by IN ('kiosk', 'phone', 'desk', 'appointment')),
  for_counter     uuid,                        -- only this counter shall call it
  counter_id      uuid,
  counter         text NOT NULL DEFAULT '',    -- as it is called
  clerk_id        uuid,
  calls           int NOT NULL DEFAULT 0,
  called_at       timestamptz,
  served_at       timestamptz,
  ended_at        timestamptz,
  outcome         text NOT NULL DEFAULT '',
  note            text NOT NULL DEFAULT '',
  key             bytea,                       -- of the request that drew it
  version         int NOT NULL DEFAULT 1,
  CONSTRAINT ticket_number UNIQUE (site, day, number),
  CONSTRAINT ticket_key UNIQUE (key),
  CONSTRAINT ticket_at_a_counter CHECK (state NOT IN ('called', 'serving') OR counter_id IS NOT NULL)
);
-- One person at a counter at a time.
CREATE UNIQUE INDEX ticket_one_at_a_counter ON frontdesk.ticket (counter_id) WHERE state IN ('called', 'serving');
CREATE INDEX ticket_waiting ON frontdesk.ticket (site, day, queue, priority DESC, due_at, id) WHERE state = 'waiting';
CREATE INDEX ticket_by_day ON frontdesk.ticket (site, day, called_at);

-- +goose Down
DROP SCHEMA frontdesk CASCADE;
