package office_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/ids"
)

// What happened in a house is told to leads by mail, and to whom it happened what the city offers, each once; a mail says where and when, and nothing more.
func TestAnIncidentIsToldToLeadsAndHelpIsOffered(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	if err := o.Appointments.Begin(t.Context()); err != nil { // the houses
		t.Fatal(err)
	}
	lead, clerk, hurt := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Clerk())
	for address, who := range map[string]*officetest.Person{"leitung@amt.example": lead, "melderin@amt.example": clerk, "betroffen@amt.example": hurt} {
		o.Exec(t, "UPDATE identity.account SET email = ? WHERE id = ?", address, who.Account)
	}
	var noted struct {
		NoteIncident struct {
			ID      uuid.UUID
			Version int
		}
	}
	clerk.Must(t, `mutation($in: NoteIncident!) { noteIncident(input: $in) { id version } }`, map[string]any{"in": map[string]any{"report": map[string]any{
		"key": ids.New(), "kind": "threat", "site": "rathaus", "place": "hall", "happenedAt": o.DB.Clock.Now(), "done": []string{"calmed"}, "told": []string{"nobody"},
		"note": "Herr Zorn schrie"}, "concerned": []uuid.UUID{hurt.Account}}}, &noted)
	o.Work(t)
	subjects := func(address string) (list []string) {
		for _, m := range o.Mailer.Sent(address) {
			list = append(list, m.Subject)
			if strings.Contains(m.Text+m.HTML, "Zorn") {
				t.Error("a mail tells what happened:", m.Text)
			}
		}
		return list
	}
	if got := subjects("leitung@amt.example"); len(got) != 1 || !strings.HasPrefix(got[0], "Vorfall gemeldet: ") || strings.HasSuffix(got[0], "rathaus") {
		t.Error(got)
	}
	// Beside the help there is a private offer of supervision, in a mail that says nothing of it.
	both := []string{"Es gibt etwas Neues für Sie", "Hilfe nach einem Vorfall"}
	if got := subjects("betroffen@amt.example"); !slices.Equal(slices.Sorted(slices.Values(got)), both) {
		t.Error(got)
	}
	if !slices.ContainsFunc(o.Mailer.Sent("betroffen@amt.example"), func(m messages.Mail) bool { return strings.Contains(m.Text, "Personalrat") }) {
		t.Error("the help names nobody to talk to")
	}
	if got := subjects("melderin@amt.example"); len(got) != 0 {
		t.Error("who noted it is told:", got)
	}
	// Later it turns out that it concerned the clerk, too; whom it concerned before hears nothing twice.
	lead.Must(t, `mutation($in: FollowIncident!) { followIncident(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"incident": noted.NoteIncident.ID, "version": noted.NoteIncident.Version, "concerned": []uuid.UUID{hurt.Account, clerk.Account}}}, nil)
	o.Work(t)
	if one, other := subjects("melderin@amt.example"), subjects("betroffen@amt.example"); !slices.Equal(slices.Sorted(slices.Values(one)), both) || len(other) != 2 {
		t.Error(one, other)
	}
}
