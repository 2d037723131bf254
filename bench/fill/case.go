package fill

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// file is one case under way through the generator.
type file struct {
	n                    int
	id, application, sit uuid.UUID
	p                    person
	offer                *catalogue.Offer
	team, state          string
	clerk, second        uuid.UUID
	at, decided, closed  time.Time
	on                   clock.Date
	pausedSince          clock.Date
	pausedReason         any
	pausedDays           int
	counts               [4]int // missing, to check, accepted, all
}

var openStates = []string{"received", "checking", "waiting", "hearing", "deciding", "approval", "decided"}

// open makes case n of a person and all that hangs on it; first is the case of the same sitting before it, for a member of a family.
func (c *chunk) open(n int, p person, first *file) *file {
	at := c.receivedAt(n)
	f := &file{n: n, id: newID(c.r, at), application: newID(c.r, at), sit: newID(c.r, at), p: p, at: at, on: clock.Today(at)}
	f.offer = c.services[weighted(c.r, 45, 20, 35)%len(c.services)]
	if first != nil {
		f.at, f.on, f.sit, f.offer = first.at, first.on, first.sit, first.offer
		f.p.account, f.p.lang = first.p.account, first.p.lang
	}
	f.team = map[string]string{"16b-extension": "study", "18g-first": "work", "28-family": "family"}[f.offer.Key]
	switch c.r.IntN(20) {
	case 0:
		f.team = "special"
	case 1, 2:
		f.team = "service"
	}
	c.advance(f)
	c.sign(f, first)
	c.checklist(f)
	c.outcome(f)
	c.keep(f, first)
	c.history(f)
	return f
}

// advance says how far the case has come: the older, the surer it is closed; three of a thousand old ones still are not.
func (c *chunk) advance(f *file) {
	f.clerk, f.second = pick(c.r, c.clerks[f.team]), pick(c.r, c.clerks[f.team])
	age := int(c.now.Sub(f.at).Hours() / 24)
	closed := c.r.IntN(1000) < 997
	if age < 150 {
		closed = c.r.IntN(300) < age-20
	}
	took := 20 + c.r.IntN(50)
	switch {
	case closed && c.r.IntN(25) == 0:
		f.state, f.closed = "withdrawn", f.at.AddDate(0, 0, min(age, 1+c.r.IntN(20)))
	case closed:
		f.state, f.decided = "delivered", f.at.AddDate(0, 0, min(age, took))
		f.closed = f.decided.AddDate(0, 0, min(age-min(age, took), 4))
		if c.r.IntN(4) == 0 {
			f.pausedDays = 3 + c.r.IntN(18)
		}
	case age < 3:
		f.state = "received"
	default:
		f.state = openStates[weighted(c.r, 12, 38, 24, 3, 12, 6, 5)]
	}
	switch f.state {
	case "received":
		if c.r.IntN(10) < 7 {
			f.clerk = uuid.Nil
		}
	case "waiting":
		f.pausedReason, f.pausedSince = "request", c.today.AddDays(-c.r.IntN(min(age, 20)+1))
	case "hearing":
		f.pausedReason, f.pausedSince = "hearing", c.today.AddDays(-c.r.IntN(min(age, 14)+1))
	case "decided":
		f.decided = c.now.AddDate(0, 0, -min(age, c.r.IntN(8)))
	}
}

const declaration = "2026-11"

// sign writes sitting, application and seal.
func (c *chunk) sign(f, first *file) {
	answers := asJSON(c.answers(f.offer.Key, f.p))
	account := f.p.account
	if account == uuid.Nil {
		account = newID(c.r, f.at) // the counter's own
	}
	state := "submitted"
	if f.state == "withdrawn" {
		state = "withdrawn"
	}
	who, position := "principal", 1
	var relation any
	if first != nil {
		who, position, relation = "member", 2, "spouse"
	}
	c.applications.row(f.application, f.sit, position, who, relation, f.application.String(), state, answers, "self", f.p.id, f.id, ids.CaseNumber(f.on.Year, int64(f.n)))
	if first != nil {
		return
	}
	c.sittings.row(f.sit, account, f.offer.Key, f.offer.Version, f.p.lang, "submitted", f.at.Add(-time.Hour), f.at, f.at, f.sit.String(), f.sit.String())
	content := fmt.Sprintf(`{"applications":[{"answers":%s,"files":[],"id":%q,"reused":[],"signed_as":"self","signer_name":"","who":"principal"}],`+
		`"declaration":{"text":%s,"version":%q},"format":"ankunft.sitting/1","language":%q,"service":{"digest":%q,"key":%q,"version":%d},"sitting":%q}`,
		answers, f.application, c.declaration, declaration, f.p.lang, f.offer.Digest, f.offer.Key, f.offer.Version, f.sit)
	sum := sha256.Sum256([]byte(content))
	subject := sha256.Sum256([]byte(account.String()))
	c.seals.row(f.sit, []byte(content), sum[:], declaration, account, "https://id.bench.example", subject[:], "substantial", "oidc", f.at)
	c.sealed(f, sum[:])
}

// keep writes the case itself.
func (c *chunk) keep(f, first *file) {
	role, title, urgency := "principal", clock.Date{}, "normal"
	if first != nil {
		role = "spouse"
	}
	if c.r.IntN(100) < 85 {
		title = f.on.AddDays(c.r.IntN(140) - 20)
		if title.Before(c.today) {
			urgency = "urgent"
		} else if title.Before(c.today.AddDays(28)) {
			urgency = "soon"
		}
	}
	fee := fmt.Sprintf(`{"cents": 9300, "lines": [{"key": %q, "cents": 9300, "law": "§ 45 AufenthV"}]}`, "extension")
	c.cases.row(f.id, ids.CaseNumber(f.on.Year, int64(f.n)), ids.Hash(SecretCode(f.n)), f.application, f.sit, f.p.id, f.p.account, role, f.offer.Key,
		f.offer.Version, f.state, f.team, f.clerk, urgency, []string{"simple", "normal", "hard"}[weighted(c.r, 5, 3, 2)], []string{}, f.p.lang, f.at, f.on, title,
		f.on.AddMonths(3), f.on.AddDays(f.offer.GoalDays+f.pausedDays), f.offer.GoalDays, f.pausedSince, f.pausedReason, f.pausedDays,
		f.counts[0], f.counts[1], f.counts[2], f.counts[3], fee, f.decided, f.closed, 1+c.r.IntN(6))
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain values of ours
	}
	return string(raw)
}
