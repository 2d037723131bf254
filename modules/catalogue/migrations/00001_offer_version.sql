-- +goose Up
-- Every state of a service that was ever offered. The content is json, not jsonb: its text is kept as it was, so that the digest
-- can be checked for as long as the row lives.
CREATE TABLE catalogue.offer_version (
  service      text COLLATE "C" NOT NULL,
  version      int NOT NULL CHECK (version > 0),
  digest       text COLLATE "C" NOT NULL,
  content      json NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (service, version),
  CONSTRAINT offer_version_digest_once UNIQUE (service, digest),
  CONSTRAINT offer_version_digest_true CHECK (digest = encode(sha256(convert_to(content::text, 'UTF8')), 'hex'))
);

-- +goose StatementBegin
CREATE FUNCTION catalogue.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published version is never changed or removed';
END $$;
-- +goose StatementEnd

CREATE TRIGGER offer_version_immutable BEFORE UPDATE OR DELETE ON catalogue.offer_version
  FOR EACH ROW EXECUTE FUNCTION catalogue.refuse_change();
CREATE TRIGGER offer_version_kept BEFORE TRUNCATE ON catalogue.offer_version
  EXECUTE FUNCTION catalogue.refuse_change();
