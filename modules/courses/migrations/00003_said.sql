-- +goose Up
-- What is said of a session waits until all of it is told at once: how it was, and three months later how much it helps. Nothing joins it to who said it.
ALTER TABLE courses.feedback ALTER COLUMN useful DROP NOT NULL, ALTER COLUMN well_given DROP NOT NULL;
ALTER TABLE courses.feedback ADD COLUMN helps smallint CHECK (helps BETWEEN 1 AND 4);
ALTER TABLE courses.feedback ADD CONSTRAINT feedback_of_one_kind CHECK ((useful IS NULL) = (well_given IS NULL) AND (useful IS NULL) = (helps IS NOT NULL));

-- Who was asked three months later, and whether they answered: not what.
ALTER TABLE courses.enrolment ADD COLUMN effect_asked_at timestamptz, ADD COLUMN effect_given boolean NOT NULL DEFAULT false;
UPDATE courses.enrolment e SET effect_asked_at = f.asked_at, effect_given = f.answered_at IS NOT NULL FROM courses.effect f WHERE f.enrolment_id = e.id AND f.side = 'person';
INSERT INTO courses.feedback (id, session_id, helps)
SELECT gen_random_uuid(), e.session_id, f.helps FROM courses.effect f JOIN courses.enrolment e ON e.id = f.enrolment_id WHERE f.side = 'person' AND f.helps IS NOT NULL ORDER BY random();
-- What leads said of single people was for nothing and is gone.
DROP TABLE courses.effect;
CREATE INDEX enrolment_effect ON courses.enrolment (session_id) WHERE state = 'attended' AND effect_asked_at IS NULL;

-- +goose Down
CREATE TABLE courses.effect (
  id           uuid PRIMARY KEY,
  enrolment_id uuid NOT NULL REFERENCES courses.enrolment,
  side         text NOT NULL CHECK (side IN ('person', 'lead')),
  account_id   uuid NOT NULL REFERENCES identity.account,
  asked_at     timestamptz NOT NULL,
  answered_at  timestamptz,
  helps        smallint CHECK (helps BETWEEN 1 AND 4),
  CONSTRAINT effect_once UNIQUE (enrolment_id, side),
  CONSTRAINT effect_answered CHECK ((answered_at IS NULL) = (helps IS NULL))
);
CREATE INDEX effect_open ON courses.effect (account_id) WHERE answered_at IS NULL;
DELETE FROM courses.feedback WHERE helps IS NOT NULL;
ALTER TABLE courses.feedback DROP COLUMN helps, ALTER COLUMN useful SET NOT NULL, ALTER COLUMN well_given SET NOT NULL;
DROP INDEX courses.enrolment_effect;
ALTER TABLE courses.enrolment DROP COLUMN effect_given, DROP COLUMN effect_asked_at;
