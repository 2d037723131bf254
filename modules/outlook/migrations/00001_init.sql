-- +goose Up
-- How long one waited for an appointment of one person, measured once a day as the public saw it. Null: nothing was free within the horizon.
CREATE TABLE outlook.lead_time (
  site         text NOT NULL,
  concern      text NOT NULL,
  people       int NOT NULL DEFAULT 1,
  day          date NOT NULL,
  next_days    int,                          -- until the next free time
  third_days   int,                          -- until the third
  measured_at  timestamptz NOT NULL,
  CONSTRAINT lead_time_once PRIMARY KEY (site, concern, people, day),
  CONSTRAINT lead_time_order CHECK (next_days >= 0 AND (third_days IS NULL OR third_days >= next_days))
);
CREATE INDEX lead_time_by_day ON outlook.lead_time (day);

-- +goose Down
DROP SCHEMA outlook CASCADE;
