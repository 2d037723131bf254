package office_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
)

// thePlan is the plan as its readers see it.
type thePlan struct {
	Sites []struct {
		Key       string
		Active    bool
		Resources []struct {
			Key, Kind string
			Stretches []struct {
				ID                  uuid.UUID
				Weekday, FromMinute int
				Person              *uuid.UUID
				ValidFrom, ValidTo  *string
			}
		}
	}
	People []planned
}

type planned struct {
	ID                     uuid.UUID
	Planned, Active, Staff bool
}

const planFields = ` sites { key active resources { key kind stretches { id weekday fromMinute person validFrom validTo } } } people { id planned active staff } `

// stretch is a counter's time on a weekday, as it holds until further notice.
func (p *thePlan) stretch(t *testing.T, counter string, weekday int) (id uuid.UUID, person *uuid.UUID) {
	t.Helper()
	for _, site := range p.Sites {
		for _, r := range site.Resources {
			for _, s := range r.Stretches {
				if r.Key == counter && s.Weekday == weekday && s.ValidTo == nil {
					return s.ID, s.Person
				}
			}
		}
	}
	t.Fatalf("nothing at counter %s on day %d", counter, weekday)
	return uuid.Nil, nil
}

func readPlan(t *testing.T, who *officetest.Person) *thePlan {
	t.Helper()
	var got struct{ AppointmentPlan thePlan }
	who.Must(t, `{ appointmentPlan {`+planFields+`} }`, nil, &got)
	return &got.AppointmentPlan
}

const changing = `mutation($in: ChangePlan!) { changePlan(input: $in) { touched { moveTo moveSite } plan {` + planFields + `} } }`

// A lead puts a colleague on a counter; who sits there is told to all who read the plan. Nobody but staff sits anywhere, and nobody in two places.
func TestALeadPutsAColleagueOnACounter(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	lead, clerk, applicant := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Applicant(t)
	if p := readPlan(t, clerk); len(p.People) != 0 {
		t.Errorf("who may not plan reads who else works here: %+v", p.People)
	}
	before := readPlan(t, lead)
	if len(before.People) != 2 || slices.ContainsFunc(before.People, func(p planned) bool { return p.Planned || !p.Active || !p.Staff }) {
		t.Fatalf("%+v", before.People)
	}
	seat := func(counter string, who uuid.UUID) map[string]any {
		id, _ := before.stretch(t, counter, 1)
		return in(map[string]any{"how": "move", "seat": []map[string]any{{"stretch": id, "person": who, "from": "2027-01-04"}}})
	}
	clerk.Refused(t, "FORBIDDEN", changing, seat("1", clerk.Account))
	lead.Refused(t, "appointments.input", changing, seat("1", applicant.Account))
	lead.Must(t, changing, seat("1", clerk.Account), nil)
	after := readPlan(t, clerk)
	if _, who := after.stretch(t, "1", 1); who == nil || *who != clerk.Account || len(after.People) != 1 || !after.People[0].Planned {
		t.Fatalf("%v %+v", who, after.People)
	}
	if a := lead.Ask(t, changing, seat("2", clerk.Account)); a.Code() != "appointments.input" || !strings.Contains(a.Raw, "person_twice") {
		t.Errorf("in two places: %s", a.Raw)
	}
	o.Exec(t, "UPDATE identity.account SET disabled_at = ? WHERE id = ?", o.Clock.Now(), clerk.Account)
	gone := readPlan(t, lead).People
	if i := slices.IndexFunc(gone, func(p planned) bool { return p.ID == clerk.Account }); i < 0 || gone[i].Staff || !gone[i].Planned {
		t.Errorf("nobody sees that a colleague has left: %+v", gone)
	}
}

// A house that is no more stays in the plan and is offered to nobody, until it is back.
func TestAHouseThatIsNoMoreIsOfferedToNobody(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	lead, anybody := o.Colleague(t, officetest.Lead()), o.Stranger(t)
	offered := func() []string {
		var got struct {
			AppointmentOffer struct{ Sites []struct{ Key string } }
		}
		anybody.Must(t, `{ appointmentOffer { sites { key } } }`, nil, &got)
		var keys []string
		for _, s := range got.AppointmentOffer.Sites {
			keys = append(keys, s.Key)
		}
		return keys
	}
	both := offered()
	if len(both) != 2 {
		t.Fatal(both)
	}
	lead.Refused(t, "appointments.input", changing, in(map[string]any{"how": "move", "retireSites": []string{"nordstadt"}}))
	lead.Must(t, changing, in(map[string]any{"how": "move", "retireSites": []string{"nordstadt"}, "reason": "Umzug"}), nil)
	if got := offered(); len(got) != 1 || got[0] != "rathaus" {
		t.Error(got)
	}
	if sites := readPlan(t, lead).Sites; len(sites) != 2 || !sites[0].Active || sites[1].Active {
		t.Errorf("%+v", sites)
	}
	lead.Must(t, changing, in(map[string]any{"how": "move", "restoreSites": []string{"nordstadt"}}), nil)
	if got := offered(); len(got) != 2 {
		t.Error(got)
	}
}
