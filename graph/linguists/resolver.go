// Package linguistsgql is the part of the schema about the directory of interpreters, the need of one, and what is paid.
package linguistsgql

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part of the directory; it is Query and Mutation, and resolves the edges of its types.
type Resolver struct {
	Linguists *linguists.Service // nil where the city works without interpreters: nobody is there
	// Me is the record of the person whose account the viewer has; nil where none is on file yet, or nothing lies above.
	Me func(context.Context) (*audit.Record, error)
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// The types of this part.
type (
	// InterpreterPage is one page of the directory.
	InterpreterPage struct {
		Items []*linguists.Interpreter
		Next  *string
	}
	// TellInterpreterNeed says what one needs oneself.
	TellInterpreterNeed struct {
		EnoughGerman      bool
		Language, Dialect *string
		Form              *linguists.Form
		Gender            *linguists.Gender
	}
	// OwnInterpreter is the own entry.
	OwnInterpreter struct {
		Interpreter *linguists.Interpreter
		Change      *linguists.InterpreterChange
	}
)

const german = "de"

// service is nothing where the city works without interpreters.
func (r Resolver) service() (*linguists.Service, error) {
	if r.Linguists == nil {
		return nil, linguists.ErrNone
	}
	return r.Linguists, nil
}

// Interpreters lists the directory.
func (q Query) Interpreters(ctx context.Context, filter *linguists.InterpreterFilter, first *int, after *string) (*InterpreterPage, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = &linguists.InterpreterFilter{}
	}
	args := page.Args{}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	p, err := s.List(ctx, *filter, args)
	if err != nil {
		return nil, err
	}
	found := &InterpreterPage{Items: p.Items}
	if p.Next != "" {
		found.Next = &p.Next
	}
	return found, nil
}

// Interpreter reads an entry.
func (q Query) Interpreter(ctx context.Context, id uuid.UUID) (*linguists.Interpreter, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, id)
}

// InterpreterBiases tells to whom somebody is tied.
func (q Query) InterpreterBiases(ctx context.Context, interpreter uuid.UUID) ([]linguists.Bias, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s.Biases(ctx, interpreter)
}

// EndingProofs lists proofs that end soon or have ended.
func (q Query) EndingProofs(ctx context.Context) ([]linguists.EndingProof, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s.Ending(ctx)
}

// InterpreterNeed tells what somebody needs.
func (q Query) InterpreterNeed(ctx context.Context, kind string, id uuid.UUID) (*linguists.InterpreterNeed, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return s.Need(ctx, audit.Record{Kind: kind, ID: id})
}

// me is the service, and the record of who is logged in.
func (r Resolver) me(ctx context.Context) (*linguists.Service, audit.Record, error) {
	s, err := r.service()
	if err != nil || r.Me == nil {
		return nil, audit.Record{}, linguists.ErrNone
	}
	me, err := r.Me(ctx)
	if err != nil || me == nil {
		return nil, audit.Record{}, cmp.Or(err, error(linguists.ErrNone))
	}
	return s, *me, nil
}

// MyInterpreterNeed tells what one needs oneself.
func (q Query) MyInterpreterNeed(ctx context.Context) (*linguists.InterpreterNeed, error) {
	s, me, err := q.me(ctx)
	if err != nil {
		return nil, err
	}
	return s.NeedOf(ctx, me)
}

// Tariffs lists what is paid on a day.
func (q Query) Tariffs(_ context.Context, day *clock.Date) ([]remuneration.Tariff, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	if day == nil || day.IsZero() {
		today := clock.Today(s.DB.Clock.Now())
		day = &today
	}
	return s.Tariffs.Holding(*day), nil
}

// MyInterpreter is the own entry.
func (q Query) MyInterpreter(ctx context.Context) (*OwnInterpreter, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	return own(s.Mine(ctx))
}

func own(i *linguists.Interpreter, c *linguists.InterpreterChange, err error) (*OwnInterpreter, error) {
	if err != nil {
		return nil, err
	}
	return &OwnInterpreter{i, c}, nil
}

// InterpreterResolver resolves the edges of Interpreter.
type InterpreterResolver struct{ Resolver }

// Tax is for who keeps the directory, and for themselves.
func (InterpreterResolver) Tax(ctx context.Context, obj *linguists.Interpreter) (*linguists.Tax, error) {
	if !keeps(ctx, obj) {
		return nil, nil // not for this viewer
	}
	return &obj.Tax, nil
}

// Change is what waits for the office.
func (InterpreterResolver) Change(ctx context.Context, obj *linguists.Interpreter) (*linguists.InterpreterChange, error) {
	if !keeps(ctx, obj) || len(obj.Changes) == 0 {
		return nil, nil // there is none, or not for this viewer
	}
	return obj.Changes[0], nil
}

// keeps says whether the viewer keeps the directory, or the entry is theirs.
func keeps(ctx context.Context, obj *linguists.Interpreter) bool {
	v := identity.ViewerFrom(ctx)
	return v.Can("interpreters.keep") || v.LoggedIn() && obj.AccountID != nil && *obj.AccountID == v.AccountID
}

// Permitted are the actions that the viewer may do to an entry.
func (InterpreterResolver) Permitted(ctx context.Context, _ *linguists.Interpreter) ([]string, error) {
	v, can := identity.ViewerFrom(ctx), []string{}
	for _, action := range []string{"interpreters.keep", "interpreters.book", "interpreters.duty"} {
		if v.Can(action) {
			can = append(can, action)
		}
	}
	return can, nil
}

// InterpreterSkillResolver resolves the edges of InterpreterSkill.
type InterpreterSkillResolver struct{ Resolver }

// Name is that of the language.
func (InterpreterSkillResolver) Name(_ context.Context, obj *linguists.Skill) (string, error) {
	name, _ := linguists.Name(obj.Language, german)
	return name, nil
}

// InterpreterNeedResolver resolves the edges of InterpreterNeed.
type InterpreterNeedResolver struct{ Resolver }

// Name is that of the language; "" where none is needed.
func (InterpreterNeedResolver) Name(_ context.Context, obj *linguists.InterpreterNeed) (string, error) {
	name, _ := linguists.Name(obj.Language, german)
	return name, nil
}
