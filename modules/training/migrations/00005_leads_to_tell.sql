-- +goose Up
-- Leads who are still to hear that somebody of their team may not do something any more. Noted with what that person was told, gone with the mail.
CREATE TABLE training.lead_untold (
  lead_id    uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  account_id uuid NOT NULL REFERENCES identity.account ON DELETE CASCADE,
  PRIMARY KEY (lead_id, account_id)
);

-- +goose Down
DROP TABLE training.lead_untold;
