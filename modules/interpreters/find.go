package interpreters

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Wanted says whom one looks for.
type Wanted struct {
	Language  string           // ISO 639-3
	Dialect   string           // preferred
	Form      linguists.Form   // spoken or signed
	Gender    linguists.Gender // preferred; whom the office does not choose itself always meets it
	Sworn     bool             // only who is
	Mode      linguists.Mode
	Site      string        // of the office, where on site
	During    Span          // of the interpreting itself
	Subject   *audit.Record // whose interpreter it will be: who is tied to them is not asked
	About     *audit.Record // what it is about, likewise
	Topic     string        // what it is about in a word
	Necessity string        // why at night, on a Sunday or holiday (JVEG §9(6)); "" there is no surcharge
}

// Reason says why somebody stands where they stand in the ranking.
type Reason struct {
	Code  string // on_duty, own_hours, hours_unknown, dialect, sworn, gender, gender_other, topic, price, way, load
	Value string // of price cents, of way and load minutes
}

// Candidate is somebody who can, and what is known of how well.
type Candidate struct {
	Interpreter uuid.UUID // who is asked: a person, or an agency
	Kind        linguists.InterpreterKind
	Name        string
	Person      uuid.UUID // of an agency the best of whom it could send
	People      []uuid.UUID
	Way         time.Duration // one way
	LoadMinutes int           // of the last 30 days
	Cents       int64         // what it is expected to cost, with VAT
	Reasons     []Reason
	Rank        int // 1 is the first

	gender                      linguists.Gender
	sworn, dialect, duty, hours bool
	topic                       bool
	terms                       linguists.Terms
}

// whoCan finds people: who works, speaks it, comes there in that way, has the proofs that the city requires on that day, is tied to nobody concerned, and is
// free with the way there and back. Intervals of one person never overlap, so the last that begins early enough answers for all, by an index.
const whoCan = `SELECT p.id, p.name, p.gender, p.travel_minutes, p.travel_km, coalesce(a.contract, p.contract), coalesce(a.tax, p.tax), a.id, coalesce(a.name, ''),
  s.sworn, s.dialect, coalesce(duty.here, false), coalesce(own.can, false), $15 <> '' AND $15 = ANY(p.subjects),
  (SELECT coalesce(sum(extract(epoch FROM upper(w.during) - lower(w.during))) / 60, 0)::int FROM interpreters.assignment w WHERE w.interpreter_id = p.id
    AND lower(w.during) >= $14::timestamptz - interval '30 days' AND lower(w.during) < $14::timestamptz AND w.state IN ('booked', 'arrived', 'started', 'ended', 'client_missed'))
FROM (SELECT k.interpreter_id, bool_or(k.sworn) AS sworn, bool_or($3 <> '' AND lower(k.dialect) = lower($3)) AS dialect FROM linguists.skill_v1 k
  WHERE k.language = $1 AND k.form = $2 AND k.direction = 'both' GROUP BY k.interpreter_id) s
JOIN linguists.interpreter_v1 p ON p.id = s.interpreter_id
LEFT JOIN linguists.interpreter_v1 a ON a.id = p.agency_id
CROSS JOIN LATERAL (SELECT CASE $4 WHEN 'on_site' THEN make_interval(mins => p.travel_minutes) ELSE interval '0' END AS way) t
LEFT JOIN LATERAL (SELECT bool_and(d.mode = $4 AND (d.mode <> 'on_site' OR d.site = $5) AND d.state <> 'planned' AND d.during @> tstzrange($6::timestamptz, $8::timestamptz)) AS here
  FROM duty.shift_v1 d WHERE d.interpreter_id = p.id AND d.state IN ('planned', 'confirmed', 'running') AND d.during && tstzrange($6::timestamptz - t.way, $7::timestamptz + t.way)) duty ON true
LEFT JOIN LATERAL (SELECT upper(v.during) >= $8::timestamptz AND v.modes @> ARRAY[$4] AS can FROM interpreters.availability v
  WHERE v.interpreter_id = p.id AND lower(v.during) <= $6::timestamptz ORDER BY lower(v.during) DESC LIMIT 1) own ON true
WHERE p.kind = 'person' AND p.state = 'active' AND (a.id IS NULL OR a.state = 'active') AND $4 = ANY(p.modes) AND (NOT $9 OR s.sworn)
  AND ($4 <> 'on_site' OR p.sites = '{}' OR $5 = ANY(p.sites))
  AND ($10::uuid[] IS NULL OR p.id = ANY($10) OR p.agency_id = ANY($10))
  AND coalesce((SELECT array_agg(f.kind) FROM linguists.proof_v1 f WHERE f.interpreter_id = p.id AND f.issued_on <= $12
    AND (f.valid_until IS NULL OR f.valid_until >= $12)), '{}') @> $11::text[]
  AND NOT EXISTS (SELECT FROM linguists.bias_v1 b JOIN unnest($16::text[], $17::uuid[]) AS x (kind, id) ON b.subject_kind = x.kind AND b.subject_id = x.id
    WHERE b.interpreter_id IN (p.id, p.agency_id))
  AND NOT coalesce((SELECT upper(b.blocked) > $6::timestamptz - t.way FROM interpreters.assignment b WHERE b.interpreter_id = p.id AND lower(b.blocked) < $7::timestamptz + t.way
    AND b.state IN ('held', 'booked', 'arrived', 'started', 'ended') ORDER BY lower(b.blocked) DESC LIMIT 1), false)
  AND NOT EXISTS (SELECT FROM interpreters.away w WHERE w.interpreter_id = p.id AND w.during && tstzrange($6::timestamptz, $8::timestamptz))
  AND coalesce(duty.here OR $4 <> 'on_site' AND $18, true)
  AND (duty.here OR own.can OR NOT $18 AND ($13 OR NOT EXISTS (SELECT FROM interpreters.hours h WHERE h.interpreter_id = p.id AND h.valid_from <= $12
    AND (h.valid_to IS NULL OR h.valid_to >= $12))))`

// search narrows WhoCan.
type search struct {
	only   []uuid.UUID // nil: all
	atOnce bool        // only who is on duty or has said that they can now
}

// WhoCan finds who can interpret, the best first, each with the reasons for the place: who meets the wish for a gender; who is on duty or has said by their hours
// that they can, then who has stated no hours; the dialect; the topic; the price; the load of the last 30 days; the way. One statement; the best hundred.
func (s *Service) WhoCan(ctx context.Context, w Wanted) ([]Candidate, error) {
	if err := s.checkWanted(w); err != nil {
		return nil, err
	}
	found, err := s.candidates(w, search{}, s.DB.Clock.Now(), func(b *pgx.Batch) error { return s.DB.Pool().SendBatch(ctx, b).Close() })
	return found[:min(len(found), mostFound)], err
}

// mostFound is how many are shown to whoever looks: nobody reads further.
const mostFound = 100

func (s *Service) whoCanTx(ctx context.Context, tx *db.Tx, w Wanted, in search) ([]Candidate, error) {
	return s.candidates(w, in, tx.Now, func(b *pgx.Batch) error { return tx.Batch(ctx, b) })
}

func (s *Service) checkWanted(w Wanted) error {
	var f errs.Faults
	f.Need(linguists.KnownLanguage(w.Language), "language", "unknown")
	f.Fits(w.Dialect, 60, "dialect")
	f.Need(w.Form == linguists.Spoken || w.Form == linguists.Signed, "form", "unknown")
	f.Need(w.Gender == linguists.Unsaid || w.Gender == linguists.Female || w.Gender == linguists.Male, "gender", "unknown")
	f.Need(slices.Contains(s.Rules.Modes, w.Mode), "mode", "unknown")
	f.Need(w.Mode != linguists.OnSite || w.Site != "", "site", "required")
	f.Need(w.Mode != linguists.Phone || w.Form != linguists.Signed, "mode", "no_picture")
	f.Need(w.During.From.Before(w.During.To) && w.During.Minutes() <= 12*60, "until", "no_time")
	f.Fits(w.Topic, 60, "topic")
	f.Fits(w.Necessity, 300, "necessity")
	return f.As(ErrInput)
}

func (s *Service) candidates(w Wanted, in search, now time.Time, send func(*pgx.Batch) error) ([]Candidate, error) {
	kinds, parties := []string{}, []uuid.UUID{}
	for _, rec := range []*audit.Record{w.Subject, w.About} {
		if rec != nil {
			kinds, parties = append(kinds, rec.Kind), append(parties, rec.ID)
		}
	}
	day, until := w.During.Day(), w.During.To
	if in.atOnce {
		until = w.During.From.Add(time.Minute)
	}
	proofs := make([]string, len(s.Rules.Proofs))
	for i, p := range s.Rules.Proofs {
		proofs[i] = string(p)
	}
	if w.Sworn && !slices.Contains(s.Rules.Proofs, linguists.Oath) {
		proofs = append(proofs, string(linguists.Oath)) // who was sworn once and cannot prove it any more is not
	}
	var found []Candidate
	b := &pgx.Batch{}
	b.Queue(whoCan, w.Language, string(w.Form), w.Dialect, string(w.Mode), w.Site, w.During.From, w.During.To, until, w.Sworn, in.only, proofs, day.String(),
		s.today().AddDays(aheadDays-1).Before(day), now, w.Topic, kinds, parties, in.atOnce).Query(db.Collect(&found, scanCandidate))
	if err := send(b); err != nil {
		return nil, fmt.Errorf("find who can: %w", err)
	}
	found, err := s.priced(w, found, clock.Today(now))
	if err != nil {
		return nil, err
	}
	return ranked(w, found), nil
}

func scanCandidate(row pgx.CollectableRow) (c Candidate, err error) {
	var tax []byte
	var agency *uuid.UUID
	var agencyName string
	err = row.Scan(&c.Person, &c.Name, &c.gender, &c.terms.TravelMinutes, &c.terms.TravelKm, &c.terms.Contract, &tax, &agency, &agencyName, &c.sworn, &c.dialect, &c.duty, &c.hours,
		&c.topic, &c.LoadMinutes)
	if err != nil {
		return c, err
	}
	var facts linguists.Tax
	err = json.Unmarshal(tax, &facts)
	c.terms.Exempt, c.Interpreter, c.Kind = facts.Exempt, c.Person, linguists.KindPerson
	if agency != nil {
		c.Interpreter, c.Kind, c.Name = *agency, linguists.KindAgency, agencyName
	}
	return c, err
}

// planned is what somebody would be paid for.
func (s *Service) planned(w Wanted, t linguists.Terms) remuneration.Work {
	work := t.Work(w.During, w.Mode, s.Holiday)
	work.Necessity = w.Necessity
	return work
}

// priced says what each costs by the tariff of the day on which they are asked. Who has a contract that holds no more is left out, and told in the log.
func (s *Service) priced(w Wanted, list []Candidate, asked clock.Date) ([]Candidate, error) {
	tariffs := map[string]*remuneration.Tariff{}
	kept := list[:0]
	for _, c := range list {
		t, known := tariffs[c.terms.Contract]
		if !known {
			var err error
			if t, err = s.Tariffs.Of(c.terms.Contract, asked); err != nil && !errors.Is(err, remuneration.ErrNone) {
				return nil, fmt.Errorf("find tariff: %w", err)
			}
			tariffs[c.terms.Contract] = t
		}
		if t == nil {
			s.Log.Warn("no tariff holds", "interpreter", c.Interpreter, "day", asked)
			continue
		}
		if !c.duty { // who is on duty is paid by the shift
			c.Cents = t.Estimate(s.planned(w, c.terms)).TotalCents
		}
		if w.Mode == linguists.OnSite {
			c.Way = time.Duration(c.terms.TravelMinutes) * time.Minute
		}
		kept = append(kept, c)
	}
	return kept, nil
}

func (c *Candidate) meets(w Wanted) bool { return w.Gender == linguists.Unsaid || c.gender == w.Gender }

// ranked orders candidates, makes one of those of an agency, and says why each stands where it stands.
func ranked(w Wanted, list []Candidate) []Candidate {
	first := func(a, b bool) int {
		switch {
		case a == b:
			return 0
		case a:
			return -1
		}
		return 1
	}
	slices.SortFunc(list, func(a, b Candidate) int {
		return cmp.Or(first(a.meets(w), b.meets(w)), first(a.duty, b.duty), first(a.hours || a.duty, b.hours || b.duty), first(a.dialect, b.dialect), first(a.topic, b.topic),
			cmp.Compare(a.Cents, b.Cents), cmp.Compare(a.LoadMinutes, b.LoadMinutes), cmp.Compare(a.Way, b.Way), slices.Compare(a.Person[:], b.Person[:]))
	})
	of := map[uuid.UUID]int{}
	best := []Candidate{}
	for _, c := range list {
		if at, known := of[c.Interpreter]; known {
			best[at].People = append(best[at].People, c.Person)
			continue
		}
		of[c.Interpreter] = len(best)
		c.People, c.Rank, c.Reasons = []uuid.UUID{c.Person}, len(best)+1, c.why(w)
		best = append(best, c)
	}
	return best
}

func (c *Candidate) why(w Wanted) []Reason {
	list := []Reason{}
	for _, r := range []struct {
		holds bool
		Reason
	}{
		{c.duty, Reason{"on_duty", ""}}, {!c.duty && c.hours, Reason{"own_hours", ""}}, {!c.duty && !c.hours, Reason{"hours_unknown", ""}},
		{w.Gender != linguists.Unsaid && c.meets(w), Reason{"gender", ""}}, {!c.meets(w), Reason{"gender_other", ""}},
		{c.dialect, Reason{"dialect", ""}}, {c.topic, Reason{"topic", ""}}, {c.sworn, Reason{"sworn", ""}},
		{true, Reason{"price", strconv.FormatInt(c.Cents, 10)}}, {c.Way > 0, Reason{"way", strconv.Itoa(c.terms.TravelMinutes)}},
		{c.LoadMinutes > 0, Reason{"load", strconv.Itoa(c.LoadMinutes)}},
	} {
		if r.holds {
			list = append(list, r.Reason)
		}
	}
	return list
}
