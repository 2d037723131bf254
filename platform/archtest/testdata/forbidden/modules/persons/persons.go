package persons

import _ "example.org/house/platform/db"

// A comment may say: SELECT * FROM cases.case.
const (
	up    = `SELECT count(*) FROM cases.case_v1` // upwards, even if published
	event = "persons.moved"
)
