-- +goose Up
-- A stretch has its room in the house of its counter. What stands otherwise from before stays until somebody changes it: it is looked at then.
-- +goose StatementBegin
CREATE FUNCTION appointments.one_house() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT site FROM appointments.resource WHERE id = NEW.room_id) <> (SELECT site FROM appointments.resource WHERE id = NEW.counter_id) THEN
    RAISE EXCEPTION 'room of another house' USING ERRCODE = 'check_violation', CONSTRAINT = 'stretch_one_house';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER one_house BEFORE INSERT OR UPDATE OF counter_id, room_id ON appointments.stretch
  FOR EACH ROW WHEN (NEW.room_id IS NOT NULL) EXECUTE FUNCTION appointments.one_house();

-- +goose Down
DROP TRIGGER one_house ON appointments.stretch;
DROP FUNCTION appointments.one_house();
