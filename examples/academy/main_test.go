package main

import (
	"testing"

	"github.com/ankunft/ankunft/examples/town/towntest"
)

func TestMain(m *testing.M) { towntest.Main(m, main) }

// more is what the file says beside what each town's does.
const more = `teams: [soziales]
mail_domain: nachbarstadt.example
mail: {use: smtp, with: {host: localhost, from: amt@nachbarstadt.example, fromName: Nachbarstadt}}
objects: {use: s3, with: {endpoint: "http://localhost:1", bucket: papers, accessKey: env:TOWN_KEY, secretKey: env:TOWN_KEY}}
scanner: {use: clamav, with: {address: "localhost:1"}}
pages: {use: poppler}
`

func TestTheProgramStandsAlone(t *testing.T) {
	t.Parallel()
	towntest.StandsAlone(t, more, `{ myTraining { duties { key } } }`)
}
