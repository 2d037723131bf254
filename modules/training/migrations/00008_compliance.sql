-- +goose Up
-- How teams stood to requirements on the day of a month on which it was reckoned, once: what is told does not run along with what somebody does. Nothing of fewer than seven people is in it.
CREATE TABLE training.reckoned (
  month date PRIMARY KEY CHECK (extract(day FROM month) = 1)
);
CREATE TABLE training.compliance (
  month    date NOT NULL REFERENCES training.reckoned ON DELETE CASCADE,
  team     text NOT NULL,                               -- "": the smaller ones together
  key      text NOT NULL,
  title    text NOT NULL,
  people   integer NOT NULL CHECK (people >= 7),        -- of whom it is asked
  in_order integer CHECK (in_order >= 7 AND people - in_order >= 7),
  told     text NOT NULL CHECK (told IN ('exact', 'most', 'few', 'neither')), -- most: fewer than seven are not in order; few: fewer than seven are
  PRIMARY KEY (month, team, key),
  CONSTRAINT compliance_told CHECK ((told = 'exact') = (in_order IS NOT NULL))
);

-- +goose Down
DROP TABLE training.compliance;
DROP TABLE training.reckoned;
