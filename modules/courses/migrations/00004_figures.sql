-- +goose Up
-- What a closed half-year cost and covered, in the whole house, of a course and of a team. Written once, and told as it was written; people, times and cents are not there where few
-- would be told by them.
CREATE TABLE courses.figures (
  half_year date NOT NULL CHECK (extract(day FROM half_year) = 1 AND extract(month FROM half_year) IN (1, 7)),
  kind      text NOT NULL CHECK (kind IN ('all', 'course', 'team')),
  key       text NOT NULL,                    -- the course's id, the team's key
  name      text NOT NULL,                    -- as it was called then
  sessions  int NOT NULL,
  places    int NOT NULL,
  staff     int NOT NULL,                     -- who belonged to it then; of a course all
  people    int,
  times     int,
  cents     bigint,
  PRIMARY KEY (half_year, kind, key),
  CONSTRAINT figures_hidden CHECK ((people IS NULL) = (times IS NULL) AND (people IS NULL) = (cents IS NULL)),
  CONSTRAINT figures_of_few CHECK (people >= 5 AND NOT staff - people BETWEEN 1 AND 4)
);

-- +goose Down
DROP TABLE courses.figures;
