-- +goose Up
-- Who was there when a signed booking took place, for asking how it went; not for showing.
CREATE VIEW interpreters.talk_v1 AS
  SELECT a.id, a.interpreter_id, r.asked_by, r.about_kind, r.about_id, r.subject_kind, r.subject_id, r.language, lower(a.during) AS starts_at,
    greatest(a.office_signed_at, a.interpreter_signed_at) AS signed_at
  FROM interpreters.assignment a JOIN interpreters.request r ON r.id = a.request_id
  WHERE a.state = 'ended' AND a.office_signed_at IS NOT NULL AND a.interpreter_signed_at IS NOT NULL;

-- +goose Down
DROP VIEW interpreters.talk_v1;
