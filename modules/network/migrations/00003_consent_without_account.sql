-- +goose Up
-- How somebody is asked for their consent; who signed on paper has signed a paper that is there.
ALTER TABLE network.referral ADD COLUMN ask text NOT NULL DEFAULT 'portal' CHECK (ask IN ('portal', 'link', 'paper'));
ALTER TABLE network.referral ADD COLUMN consent_paper uuid;
ALTER TABLE network.referral DROP CONSTRAINT referral_consent_by_check;
ALTER TABLE network.referral ADD CONSTRAINT referral_consent_by_check CHECK (consent_by IN ('person', 'link', 'paper', 'office')); -- office: spoken, before there was paper
ALTER TABLE network.referral ADD CONSTRAINT referral_paper CHECK (consent_by IS DISTINCT FROM 'paper' OR consent_paper IS NOT NULL);

-- +goose Down
ALTER TABLE network.referral DROP COLUMN ask, DROP COLUMN consent_paper;
