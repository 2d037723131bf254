package cases_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

// garden is a small module above cases: it grows a tree beside each case.
type garden struct {
	forbids error // to take applications back
	felled  []uuid.UUID
	poem    string // in the person's own words
}

// tree is what it lays beside a case, for staff and for the applicant alike.
type tree struct{ of uuid.UUID }

func (*tree) Colleagues() []uuid.UUID { return nil }

func (*tree) Permitted(_ *identity.Viewer, d *cases.Detail) []string {
	if slices.Contains(cases.AtWork, d.State) {
		return []string{"waterTree"}
	}
	return nil
}

func (x *tree) PermittedToOwner(c *cases.Case) []string {
	if c.Pending() && x.of == c.ID {
		return []string{"climbTree"}
	}
	return nil
}

var errRooted = errors.New("the tree has roots")

func (g *garden) neighbour() cases.Neighbour {
	return cases.Neighbour{
		Beside: func(b *pgx.Batch, id uuid.UUID) cases.Beside {
			x := new(tree)
			b.Queue("SELECT $1::uuid", id).QueryRow(func(row pgx.Row) error { return row.Scan(&x.of) })
			return x
		},
		BesideOwn: func(_ context.Context, own []*cases.Case) (map[uuid.UUID]cases.BesideOwn, error) {
			trees := map[uuid.UUID]cases.BesideOwn{}
			for _, c := range own {
				trees[c.ID] = &tree{c.ID}
			}
			return trees, nil
		},
		Withdraw: func(_ context.Context, _ *db.Tx, c *cases.Case) error {
			g.felled = append(g.felled, c.ID)
			return g.forbids
		},
		Foreign: func(context.Context, *cases.Case) (map[string]string, error) {
			return map[string]string{"poem": g.poem}, nil
		},
	}
}

// flower is a neighbour's thing that nobody lays anywhere.
type flower struct{ tree }

func TestWhatANeighbourKeepsIsReadWithTheCase(t *testing.T) {
	t.Parallel()
	o, g := open(t), &garden{}
	who, clerk := o.Applicant(t), o.Clerk(t)
	o.Adjoin(g.neighbour())
	o.Adjoin(cases.Neighbour{}) // takes part in nothing
	first, second := o.WithPassport(t, who), o.WithPassport(t, who)
	o.Read(t, clerk, first)
	ctx, n := db.CountStatements(clerk)
	d := o.Read(t, ctx, first)
	if x := cases.Find[*tree](d.Beside); x == nil || x.of != first || n.Load() != 5 {
		t.Errorf("%+v in %d statements", x, n.Load())
	}
	if x := cases.Find[*flower](d.Beside); x != nil {
		t.Errorf("found %+v, which nobody laid there", x)
	}
	if !slices.Contains(d.Permitted, "waterTree") || !slices.Contains(d.Permitted, "checkPaper") {
		t.Errorf("%v", d.Permitted)
	}
	_, err := o.Detail(o.Staff(t, "Else", identity.Right{Role: identity.Clerk, Teams: []string{"work"}}), first, "work")
	casestest.Refused(t, err, cases.ErrNotFound)
	mine, err := o.MyCases(who)
	casestest.Must(t, err)
	for _, m := range mine {
		if x := cases.Find[*tree](m.Beside); x == nil || x.of != m.ID || !slices.Contains(m.Permitted, "climbTree") {
			t.Errorf("%+v %v", x, m.Permitted)
		}
	}
	if len(mine) != 2 || mine[0].ID != second {
		t.Errorf("%d cases", len(mine))
	}
}

func TestANeighbourForbidsToTakeBackOrCleansUp(t *testing.T) {
	t.Parallel()
	o, g := open(t), &garden{forbids: errRooted}
	who, clerk := o.Applicant(t), o.Clerk(t)
	o.Adjoin(g.neighbour())
	id := o.WithPassport(t, who)
	o.Ask(t, clerk, id, "photo")
	casestest.Refused(t, o.Withdraw(who, cases.WithdrawCase{Case: id}), errRooted)
	if d := o.Read(t, clerk, id); d.State != cases.Waiting || d.Requests[0].State != cases.RequestOpen {
		t.Fatalf("half withdrawn: %+v", d.Case)
	}
	g.forbids, g.felled = nil, nil
	casestest.Refused(t, o.Withdraw(o.Applicant(t), cases.WithdrawCase{Case: id}), cases.ErrNotFound)
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: id}))
	casestest.Must(t, o.Withdraw(who, cases.WithdrawCase{Case: id})) // again changes nothing
	d := o.Read(t, clerk, id)
	if d.State != cases.Withdrawn || d.ClosedAt == nil || d.Requests[0].State != cases.RequestWithdrawn || d.PausedReason != nil || len(g.felled) != 1 {
		t.Errorf("%+v, felled %v", d.Case, g.felled)
	}
}

func TestANeighboursForeignTextsAreTranslatedToo(t *testing.T) {
	t.Parallel()
	machine, g := casestest.NewFakeTranslator(), &garden{poem: "شجرة"}
	o := open(t, func(p *casestest.Plan) { p.Deps.Translator = machine })
	o.Adjoin(g.neighbour())
	id := o.WithPassport(t, o.Applicant(t))
	clerk := o.Clerk(t)
	if _, known := o.Read(t, clerk, id).German("poem"); known {
		t.Fatal("translated before anybody did it")
	}
	casestest.Must(t, o.TranslateField(clerk, cases.TranslateField{Case: id, Field: "poem"}))
	g.poem = "something else" // what is German already is not asked for again
	casestest.Must(t, o.TranslateField(clerk, cases.TranslateField{Case: id, Field: "poem"}))
	if german, known := o.Read(t, clerk, id).German("poem"); !known || german != "[ar→de] شجرة" {
		t.Errorf("%q", german)
	}
}

func TestAModuleAboveChangesACaseUnderItsVersion(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.WithPassport(t, who)
	version := o.Read(t, clerk, id).Version
	decide := func(_ context.Context, _ *db.Tx, c *cases.Case) (cases.Deed, error) {
		c.State = cases.Deciding
		return cases.Deed{Action: "case.planted"}, nil
	}
	for name, c := range map[string]struct {
		ctx     context.Context
		action  string
		version int
		states  []cases.CaseState
		want    error
	}{
		"a stranger's case":         {o.Staff(t, "Else", identity.Right{Role: identity.Clerk, Teams: []string{"work"}}), "cases.check", version, nil, cases.ErrNotFound},
		"an action beyond the role": {o.Approver(t), "cases.check", version, nil, cases.ErrNotFound},
		"another version":           {clerk, "cases.check", version - 1, nil, cases.ErrConflict},
		"another state":             {clerk, "cases.check", version, []cases.CaseState{cases.Decided}, cases.ErrState},
	} {
		if err := o.Change(c.ctx, c.action, id, c.version, c.states, decide); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	casestest.Refused(t, o.ChangeOwn(o.Applicant(t), id, nil, decide), cases.ErrNotFound)
	casestest.Refused(t, o.ChangeOwn(who, id, []cases.CaseState{cases.Decided}, decide), cases.ErrState)
	failing := func(_ context.Context, _ *db.Tx, c *cases.Case) (cases.Deed, error) {
		c.State = cases.Decided
		return cases.Deed{}, errRooted
	}
	casestest.Refused(t, o.Change(clerk, "cases.check", id, version, nil, failing), errRooted)
	if d := o.Read(t, clerk, id); d.State != cases.Received || d.Version != version {
		t.Fatalf("%+v", d.Case)
	}
	casestest.Must(t, o.Change(clerk, "cases.check", id, version, cases.AtWork, decide))
	casestest.Must(t, o.ChangeOwn(who, id, nil, decide))
	if d := o.Read(t, clerk, id); d.State != cases.Deciding || d.Version != version+2 {
		t.Errorf("%+v", d.Case)
	}
	if n := o.Count(t, "audit.entry WHERE record_id = ? AND action = 'case.planted'", id); n != 2 {
		t.Errorf("%d entries in the trail", n)
	}
}

func TestAModuleAboveListsCasesThatItKnowsMoreOf(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerk := o.Clerk(t)
	with, _ := o.WithPassport(t, o.Applicant(t)), o.Apply(t, o.Applicant(t))
	arrived := cases.Clause{SQL: "c.papers_to_check >= %s", Args: []any{1}}
	for name, c := range map[string]struct {
		ctx  context.Context
		want []uuid.UUID
	}{"the team": {clerk, []uuid.UUID{with}}, "others": {o.Staff(t, "Else", identity.Right{Role: identity.Clerk, Teams: []string{"work"}}), nil}} {
		list, err := o.WorkListOf(c.ctx, "cases.check", page.Args{}, arrived, cases.Clause{SQL: "c.state = 'received'"})
		casestest.Must(t, err)
		var got []uuid.UUID
		for _, w := range list.Items {
			got = append(got, w.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhoWritesForACaseWritesInTwoLanguages(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.WithPassport(t, o.Applicant(t))
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		c, err := cases.LockTx(ctx, tx, id)
		casestest.Must(t, err)
		w, err := o.WriterTx(ctx, tx, c)
		casestest.Must(t, err)
		name := w.ServiceName()
		if name["ar"] == "" || name["ar"] == name[catalogue.German] || w.Number != c.Number || w.Path != "/my/"+id.String() || !w.Reachable() {
			t.Errorf("%+v %+v", name, w.Matter)
		}
		return nil
	})
}
