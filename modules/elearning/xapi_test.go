package elearning_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/elearning"
)

// statement is one of the learner, with more in it.
func (o *office) statement(a *elearning.Attempt, verb, object, more string) json.RawMessage {
	actor, _ := json.Marshal(o.Agent(a)) // texts
	return json.RawMessage(fmt.Sprintf(`{"actor":%s,"verb":{"id":"http://adlnet.gov/expapi/verbs/%s"},"object":{"id":%q}%s}`, actor, verb, object, more))
}

func (o *office) say(t testing.TB, token string, list ...json.RawMessage) []uuid.UUID {
	t.Helper()
	said, err := o.Say(t.Context(), token, list, nil)
	must(t, err)
	return said
}

// xAPI that speaks of the whole decides; what it says of a question does not. Said twice is once.
func TestStatementsDecide(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, xapi)
	ada := o.clerk(t, "ada")
	token := o.play(t, ada)
	p := o.playing(t, token)
	o.say(t, token, o.statement(p.Attempt, "initialized", activity, ""), o.statement(p.Attempt, "passed", activity+"/frage-1", `,"result":{"success":true}`))
	if o.playing(t, token).Status != elearning.Open {
		t.Error("a question decides")
	}
	o.say(t, token, o.statement(p.Attempt, "failed", activity, `,"result":{"success":false,"score":{"scaled":0.4}}`))
	if now := o.playing(t, token); now.Status != elearning.Failed || *now.Score != 40 {
		t.Errorf("%+v", now.Attempt)
	}
	id := uuid.New()
	last := o.statement(p.Attempt, "completed", activity, `,"result":{"success":true,"score":{"raw":9,"max":10},"duration":"PT1H2M3.5S"},"context":{"registration":"`+p.Attempt.ID.String()+`"}`)
	for range 2 {
		if _, err := o.Say(t.Context(), token, []json.RawMessage{last}, &id); err != nil {
			t.Fatal(err)
		}
	}
	if now := o.playing(t, token); now.Status != elearning.Passed || *now.Score != 90 || now.Seconds != 3723 || len(o.done(t, ada)) != 1 {
		t.Errorf("%+v", now.Attempt)
	}
	if _, err := o.Say(t.Context(), token, []json.RawMessage{o.statement(p.Attempt, "failed", activity, "")}, &id); !errors.Is(err, elearning.ErrConflict) {
		t.Errorf("another one with its id: %v", err)
	}
	said, err := o.Said(t.Context(), token, elearning.Ask{Limit: 100})
	if err != nil || len(said) != 4 {
		t.Fatalf("%d, %v", len(said), err)
	}
	if one, err := o.Said(t.Context(), token, elearning.Ask{ID: &id, Limit: 1}); err != nil || len(one) != 1 || !strings.Contains(string(one[0].Body), `"version":"1.0.3"`) {
		t.Errorf("%s, %v", one, err)
	}
	if bea, err := o.Said(t.Context(), o.play(t, o.clerk(t, "bea")), elearning.Ask{Limit: 100}); err != nil || len(bea) > 0 {
		t.Errorf("another reads %d, %v", len(bea), err)
	}
}

// A statement is about who plays, in this attempt, or it is none.
func TestStatementsOfOthers(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, xapi)
	ada, bea := o.clerk(t, "ada"), o.clerk(t, "bea")
	token := o.play(t, ada)
	mine, hers := o.playing(t, token), o.playing(t, o.play(t, bea))
	for name, raw := range map[string]json.RawMessage{
		"about another":              o.statement(hers.Attempt, "passed", activity, ""),
		"in another attempt":         o.statement(mine.Attempt, "passed", activity, `,"context":{"registration":"`+hers.Attempt.ID.String()+`"}`),
		"about an address of a mail": json.RawMessage(`{"actor":{"mbox":"mailto:ada@example.org"},"verb":{"id":"http://adlnet.gov/expapi/verbs/passed"},"object":{"id":"` + activity + `"}}`),
	} {
		if _, err := o.Say(t.Context(), token, []json.RawMessage{raw}, nil); !errors.Is(err, elearning.ErrNotTheirs) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, raw := range map[string]json.RawMessage{
		"about nobody":     json.RawMessage(`{"verb":{"id":"http://adlnet.gov/expapi/verbs/passed"},"object":{"id":"x"}}`),
		"no verb":          o.statement(mine.Attempt, "", "", ""),
		"taken back":       o.statement(mine.Attempt, "voided", activity, ""),
		"no object":        json.RawMessage(`[]`),
		"too long":         o.statement(mine.Attempt, "passed", activity, `,"x":"`+strings.Repeat("x", elearning.LargestStatement)+`"`),
		"an id of another": o.statement(mine.Attempt, "passed", activity, `,"id":"no id"`),
	} {
		if _, err := o.Say(t.Context(), token, []json.RawMessage{raw}, nil); !errors.Is(err, elearning.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if o.playing(t, token).Status != elearning.Open || len(o.done(t, ada))+len(o.done(t, bea)) > 0 {
		t.Error("something was decided")
	}
	for i := 0; i < 2000; i += 100 {
		batch := make([]json.RawMessage, 100)
		for k := range batch {
			batch[k] = o.statement(mine.Attempt, "experienced", activity, "")
		}
		o.say(t, token, batch...)
	}
	if _, err := o.Say(t.Context(), token, []json.RawMessage{o.statement(mine.Attempt, "experienced", activity, "")}, nil); !errors.Is(err, elearning.ErrTooMuch) {
		t.Errorf("without end: %v", err)
	}
}

// A package lays down where somebody is, under the conditions of the specification, for its attempt alone.
func TestDocumentsOfAnAttempt(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.ready(t, xapi)
	ada := o.clerk(t, "ada")
	token := o.play(t, ada)
	p := o.playing(t, token)
	agent := o.Agent(p.Attempt)
	key := elearning.DocumentKey{Kind: elearning.StateDocument, Activity: activity, Name: "bookmark", Agent: &agent, Registration: &p.Attempt.ID}
	lay := func(body, kind string, merge bool, cond elearning.Condition) (*elearning.Document, error) {
		return o.Lay(t.Context(), token, elearning.Lay{Key: key, Type: kind, Body: []byte(body), Merge: merge, If: cond})
	}
	if _, err := o.Document(t.Context(), token, key); !errors.Is(err, elearning.ErrNone) {
		t.Errorf("nothing was laid down: %v", err)
	}
	first, err := lay(`{"page":1,"a":true}`, "application/json", false, elearning.Condition{NoneMatch: "*"})
	must(t, err)
	if _, err := lay(`{}`, "application/json", false, elearning.Condition{NoneMatch: "*"}); !errors.Is(err, elearning.ErrPrecondition) {
		t.Errorf("it is there already: %v", err)
	}
	if _, err := lay(`{}`, "application/json", false, elearning.Condition{Match: `"other"`}); !errors.Is(err, elearning.ErrPrecondition) {
		t.Errorf("another was read: %v", err)
	}
	second, err := lay(`{"page":2}`, "application/json; charset=utf-8", true, elearning.Condition{Match: first.ETag()})
	if err != nil || string(second.Body) != `{"a":true,"page":2}` {
		t.Errorf("%s, %v", second.Body, err)
	}
	if _, err := lay(`page 3`, "text/plain", true, elearning.Condition{}); !errors.Is(err, elearning.ErrInput) {
		t.Errorf("text laid into an object: %v", err)
	}
	if _, err := lay(strings.Repeat("x", elearning.LargestDocument+1), "text/plain", false, elearning.Condition{}); !errors.Is(err, elearning.ErrTooMuch) {
		t.Errorf("too much: %v", err)
	}
	if d, err := o.Document(t.Context(), token, key); err != nil || d.ETag() != second.ETag() {
		t.Errorf("%v", err)
	}
	if names, err := o.Documents(t.Context(), token, elearning.DocumentKey{Kind: key.Kind, Activity: activity, Agent: &agent}); err != nil || len(names) != 1 {
		t.Errorf("%q, %v", names, err)
	}
	hers := o.play(t, o.clerk(t, "bea"))
	if _, err := o.Document(t.Context(), hers, key); !errors.Is(err, elearning.ErrNotTheirs) {
		t.Errorf("another's: %v", err)
	}
	own := o.Agent(o.playing(t, hers).Attempt)
	if _, err := o.Document(t.Context(), hers, elearning.DocumentKey{Kind: key.Kind, Activity: activity, Name: "bookmark", Agent: &own}); !errors.Is(err, elearning.ErrNone) {
		t.Errorf("another's, under one's own name: %v", err)
	}
	key.Name = ""
	must(t, o.Clear(t.Context(), token, key, elearning.Condition{}))
	if names, err := o.Documents(t.Context(), token, key); err != nil || len(names) != 0 {
		t.Errorf("%q, %v", names, err)
	}
	profile := elearning.Lay{Key: elearning.DocumentKey{Kind: elearning.AgentDocument, Name: "p", Agent: &agent}, Type: "text/plain", Body: []byte("x")}
	if _, err := o.Lay(t.Context(), token, profile); err != nil {
		t.Error(err)
	}
	if _, err := o.Lay(t.Context(), token, profile); !errors.Is(err, elearning.ErrConflict) {
		t.Errorf("a profile written over unread: %v", err)
	}
	for i := range 99 {
		key.Name = fmt.Sprint("n", i)
		if _, err := lay("x", "text/plain", false, elearning.Condition{}); err != nil {
			t.Fatal(err)
		}
	}
	key.Name = "one more"
	if _, err := lay("x", "text/plain", false, elearning.Condition{}); !errors.Is(err, elearning.ErrTooMuch) {
		t.Errorf("without end: %v", err)
	}
}
