CREATE TABLE cases.case (person_id uuid REFERENCES persons.person (id));
INSERT INTO persons.person DEFAULT VALUES;
