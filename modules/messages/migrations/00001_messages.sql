-- +goose Up
-- What the office and a person write to one another about a record (a case).
CREATE TABLE messages.message (
  id                uuid PRIMARY KEY,
  key               text NOT NULL CONSTRAINT message_key UNIQUE,
  thread_kind       text NOT NULL,
  thread_id         uuid NOT NULL,
  side              text NOT NULL CHECK (side IN ('office', 'applicant')),
  author_id         uuid,                 -- null: the office itself
  template          text,                 -- null: written freely
  original          text NOT NULL,
  original_language text NOT NULL,
  other             text,                 -- the same in the other language
  other_language    text NOT NULL,
  machine           boolean NOT NULL DEFAULT false,
  sent_at           timestamptz NOT NULL,
  read_at           timestamptz           -- by the other side
);
CREATE INDEX message_by_thread ON messages.message (thread_kind, thread_id, id);

-- Mails: notices with a link. They leave after the commit that wanted them.
CREATE TABLE messages.mail (
  id         uuid PRIMARY KEY,            -- also the Message-ID
  key        text NOT NULL CONSTRAINT mail_key UNIQUE,
  template   text NOT NULL,
  about_kind text NOT NULL,
  about_id   uuid NOT NULL,
  account_id uuid,
  address    text NOT NULL,
  language   text NOT NULL,
  path       text NOT NULL,
  secret     text NOT NULL DEFAULT '',    -- token of a link; wiped as soon as the mail is gone
  params     jsonb NOT NULL DEFAULT '{}',
  attach     jsonb NOT NULL DEFAULT '[]',
  until      timestamptz,                 -- afterwards sending is pointless
  state      text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'refused', 'failed')),
  attempts   int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  sent_at    timestamptz
);
CREATE INDEX mail_waiting ON messages.mail (created_at) WHERE state = 'queued';
CREATE INDEX mail_about ON messages.mail (about_kind, about_id);

-- Whether somebody could be reached, for the modules above.
CREATE VIEW messages.mail_v1 AS
  SELECT id, template, about_kind, about_id, account_id, state, created_at, sent_at FROM messages.mail;
CREATE VIEW messages.message_v1 AS
  SELECT id, thread_kind, thread_id, side, sent_at, read_at FROM messages.message;
