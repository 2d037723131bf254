-- +goose Up
-- What rests on somebody's own word has a source of its own; nothing else was written as e-learning so far.
ALTER TABLE training.record DROP CONSTRAINT record_source_check;
UPDATE training.record SET source = 'own_word' WHERE source = 'elearning';
ALTER TABLE training.record ADD CONSTRAINT record_source CHECK (source IN ('course', 'elearning', 'own_word', 'certificate', 'sign_off', 'office', 'import'));
-- Nobody writes their own record by hand: only what they say of themselves and is known as that, what a package has measured, and the list of a session on which they stand.
ALTER TABLE training.record ADD CONSTRAINT record_not_by_oneself CHECK (recorded_by <> account_id OR source IN ('own_word', 'elearning', 'course'));

-- An own word stands beside what is proven and never in its place: it meets no requirement that blocks something.
ALTER TABLE training.holding ADD COLUMN by_word boolean NOT NULL DEFAULT false;
CREATE TEMPORARY TABLE said ON COMMIT DROP AS SELECT DISTINCT account_id, training_id FROM training.record WHERE source = 'own_word';
DELETE FROM training.holding h USING said s WHERE s.account_id = h.account_id AND s.training_id = h.training_id;
INSERT INTO training.holding (account_id, training_id, record_id, completed_on, valid_until, by_word)
SELECT r.account_id, r.training_id, r.id, r.completed_on, r.valid_until, r.source = 'own_word' FROM training.record r JOIN said s ON s.account_id = r.account_id AND s.training_id = r.training_id
WHERE r.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM training.record b
  WHERE b.account_id = r.account_id AND b.training_id = r.training_id AND b.withdrawn_at IS NULL AND b.id <> r.id AND (b.source <> 'own_word' OR r.source = 'own_word')
  AND (b.completed_on, coalesce(b.valid_until, 'infinity'), b.id) > (r.completed_on, coalesce(r.valid_until, 'infinity'), r.id)
  AND b.completed_on >= r.completed_on AND coalesce(b.valid_until, 'infinity') >= coalesce(r.valid_until, 'infinity'));

-- +goose Down
ALTER TABLE training.holding DROP COLUMN by_word;
ALTER TABLE training.record DROP CONSTRAINT record_not_by_oneself, DROP CONSTRAINT record_source;
UPDATE training.record SET source = 'elearning' WHERE source = 'own_word';
ALTER TABLE training.record ADD CONSTRAINT record_source_check CHECK (source IN ('course', 'elearning', 'certificate', 'sign_off', 'office', 'import'));
