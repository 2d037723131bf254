-- +goose Up
-- Records whose last mail found no mailbox, until a later one is taken. Without an address there was none to find: that person gets paper, and
-- once the address is forgotten nobody can look into it any more.
CREATE VIEW messages.unreached_v1 AS
  SELECT m.about_kind, m.about_id, m.created_at AS since
  FROM messages.mail m
  WHERE m.state IN ('refused', 'failed') AND m.address <> '' AND NOT EXISTS (
    SELECT FROM messages.mail l WHERE l.about_kind = m.about_kind AND l.about_id = m.about_id AND l.state = 'sent' AND l.created_at > m.created_at);
CREATE INDEX mail_unreached ON messages.mail (about_kind, about_id) WHERE state IN ('refused', 'failed') AND address <> '';
