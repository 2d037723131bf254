package cases_test

import (
	_ "example.org/house/modules/persons"
	_ "example.org/house/platform/clock"
)

const peek = `SELECT * FROM persons.person`
