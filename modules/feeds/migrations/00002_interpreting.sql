-- +goose Up
-- Interpreters read their own bookings and duty.
ALTER TABLE feeds.feed DROP CONSTRAINT feed_scope_check;
ALTER TABLE feeds.feed ADD CONSTRAINT feed_scope_check CHECK (scope IN ('own', 'team', 'interpreting'));

-- +goose Down
DELETE FROM feeds.feed WHERE scope = 'interpreting';
ALTER TABLE feeds.feed DROP CONSTRAINT feed_scope_check;
ALTER TABLE feeds.feed ADD CONSTRAINT feed_scope_check CHECK (scope IN ('own', 'team'));
