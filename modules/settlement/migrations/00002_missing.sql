-- +goose Up
-- A claim is there as soon as the work is over, signed or not: it can lapse from that day on. What keeps it from being confirmed as it was worked out stands with it.
ALTER TABLE settlement.claim
  ADD COLUMN missing     text NOT NULL DEFAULT '' CHECK (missing IN ('', 'marking', 'signature', 'countersignature', 'assurance')),
  ADD COLUMN agreed      boolean NOT NULL DEFAULT false, -- they have claimed it by these times, which is their signature
  ADD COLUMN assured_at  timestamptz,                    -- they have assured what they lost (JVEG § 9 Abs. 5)
  ADD COLUMN asked_on    date,                           -- to sign
  ADD COLUMN refused_at  timestamptz,                    -- the office saw it otherwise
  ADD COLUMN budget_year integer;                        -- in which money was bound: that of the day for which it was booked
UPDATE settlement.claim SET missing = 'assurance' WHERE kind = 'cancellation' AND state IN ('open', 'proposed', 'disputed');
-- What was claimed by the sum that was worked out is claimed anew, with the assurance; there is time for it.
UPDATE settlement.claim SET reported_at = NULL, warned_on = NULL, lapses_on = greatest(lapses_on, current_date + 28) WHERE kind = 'cancellation' AND state = 'open';
UPDATE settlement.claim SET refused_at = now() WHERE state = 'disputed';
UPDATE settlement.claim c SET budget_year = coalesce(
  (SELECT extract(year FROM a.starts_at AT TIME ZONE 'Europe/Berlin') FROM interpreters.assignment_v1 a WHERE c.about_kind = 'assignment' AND a.id = c.about_id),
  (SELECT extract(year FROM s.starts_at AT TIME ZONE 'Europe/Berlin') FROM duty.shift_v1 s WHERE c.about_kind = 'shift' AND s.id = c.about_id),
  extract(year FROM c.ended_on));
ALTER TABLE settlement.claim ALTER COLUMN budget_year SET NOT NULL;
ALTER TABLE settlement.claim DROP CONSTRAINT claim_state_check;
ALTER TABLE settlement.claim ADD CONSTRAINT claim_state_check CHECK (state IN ('open', 'proposed', 'disputed', 'confirmed', 'invoiced', 'paid', 'lapsed', 'rejected'));
ALTER TABLE settlement.claim ADD CONSTRAINT claim_proposal CHECK (state <> 'proposed' OR proposed_bill IS NOT NULL);
CREATE INDEX claim_missing ON settlement.claim (ended_on, id) WHERE missing <> '' AND state IN ('open', 'proposed', 'disputed');

-- +goose Down
DROP INDEX settlement.claim_missing;
UPDATE settlement.claim SET state = 'lapsed' WHERE state = 'rejected';
ALTER TABLE settlement.claim DROP CONSTRAINT claim_state_check, DROP CONSTRAINT claim_proposal;
ALTER TABLE settlement.claim ADD CONSTRAINT claim_state_check CHECK (state IN ('open', 'proposed', 'disputed', 'confirmed', 'invoiced', 'paid', 'lapsed'));
ALTER TABLE settlement.claim DROP COLUMN missing, DROP COLUMN agreed, DROP COLUMN assured_at, DROP COLUMN asked_on, DROP COLUMN refused_at, DROP COLUMN budget_year;
