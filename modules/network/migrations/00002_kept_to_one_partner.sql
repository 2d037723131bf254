-- +goose Up
-- Who agrees to a referral agrees to the partner whose contact it was then; another partner who takes the contact over does not read it.
ALTER TABLE network.referral ADD COLUMN organisation_id uuid REFERENCES partners.organisation;
UPDATE network.referral r SET organisation_id = c.organisation_id FROM network.contact c WHERE c.id = r.contact_id;
CREATE INDEX referral_to_partner ON network.referral (organisation_id, asked_at DESC);

-- +goose Down
DROP INDEX network.referral_to_partner;
ALTER TABLE network.referral DROP COLUMN organisation_id;
