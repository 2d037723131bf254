-- +goose Up
-- Who came into a role by a way of their own, or worked in it before there was a plan for it. Who holds a role that has a plan and has no row here is new in it.
CREATE TABLE onboarding.entered (
  account_id uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  role       text NOT NULL,
  PRIMARY KEY (account_id, role)
);
INSERT INTO onboarding.entered (account_id, role) SELECT DISTINCT account_id, role FROM identity.staff_right_v1;

-- A way that began by itself has no mentor until somebody gives one.
ALTER TABLE onboarding.journey ALTER COLUMN mentor_id DROP NOT NULL;

-- +goose Down
DROP TABLE onboarding.entered;
DELETE FROM onboarding.journey WHERE mentor_id IS NULL;
ALTER TABLE onboarding.journey ALTER COLUMN mentor_id SET NOT NULL;
