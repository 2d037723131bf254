-- +goose Up
-- An online course lies at an address, or is played: then it has none.
ALTER TABLE courses.course DROP CONSTRAINT course_link, ADD CONSTRAINT course_link CHECK (link = '' OR form = 'online');

-- +goose Down
ALTER TABLE courses.course DROP CONSTRAINT course_link, ADD CONSTRAINT course_link CHECK ((form = 'online') = (link <> ''));
