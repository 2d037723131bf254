package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/bench/fill"
	"github.com/ankunft/ankunft/bench/load"
	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/web"
)

// operation is what is measured: the same questions for both servers. The office gets the operations of its own apps by their hash,
// under the cookie of somebody who may ask; the limit server just gets the arguments.
type operation struct {
	name    string
	path    string // at the limit server
	office  []load.Request
	limit   []load.Request
	once    bool    // each request can be answered once
	promise float64 // share of the limit server's throughput to reach at 16 connections, 0: none
	slower  float64 // how many times the limit server's p95 is allowed, 0: none
	// reset undoes what the requests of a round did, so that the next can ask the same.
	reset func(context.Context) error
}

// again makes ready for the same requests once more.
func (op *operation) again(ctx context.Context) error {
	if op.reset == nil {
		return nil
	}
	return op.reset(ctx)
}

const cookie = "ankunft="

// workload makes the questions for one database.
type workload struct {
	o          *office.Office
	cases      int
	operations map[string]string // hash by name
	sessions   map[string][]string
}

func newWorkload(ctx context.Context, o *office.Office, cases int) (*workload, error) {
	known, err := web.Operations()
	if err != nil {
		return nil, err
	}
	w := &workload{o: o, cases: cases, operations: map[string]string{}, sessions: map[string][]string{}}
	for hash, document := range known {
		fields := strings.FieldsFunc(document, func(r rune) bool { return strings.ContainsRune(" ({\n", r) })
		w.operations[fields[1]] = hash
	}
	if cases == 0 {
		return w, nil // nobody logs in
	}
	for _, team := range o.Catalogue.City().Teams {
		for n := range 3 {
			token, err := w.logIn(ctx, fill.ClerkID(team.Key, n))
			if err != nil {
				return nil, err
			}
			w.sessions[team.Key] = append(w.sessions[team.Key], token)
		}
	}
	return w, nil
}

// logIn gives an account a session, as a login would.
func (w *workload) logIn(ctx context.Context, account uuid.UUID) (string, error) {
	token, now := ids.Token(), w.o.DB.Clock.Now()
	_, err := w.o.DB.Pool().Exec(ctx, `INSERT INTO identity.session (id, account_id, token_hash, provider, trust, device, created_at, last_seen_at, idle_until, expires_at)
VALUES ($1, $2, $3, 'bench', 'high', 'bench', $4, $4, $5, $5)`, ids.New(), account, ids.Hash(token), now, now.Add(12*time.Hour))
	return cookie + token, err
}

// ask is a GraphQL request of an app: the hash of its document and the variables.
func (w *workload) ask(session, operation string, variables any) load.Request {
	if w.operations[operation] == "" {
		panic("bench: no app asks for " + operation)
	}
	return load.Request{Cookie: session, Body: asJSON(map[string]any{
		"operationName": operation, "variables": variables,
		"extensions": map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": w.operations[operation]}},
	})}
}

func (w *workload) workList() operation {
	op := operation{name: "work list", path: "/work", promise: 0.6}
	for n := range 3 {
		for team, sessions := range w.sessions {
			op.office = append(op.office, w.ask(sessions[n], "WorkList", map[string]any{"first": 50}))
			op.limit = append(op.limit, load.Request{Body: asJSON(map[string]any{"team": team})})
		}
	}
	return op
}

// details opens cases of the clerks' own teams. That a clerk opens a case is recorded once in ten minutes, and the warm-up does
// that: what is measured is reading on; firstDetails is the other half.
func (w *workload) details(ctx context.Context) (steady, first operation, err error) {
	steady = operation{name: "case detail", path: "/case", promise: 0.6}
	first = operation{name: "case detail, first opening", path: "/case", once: true}
	for team, sessions := range w.sessions {
		rows, err := w.o.DB.Pool().Query(ctx, `SELECT id FROM cases.case WHERE team = $1 AND closed_at IS NULL ORDER BY risk_on, promise_due_on, id LIMIT 80`, team)
		if err != nil {
			return steady, first, err
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		if err != nil {
			return steady, first, err
		}
		for _, id := range found {
			steady.office = append(steady.office, w.ask(sessions[0], "CaseDetail", map[string]any{"id": id}))
			steady.limit = append(steady.limit, load.Request{Body: asJSON(map[string]any{"id": id})})
			for _, other := range sessions[1:] {
				first.office = append(first.office, w.ask(other, "CaseDetail", map[string]any{"id": id}))
				first.limit = append(first.limit, load.Request{Body: asJSON(map[string]any{"id": id})})
			}
		}
	}
	return steady, first, nil
}

func (w *workload) status(ctx context.Context) (operation, error) {
	op := operation{name: "public status", path: "/status", promise: 0.7}
	rows, err := w.o.DB.Pool().Query(ctx, "SELECT number FROM cases.case WHERE hashtext(number) % $1 = 0 LIMIT 2000", max(1, w.cases/4000))
	if err != nil {
		return op, err
	}
	numbers, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return op, err
	}
	for _, number := range numbers {
		n, err := strconv.Atoi(strings.Split(number, "-")[1])
		if err != nil || n >= w.cases {
			continue // a submit of an earlier run: its code is known to nobody
		}
		op.office = append(op.office, w.ask("", "PublicStatus", map[string]any{"number": number, "code": fill.SecretCode(n), "language": "de"}))
		op.limit = append(op.limit, load.Request{Body: asJSON(map[string]any{"number": number, "code": fill.SecretCode(n)})})
	}
	return op, nil
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("bench: %v", err)) // plain values of ours
	}
	return string(raw)
}
