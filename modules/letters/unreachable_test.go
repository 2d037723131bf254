package letters_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/db"
)

// informal is a request for papers in the portal: nothing hangs on the day it is served.
func informal(about letters.About) letters.In {
	in := grant(about)
	in.Regime, in.Content = letters.RegimeNone, letters.Request{}
	return in
}

func (o *office) unreachable(t *testing.T, about letters.About, since time.Time) (printed, homeless int) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) (err error) {
		printed, homeless, err = o.UnreachableTx(ctx, tx, about, since)
		return err
	})
	return printed, homeless
}

func TestWhatSomebodyCannotBeToldOfIsPrinted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	about := someCase()
	old, opened := o.release(t, informal(about)), o.release(t, grant(about))
	waiting := o.release(t, grant(about))
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		return errors.Join(o.NoticeSentTx(ctx, tx, opened.ID), o.NoticeSentTx(ctx, tx, waiting.ID), o.RetrievedTx(ctx, tx, about, opened.ID))
	})
	o.Clock.Advance(time.Hour)
	since := o.Clock.Now()
	young, other := o.release(t, informal(about)), o.release(t, informal(someCase()))
	homeless := informal(about)
	homeless.Recipient.Lines = nil
	nowhere := o.release(t, homeless)

	if printed, left := o.unreachable(t, about, since); printed != 2 || left != 1 {
		t.Fatalf("%d printed, %d without an address", printed, left)
	}
	if printed, left := o.unreachable(t, about, since); printed != 0 || left != 1 {
		t.Fatalf("again: %d printed, %d without an address", printed, left)
	}
	for _, c := range []struct {
		name     string
		l        *letters.Letter
		dispatch letters.Dispatch
		basis    letters.Basis
	}{
		{"an older one that needs no service", old, letters.ByPortal, letters.BasisInformal},
		{"one that was opened", opened, letters.ByPortal, letters.BasisRetrieved},
		{"a decision that waits", waiting, letters.ByPost, letters.BasisPending},
		{"what the notice was about", young, letters.ByPost, letters.BasisInformal},
		{"somebody else's", other, letters.ByPortal, letters.BasisInformal},
		{"one without an address", nowhere, letters.ByPortal, letters.BasisInformal},
	} {
		if l := o.reread(t, c.l); l.Dispatch != c.dispatch || l.ServedBasis != c.basis {
			t.Errorf("%s: by %s, %s", c.name, l.Dispatch, l.ServedBasis)
		}
	}
	if trail := o.trail(t, waiting.ID); !slices.Contains(trail, "letter.unreachable") {
		t.Errorf("trail %v", trail)
	}
	o.RunJobs(t)
	if n := len(slices.DeleteFunc(slices.Clone(o.heard), func(e string) bool { return e != "letters.unretrieved" })); n != 2 {
		t.Errorf("heard %v", o.heard)
	}
}

func TestACopyForAMailHidesTheCodeAndADecisionHasNone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := informal(someCase())
	in.Content, in.Secrets = letters.Receipt{}, map[string]string{"code": "3CDF-GHJK-MNPQ-RTVW"}
	var draft *letters.Letter
	o.InTx(t, func(ctx context.Context, tx *db.Tx) (err error) {
		draft, err = o.ComposeTx(ctx, tx, in)
		return err
	})
	if _, err := o.MailCopy(t.Context(), draft.ID); !errors.Is(err, letters.ErrState) {
		t.Errorf("a copy of a draft: %v", err)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { _, err := o.ReleaseTx(ctx, tx, draft.ID, nil); return err })
	if _, err := o.MailCopy(t.Context(), draft.ID); !errors.Is(err, letters.ErrNotRendered) { // its secrets are still in the database
		t.Errorf("a copy before the letter is there: %v", err)
	}
	o.RunJobs(t)
	for range 2 {
		key, err := o.MailCopy(t.Context(), draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		object, err := o.store.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := io.ReadAll(object)
		if err != nil || strings.Contains(string(pdf), "3CDF") || !strings.Contains(string(pdf), "Amal Haddad") || !strings.Contains(string(pdf), "B-2026-") {
			t.Errorf("%s, %v", pdf, err)
		}
	}
	if pdf, err := o.PDF(t.Context(), in.About, draft.ID); err != nil || !strings.Contains(string(pdf), "3CDF-GHJK-MNPQ-RTVW") {
		t.Errorf("the letter itself: %s, %v", pdf, err)
	}
	for what, l := range map[string]*letters.Letter{"a decision": o.release(t, grant(someCase())), "a decision by post": o.release(t, refusal(someCase()))} {
		if _, err := o.MailCopy(t.Context(), l.ID); !errors.Is(err, letters.ErrState) || l.MayGoByMail() {
			t.Errorf("%s as a mail: %v", what, err)
		}
	}
}
