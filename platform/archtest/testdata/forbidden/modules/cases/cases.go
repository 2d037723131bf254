package cases

import (
	_ "example.org/house/modules/persons"
	_ "example.org/house/platform/clock" // allowed for tests alone
	_ "example.org/house/platform/db"
)

type row struct {
	BaseModel struct{} `bun:"table:persons.person,alias:p"`
}

const (
	allowed = `SELECT * FROM cases.case c JOIN persons.person_v1 p ON p.id = c.person_id`
	table   = `SELECT * FROM cases.case c JOIN "persons"."name" p ON p.id = c.person_id`
	expr    = "persons.title AS t"
	code    = "persons.unknown"
)
