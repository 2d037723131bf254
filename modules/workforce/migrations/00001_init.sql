-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- A post (Planstelle) by its number in the establishment plan. All that belongs to it changes under its lock and with its version.
CREATE TABLE workforce.post (
  id         uuid PRIMARY KEY,
  number     text NOT NULL CHECK (number <> ''),
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  CONSTRAINT post_number UNIQUE (number)
);

-- What a post is, from one day to another: a change is another row.
CREATE TABLE workforce.term (
  id       uuid PRIMARY KEY,
  post_id  uuid NOT NULL REFERENCES workforce.post,
  from_on  date NOT NULL,
  until_on date,                                                  -- the last day
  during   daterange NOT NULL GENERATED ALWAYS AS (daterange(from_on, until_on, '[]')) STORED,
  title    text NOT NULL,
  grade    text NOT NULL,                                         -- E 9b, A 11 …
  share    integer NOT NULL CHECK (share BETWEEN 1 AND 100),      -- hundredths of a whole post
  team     text NOT NULL,
  CONSTRAINT term_once EXCLUDE USING gist (post_id WITH =, during WITH &&)
);
CREATE INDEX term_by_team ON workforce.term (team, post_id);

-- Who fills it.
CREATE TABLE workforce.filling (
  id         uuid PRIMARY KEY,
  post_id    uuid NOT NULL REFERENCES workforce.post,
  kind       text NOT NULL CHECK (kind IN ('regular', 'secondment')),
  account_id uuid REFERENCES identity.account ON DELETE SET NULL,
  name       text NOT NULL CHECK (name <> ''),
  staff_no   text NOT NULL DEFAULT '',                            -- of the personnel office: tells two of one name apart
  person     text NOT NULL GENERATED ALWAYS AS (CASE WHEN staff_no <> '' THEN 'no ' || staff_no WHEN account_id IS NOT NULL THEN 'account ' || account_id ELSE 'name ' || lower(name) END) STORED,
  share      integer NOT NULL CHECK (share BETWEEN 1 AND 100),
  from_on    date NOT NULL,
  until_on   date,
  during     daterange NOT NULL GENERATED ALWAYS AS (daterange(from_on, until_on, '[]')) STORED,
  beyond     text NOT NULL DEFAULT '',                            -- why this person may work more than a whole post
  CONSTRAINT filling_once EXCLUDE USING gist (post_id WITH =, person WITH =, during WITH &&),
  CONSTRAINT secondment_ends CHECK (kind <> 'secondment' OR until_on IS NOT NULL)
);
CREATE INDEX filling_by_person ON workforce.filling (person);
CREATE INDEX filling_by_end ON workforce.filling (until_on) WHERE until_on IS NOT NULL;

-- When it was advertised.
CREATE TABLE workforce.advert (
  id       uuid PRIMARY KEY,
  post_id  uuid NOT NULL REFERENCES workforce.post,
  from_on  date NOT NULL,
  until_on date NOT NULL,
  CONSTRAINT advert_once EXCLUDE USING gist (post_id WITH =, daterange(from_on, until_on, '[]') WITH &&)
);

-- A post is never filled beyond its share, nor on a day on which there is none. Whoever fills it waits for whoever changes it.
-- +goose StatementBegin
CREATE FUNCTION workforce.keep_share() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept uuid := coalesce(NEW.post_id, OLD.post_id);
BEGIN
  PERFORM FROM workforce.post WHERE id = kept FOR UPDATE;
  IF EXISTS (
    SELECT FROM (SELECT from_on AS day FROM workforce.filling WHERE post_id = kept
           UNION SELECT t.from_on FROM workforce.term t WHERE t.post_id = kept
           UNION SELECT t.until_on + 1 FROM workforce.term t WHERE t.post_id = kept AND t.until_on IS NOT NULL) AS d
    WHERE (SELECT coalesce(sum(share), 0) FROM workforce.filling WHERE post_id = kept AND during @> d.day)
        > (SELECT coalesce(max(share), 0) FROM workforce.term WHERE post_id = kept AND during @> d.day)) THEN
    RAISE EXCEPTION 'filled beyond its share' USING ERRCODE = 'check_violation', CONSTRAINT = 'filling_within_share';
  END IF;
  RETURN NULL;
END $$;

-- Nobody fills more than a whole post, unless it is written why. Who is seconded fills the other post in place of their own.
CREATE FUNCTION workforce.keep_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.person, 12));
  IF EXISTS (
    SELECT FROM workforce.filling AS d WHERE d.person = NEW.person AND d.kind = NEW.kind AND d.beyond = ''
      AND (SELECT sum(share) FROM workforce.filling f WHERE f.person = NEW.person AND f.kind = NEW.kind AND f.beyond = '' AND f.during @> d.from_on) > 100) THEN
    RAISE EXCEPTION 'more than a whole post' USING ERRCODE = 'check_violation', CONSTRAINT = 'filling_within_person';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE CONSTRAINT TRIGGER keep_share AFTER INSERT OR UPDATE ON workforce.filling DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION workforce.keep_share();
CREATE CONSTRAINT TRIGGER keep_share AFTER INSERT OR UPDATE OR DELETE ON workforce.term DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION workforce.keep_share();
CREATE CONSTRAINT TRIGGER keep_person AFTER INSERT OR UPDATE ON workforce.filling DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION workforce.keep_person();

-- +goose Down
DROP SCHEMA workforce CASCADE;
