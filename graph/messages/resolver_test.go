package messagesgql_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	messagesgql "github.com/ankunft/ankunft/graph/messages"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

var errNoCase = errs.New(errs.NotFound, "test.no_case")

// oneCase is a case of one applicant and one clerk; an auditor may look in.
type oneCase struct{ id, applicant, clerk, auditor uuid.UUID }

func (c oneCase) ThreadAccess(ctx context.Context, id uuid.UUID) (messagesgql.Access, error) {
	a := messagesgql.Access{Applicant: messages.Addressee{AccountID: c.applicant, Email: "a@example.org", Language: "en"}, Path: "/my/1"}
	who := identity.ViewerFrom(ctx).AccountID
	switch {
	case id != c.id:
	case who == c.applicant:
		a.Side, a.MayWrite = messages.Applicant, true
		return a, nil
	case who == c.clerk:
		a.Side, a.MayWrite = messages.Office, true
		return a, nil
	case who == c.auditor:
		a.Side = messages.Office
		return a, nil
	}
	return a, errNoCase
}

func TestAThreadBelongsToItsCase(t *testing.T) {
	t.Parallel()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations)
	people := identity.New(kit.DB, nil, nil, nil, identity.Config{}, kit.Log)
	clerk, err := people.Know(t.Context(), identity.KindStaff, identity.Claims{Issuer: "i", Subject: "c", Name: "Clara", Trust: identity.TrustBasic})
	if err != nil {
		t.Fatal(err)
	}
	c := oneCase{ids.New(), ids.New(), clerk.ID, ids.New()}
	post := messages.New(kit.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "M"}, kit.Log)
	post.Register(kit.Jobs)
	r := messagesgql.Resolver{DB: kit.DB, Messages: post, Identity: people, Cases: c}
	q, m := messagesgql.Query{Resolver: r}, messagesgql.Mutation{Resolver: r}
	as := func(id uuid.UUID, kind identity.AccountKind) context.Context {
		return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: id, Kind: kind, Name: "Clara"})
	}
	amal, clara := as(c.applicant, identity.KindApplicant), as(c.clerk, identity.KindStaff)

	written := messagesgql.SendMessage{CaseID: c.id, Text: "Guten Tag", Language: "de", Key: "1"}
	sent, err := m.SendMessage(clara, written)
	if err != nil || sent.From != messages.Office || *sent.AuthorName != "Clara" {
		t.Fatalf("%+v %v", sent, err)
	}
	seen, err := q.Thread(amal, c.id)
	if err != nil || seen.Side != messages.Applicant || seen.Unread != 1 || len(seen.Permitted) != 1 || seen.Items[0].AuthorName != nil {
		t.Fatalf("%+v %v", seen, err)
	}
	if seen, err = m.MarkThreadRead(amal, messagesgql.MarkThreadRead{CaseID: c.id, UpTo: sent.ID}); err != nil || seen.Unread != 0 {
		t.Fatalf("%+v %v", seen, err)
	}
	if _, err := m.SendMessage(amal, written); err != nil { // the same key of somebody else is another key
		t.Fatal(err)
	}
	looking := as(c.auditor, identity.KindStaff)
	if _, err := m.SendMessage(looking, written); !errors.Is(err, messagesgql.ErrReadOnly) {
		t.Fatal(err)
	}
	if seen, err = m.MarkThreadRead(looking, messagesgql.MarkThreadRead{CaseID: c.id, UpTo: ids.New()}); err != nil || seen.Unread != 1 {
		t.Fatal("looking in from elsewhere read it for the office", seen, err)
	}
	stranger := as(ids.New(), identity.KindApplicant)
	_, err1 := q.Thread(stranger, c.id)
	_, err2 := m.SendMessage(stranger, written)
	_, err3 := m.MarkThreadRead(stranger, messagesgql.MarkThreadRead{CaseID: c.id})
	_, err4 := messagesgql.Subscription{Resolver: r}.ThreadChanged(stranger, c.id)
	for _, err := range []error{err1, err2, err3, err4} {
		if !errors.Is(err, errNoCase) {
			t.Error("a stranger came in:", err)
		}
	}
	kit.RunJobs(t)
}
