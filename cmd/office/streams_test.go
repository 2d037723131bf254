package office_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office/officetest"
)

// listen subscribes as a browser does and returns what the server says until it ends the stream, or until enough says so.
func listen(t *testing.T, o *officetest.Office, p *officetest.Person, query string, id any, enough func(said string) bool) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"id": id}})
	if err != nil {
		t.Error(err)
		return ""
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, o.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return ""
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	res, err := p.Client.Do(r)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer res.Body.Close()
	var said strings.Builder
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if enough(said.String()) {
			return said.String()
		}
	}
	if ctx.Err() != nil {
		t.Errorf("the stream stays open: %s", said.String())
	}
	return said.String()
}

// A stranger's stream is refused at once and ends; it never stays open to be told of the next change.
func TestNobodyListensToSomebodyElsesCase(t *testing.T) {
	t.Parallel()
	w := openWorld(t)
	never := func(string) bool { return false }
	for who, p := range w.strangers(t) {
		for query, id := range map[string]any{
			`subscription($id: ID!) { caseChanged(id: $id) }`:            w.opened.CaseID,
			`subscription($id: ID!) { myCaseChanged(id: $id) }`:          w.opened.CaseID,
			`subscription($id: ID!) { threadChanged(caseId: $id) }`:      w.opened.CaseID,
			`subscription($id: ID!) { sittingChanged(id: $id) }`:         w.opened.Sitting.ID,
			`subscription($id: ID!) { caseChanged(id: $id) __typename }`: w.things["any"],
		} {
			said := listen(t, w.Office, p, query, id, never)
			if !strings.Contains(said, `"errors"`) || strings.Contains(said, `"caseChanged":1`) || strings.Contains(said, w.opened.Number) {
				t.Errorf("%s hears of %s: %s", who, query, said)
			}
			if strings.Contains(said, "INTERNAL") {
				t.Errorf("%s, %s: %s", who, query, said)
			}
		}
	}
}

// The owner and the clerk are told of a change; that is what the strangers above would have heard.
func TestWhoMayListenIsTold(t *testing.T) {
	t.Parallel()
	w := openWorld(t)
	for query, p := range map[string]*officetest.Person{
		`subscription($id: ID!) { caseChanged(id: $id) }`: w.clerk, `subscription($id: ID!) { myCaseChanged(id: $id) }`: w.owner,
	} {
		heard, done := make(chan struct{}), make(chan struct{})
		go func() { // something happens all the time, for nobody knows from when on the stream listens
			defer close(done)
			for {
				select {
				case <-heard:
					return
				default:
					w.clerk.Ask(t, `mutation($in: AddNote!) { addNote(input: $in) { id } }`, map[string]any{"in": map[string]any{"case": w.opened.CaseID, "text": "Notiz"}})
				}
			}
		}()
		said := listen(t, w.Office, p, query, w.opened.CaseID, func(said string) bool { return strings.Contains(said, `Changed":`) })
		close(heard)
		<-done
		if !strings.Contains(said, `Changed":1`) {
			t.Errorf("%s: %s", query, said)
		}
	}
}
