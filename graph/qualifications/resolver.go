// Package qualificationsgql is the part of the schema about what members of staff can.
package qualificationsgql

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
	"github.com/ankunft/ankunft/platform/tongue"
)

// Resolver resolves the part of qualifications.
type Resolver struct {
	Qualifications *qualifications.Service
	Case           func(uuid.UUID) audit.Record // how a case is called above; nil: there are none
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// The types of this part.
type (
	// MyQualifications is what one has stated.
	MyQualifications struct {
		Items  []HeldQualification
		Levels []string
		Known  []qualifications.Qualification
	}
	// HeldQualification is an entry.
	HeldQualification struct {
		ID                uuid.UUID
		Kind              qualifications.Kind
		Key, Title, Level string
		ValidUntil        clock.Date
		Over, Certified   bool
		CertifiedBy       *string
		CertifiedAt       *time.Time
		Proof             string
		Version           int
	}
	// QualifiedStaffPage is one page of colleagues.
	QualifiedStaffPage struct {
		Items []QualifiedColleague
		Next  *string
	}
	// QualifiedColleague is a colleague with what they can.
	QualifiedColleague struct {
		ID          uuid.UUID
		Name        string
		Held        []HeldQualification
		Certifiable bool
	}
	// SpokenLanguage is a language that somebody speaks.
	SpokenLanguage struct {
		Key, Name, Level string
		Certified        bool
	}
	// Speaker is somebody at a counter.
	Speaker struct {
		Name        string
		Counter     uuid.UUID
		CounterName string
		From, To    *string
		Now, Away   bool
		Languages   []SpokenLanguage
	}
	// FittingStaff are the colleagues for a case.
	FittingStaff struct {
		Language, Qualification *string
		Items                   []FittingColleague
	}
	// FittingColleague is one of them.
	FittingColleague struct {
		ID        uuid.UUID
		Name      string
		Speaks    *SpokenLanguage
		Qualified bool
	}
)

const german = "de"

// MyQualifications tells what the viewer has stated.
func (q Query) MyQualifications(ctx context.Context) (*MyQualifications, error) {
	list, err := q.Qualifications.Own(ctx)
	if err != nil {
		return nil, err
	}
	items, err := q.show(ctx, list)
	return &MyQualifications{Items: items, Levels: qualifications.Levels, Known: append([]qualifications.Qualification{}, q.Qualifications.Known...)}, err
}

// QualifiedStaff lists colleagues.
func (q Query) QualifiedStaff(ctx context.Context, filter *qualifications.Filter, first *int, after *string) (*QualifiedStaffPage, error) {
	if filter == nil {
		filter = &qualifications.Filter{}
	}
	args := page.Args{}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	p, err := q.Qualifications.List(ctx, *filter, args)
	if err != nil {
		return nil, err
	}
	v, out := identity.ViewerFrom(ctx), &QualifiedStaffPage{Items: []QualifiedColleague{}}
	for _, c := range p.Items {
		held, err := q.show(ctx, c.Held)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, QualifiedColleague{c.ID, c.Name, held, c.ID != v.AccountID && v.Can(qualifications.ActionKeep)})
	}
	if p.Next != "" {
		out.Next = &p.Next
	}
	return out, nil
}

// Speakers tells who sits at the counters of a site and what they speak.
func (q Query) Speakers(ctx context.Context, site string, language *string) ([]Speaker, error) {
	code := ""
	if language != nil {
		if code = *language; !tongue.Known(code) {
			code = tongue.SpokenIn(code)
		}
		if code == "" {
			return []Speaker{}, nil
		}
	}
	list, err := q.Qualifications.Speakers(ctx, site, code)
	shown := make([]Speaker, len(list))
	for i, s := range list {
		shown[i] = Speaker{Name: s.Name, Counter: s.CounterID, CounterName: s.CounterName, From: told(s.From), To: told(s.To), Now: s.Now, Away: s.Away, Languages: []SpokenLanguage{}}
		for _, h := range s.Languages {
			shown[i].Languages = append(shown[i].Languages, *spoken(h))
		}
	}
	return shown, err
}

// FittingStaff tells who may work on a case.
func (q Query) FittingStaff(ctx context.Context, caseID uuid.UUID, team *string) (*FittingStaff, error) {
	if q.Case == nil {
		return nil, qualifications.ErrNone
	}
	in := ""
	if team != nil {
		in = *team
	}
	f, err := q.Qualifications.Fitting(ctx, q.Case(caseID), in)
	if err != nil {
		return nil, err
	}
	out := &FittingStaff{Items: []FittingColleague{}}
	if f.Language != "" {
		out.Language = told(tongue.Label(f.Language, german))
	}
	if f.Qualification != "" {
		out.Qualification = told(q.Qualifications.Title(f.Qualification))
	}
	for _, c := range f.Items {
		out.Items = append(out.Items, FittingColleague{c.ID, c.Name, spoken(c.Speaks), c.Qualified})
	}
	return out, nil
}

// StateQualification says what one can.
func (m Mutation) StateQualification(ctx context.Context, input qualifications.StateQualification) (*HeldQualification, error) {
	return m.one(ctx)(m.Qualifications.State(ctx, input))
}

// DropQualification takes it back.
func (m Mutation) DropQualification(ctx context.Context, input qualifications.DropQualification) (bool, error) {
	err := m.Qualifications.Drop(ctx, input)
	return err == nil, err
}

// CertifyQualification says that one has seen a proof.
func (m Mutation) CertifyQualification(ctx context.Context, input qualifications.CertifyQualification) (*HeldQualification, error) {
	return m.one(ctx)(m.Qualifications.Certify(ctx, input))
}

// DoubtQualification takes a certificate back.
func (m Mutation) DoubtQualification(ctx context.Context, input qualifications.DoubtQualification) (*HeldQualification, error) {
	return m.one(ctx)(m.Qualifications.Doubt(ctx, input))
}

func (r Resolver) one(ctx context.Context) func(*qualifications.Held, error) (*HeldQualification, error) {
	return func(h *qualifications.Held, err error) (*HeldQualification, error) {
		if err != nil {
			return nil, err
		}
		shown, err := r.show(ctx, []*qualifications.Held{h})
		if err != nil {
			return nil, err
		}
		return &shown[0], nil
	}
}

// show names what is held and who certified it.
func (r Resolver) show(ctx context.Context, list []*qualifications.Held) ([]HeldQualification, error) {
	var who []uuid.UUID
	for _, h := range list {
		if h.CertifiedBy != nil {
			who = append(who, *h.CertifiedBy)
		}
	}
	names, err := r.Qualifications.Identity.Colleagues(ctx, who)
	if err != nil {
		return nil, err
	}
	today := clock.Today(r.Qualifications.DB.Clock.Now())
	shown := make([]HeldQualification, len(list))
	for i, h := range list {
		shown[i] = HeldQualification{
			ID: h.ID, Kind: h.Kind, Key: h.Key, Title: r.Qualifications.Title(h.Key), Level: h.Level, ValidUntil: h.ValidUntil, Over: h.Over(today),
			Certified: h.Certified(), CertifiedAt: h.CertifiedAt, Proof: h.Proof, Version: h.Version,
		}
		if h.Kind == qualifications.Language {
			shown[i].Title = tongue.Label(h.Key, german)
		}
		if h.CertifiedBy != nil {
			shown[i].CertifiedBy = told(names[*h.CertifiedBy])
		}
	}
	return shown, nil
}

func spoken(h *qualifications.Held) *SpokenLanguage {
	if h == nil {
		return nil
	}
	return &SpokenLanguage{h.Key, tongue.Label(h.Key, german), h.Level, h.Certified()}
}

func told(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
