-- +goose Up
-- What others may know of the halls' days: times, queues, counters. No note, no clerk, no needs.
CREATE VIEW frontdesk.ticket_v1 AS
SELECT id, site, day, queue, concern, priority, state, appointment_id, counter_id, drawn_at, due_at, called_at, ended_at FROM frontdesk.ticket;

-- +goose Down
DROP VIEW frontdesk.ticket_v1;
