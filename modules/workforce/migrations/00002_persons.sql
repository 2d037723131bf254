-- +goose Up
-- Somebody who fills posts, with all by which they are known. Who has neither a number nor an account is known by name alone, and not told apart from others of that name.
CREATE TABLE workforce.person (
  id         uuid PRIMARY KEY,
  name       text NOT NULL CHECK (name <> ''),
  staff_no   text NOT NULL DEFAULT '',                            -- of the personnel office
  account_id uuid REFERENCES identity.account ON DELETE SET NULL,
  key        text
);
CREATE UNIQUE INDEX person_staff_no ON workforce.person (staff_no) WHERE staff_no <> '';
CREATE UNIQUE INDEX person_account ON workforce.person (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX person_by_name ON workforce.person (lower(name));

-- Those who were told apart stay so. An account beside a number may have come by the name alone, and is forgotten.
INSERT INTO workforce.person (id, name, staff_no, account_id, key)
SELECT gen_random_uuid(), (array_agg(name ORDER BY from_on DESC))[1], max(staff_no), CASE WHEN max(staff_no) = '' THEN (array_agg(account_id))[1] END, person
FROM workforce.filling GROUP BY person;

DROP TRIGGER keep_share ON workforce.filling;
DROP TRIGGER keep_person ON workforce.filling;
ALTER TABLE workforce.filling ADD COLUMN person_id uuid REFERENCES workforce.person;
UPDATE workforce.filling AS f SET person_id = p.id FROM workforce.person AS p WHERE p.key = f.person;
ALTER TABLE workforce.filling DROP CONSTRAINT filling_once;
ALTER TABLE workforce.filling DROP COLUMN person, DROP COLUMN name, DROP COLUMN staff_no, DROP COLUMN account_id, ALTER COLUMN person_id SET NOT NULL,
  ADD CONSTRAINT filling_once EXCLUDE USING gist (post_id WITH =, person_id WITH =, during WITH &&);
CREATE INDEX filling_by_person ON workforce.filling (person_id);
ALTER TABLE workforce.person DROP COLUMN key;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION workforce.keep_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.person_id::text, 12));
  IF EXISTS (
    SELECT FROM workforce.filling AS d WHERE d.person_id = NEW.person_id AND d.kind = NEW.kind AND d.beyond = ''
      AND (SELECT sum(share) FROM workforce.filling f WHERE f.person_id = NEW.person_id AND f.kind = NEW.kind AND f.beyond = '' AND f.during @> d.from_on) > 100) THEN
    RAISE EXCEPTION 'more than a whole post' USING ERRCODE = 'check_violation', CONSTRAINT = 'filling_within_person';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER keep_share AFTER INSERT OR UPDATE ON workforce.filling DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION workforce.keep_share();
CREATE CONSTRAINT TRIGGER keep_person AFTER INSERT OR UPDATE ON workforce.filling DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION workforce.keep_person();

-- +goose Down
DROP TRIGGER keep_share ON workforce.filling;
DROP TRIGGER keep_person ON workforce.filling;
ALTER TABLE workforce.filling ADD COLUMN name text, ADD COLUMN staff_no text NOT NULL DEFAULT '', ADD COLUMN account_id uuid REFERENCES identity.account ON DELETE SET NULL;
UPDATE workforce.filling AS f SET name = p.name, staff_no = p.staff_no, account_id = p.account_id FROM workforce.person AS p WHERE p.id = f.person_id;
ALTER TABLE workforce.filling DROP CONSTRAINT filling_once;
ALTER TABLE workforce.filling DROP COLUMN person_id, ALTER COLUMN name SET NOT NULL, ADD CHECK (name <> ''),
  ADD COLUMN person text NOT NULL GENERATED ALWAYS AS (CASE WHEN staff_no <> '' THEN 'no ' || staff_no WHEN account_id IS NOT NULL THEN 'account ' || account_id ELSE 'name ' || lower(name) END) STORED;
ALTER TABLE workforce.filling ADD CONSTRAINT filling_once EXCLUDE USING gist (post_id WITH =, person WITH =, during WITH &&);
CREATE INDEX filling_by_person ON workforce.filling (person);
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION workforce.keep_person() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER keep_person AFTER INSERT OR UPDATE ON workforce.filling DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION workforce.keep_person();
DROP TABLE workforce.person;
