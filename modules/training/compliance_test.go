package training_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
)

// The staff council reads how teams of seven stand, once a month, and neither who is in order nor who is the rest.
func TestTheCouncilReadsHowTeamsStandAndOfNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	law := o.learnable(t, "residence_law")
	in := training.SetRequirement{Key: "law", Training: law.ID, GraceDays: 30, DueDays: 1}
	_, err := o.SetRequirement(o.eva, in)
	must(t, err)
	var everyone []uuid.UUID
	hire := func(team string, n, well int) {
		for i := range n {
			who := o.staff(t, fmt.Sprintf("%s%d", team, i), identity.Clerk, team)
			if everyone = append(everyone, who); i < well {
				o.did(t, who, law, "2026-11-01")
			}
		}
	}
	hire("study", 14, 7) // seven on each side
	hire("family", 9, 8) // one is left over
	hire("work", 3, 1)   // too few, also together with nobody else
	o.Clock.Advance(40 * 24 * time.Hour)
	must(t, o.Daily(t.Context()))
	council := o.as(t, o.staff(t, "Arslan", identity.Council))
	told := func() (rows []string) {
		t.Helper()
		list, err := o.Compliances(council)
		must(t, err)
		for _, c := range list {
			n := "-"
			if c.InOrder != nil {
				n = fmt.Sprint(*c.InOrder)
			}
			rows = append(rows, fmt.Sprintf("%s %s %d %s %s", c.Month, c.Team, c.People, n, c.Told))
		}
		return rows
	}
	want := []string{"2027-01-01 family 9 - most", "2027-01-01 study 14 7 exact"}
	if got := told(); !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	for _, who := range everyone { // what somebody does within the month is told by nothing
		o.did(t, who, law, "2027-01-02")
	}
	must(t, o.Daily(t.Context()))
	if got := told(); !slices.Equal(got, want) {
		t.Errorf("a second report of the month differs: %q", got)
	}
	hire("others", 4, 4)
	o.Clock.Advance(31 * 24 * time.Hour)
	must(t, o.Daily(t.Context()))
	if got := told(); !slices.Equal(got[:3], []string{"2027-02-01 family 9 - most", "2027-02-01 study 14 - most", "2027-02-01  7 - most"}) {
		t.Errorf("the next month, and the small ones together: %q", got)
	}
	file, err := o.ComplianceCSV(council)
	must(t, err)
	for i, who := range everyone {
		if strings.Contains(string(file), who.String()) || i == 0 && !strings.Contains(string(file), "2027-01-01;study;law;Schulung residence_law;14;7;exact") {
			t.Fatalf("%s", file)
		}
	}
	for _, role := range identity.Roles {
		if _, err := o.Compliances(o.as(t, o.staff(t, "as "+string(role), role, "study"))); (err == nil) != (role == identity.Training || role == identity.Council) {
			t.Errorf("%s: %v", role, err)
		}
	}
}
