-- +goose Up
-- Until when who did not choose this place on these days may leave; none: as the course says.
ALTER TABLE courses.enrolment ADD COLUMN leave_until timestamptz;

-- +goose Down
ALTER TABLE courses.enrolment DROP COLUMN leave_until;
