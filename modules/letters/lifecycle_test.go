package letters_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

func TestALetterIsFrozenApprovedReleasedAndSet(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	about := someCase()
	var frozen *letters.Letter
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		draft, err := o.ComposeTx(ctx, tx, grant(about))
		if err != nil {
			return err
		}
		better := grant(about)
		better.Contact.Name = "Team Studium"
		if _, err := o.RewriteTx(ctx, tx, draft.ID, better); err != nil {
			return err
		}
		frozen, err = o.FreezeTx(ctx, tx, draft.ID)
		return err
	})
	if frozen.State != letters.Frozen || len(frozen.Digest) != 32 || frozen.Number != nil {
		t.Fatalf("frozen: %s, digest %x, number %v", frozen.State, frozen.Digest, frozen.Number)
	}
	seen, err := o.Show(t.Context(), about, frozen.ID)
	if err != nil || !strings.Contains(string(seen), `"issued":null`) || !strings.Contains(string(seen), "Team Studium") {
		t.Fatalf("who approves sees %s, %v", seen, err)
	}
	// The city changes its template while the decision waits for the second person: this letter stays as it was approved.
	o.templates["grant.typ"] = file("#panic()")
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := o.ReleaseTx(ctx, tx, frozen.ID, frozen.Digest)
		return err
	})
	if _, err := o.PDF(t.Context(), about, frozen.ID); !errors.Is(err, letters.ErrNotRendered) {
		t.Fatalf("before the job: %v", err)
	}
	o.RunJobs(t)
	l := o.reread(t, frozen)
	if *l.Number != "B-2026-000001" || l.Dated.String() != "2026-11-21" || l.RenderedAt == nil {
		t.Fatalf("released: %v of %s, rendered %v", *l.Number, l.Dated, l.RenderedAt)
	}
	pdf, err := o.PDF(t.Context(), about, l.ID)
	if err != nil || !strings.Contains(string(pdf), `"number":"B-2026-000001"`) {
		t.Fatalf("PDF %s, %v", pdf, err)
	}
	want := []string{"letter.composed", "letter.rewritten", "letter.frozen", "letter.released", "letter.rendered"}
	if diff := cmp.Diff(want, o.trail(t, l.ID)); diff != "" {
		t.Errorf("trail (-want +got):\n%s", diff)
	}
	if !slices.Equal(o.heard, []string{"letters.rendered"}) {
		t.Errorf("heard %v", o.heard)
	}
}

func TestTheDigestIsTheWords(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	about := someCase()
	digest := func(change func(*letters.In)) []byte {
		in := grant(about)
		change(&in)
		var l *letters.Letter
		o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
			draft, err := o.ComposeTx(ctx, tx, in)
			if err != nil {
				return err
			}
			l, err = o.FreezeTx(ctx, tx, draft.ID)
			return err
		})
		return l.Digest
	}
	first := digest(func(*letters.In) {})
	if !bytes.Equal(first, digest(func(*letters.In) {})) {
		t.Error("the same words have two digests")
	}
	for what, change := range map[string]func(*letters.In){
		"name":     func(in *letters.In) { in.Recipient.Name = "Amal Haddád" },
		"language": func(in *letters.In) { in.Language = "fa" },
		"content":  func(in *letters.In) { in.Content = letters.Decision{Kind: letters.KindGrant, Title: "Anderes"} },
		"kind": func(in *letters.In) {
			in.Content = letters.Decision{Kind: letters.KindRefusal, Title: "Aufenthaltserlaubnis nach § 16b AufenthG"}
		},
		"reference": func(in *letters.In) { in.Reference = "2026-000124-3" },
	} {
		if bytes.Equal(first, digest(change)) {
			t.Errorf("another %s has the same digest", what)
		}
	}
	o.templates["letterhead.typ"] = file("new")
	if bytes.Equal(first, digest(func(*letters.In) {})) {
		t.Error("another template has the same digest")
	}
}

func TestWhatIsPastIsNotChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	l := o.release(t, grant(someCase()))
	about := letters.About{Kind: l.AboutKind, ID: l.AboutID}
	for what, do := range map[string]func(ctx context.Context, tx *db.Tx) error{
		"rewrite": func(ctx context.Context, tx *db.Tx) error {
			_, err := o.RewriteTx(ctx, tx, l.ID, grant(about))
			return err
		},
		"freeze":  func(ctx context.Context, tx *db.Tx) error { _, err := o.FreezeTx(ctx, tx, l.ID); return err },
		"release": func(ctx context.Context, tx *db.Tx) error { _, err := o.ReleaseTx(ctx, tx, l.ID, nil); return err },
		"discard": func(ctx context.Context, tx *db.Tx) error { return o.DiscardTx(ctx, tx, l.ID) },
	} {
		if err := o.DB.InTx(t.Context(), do); !errors.Is(err, letters.ErrState) {
			t.Errorf("%s a released letter: %v, want %v", what, err, letters.ErrState)
		}
	}
}

func TestADecisionCannotReleaseAnotherLetterThanItFroze(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := grant(someCase())
	var l *letters.Letter
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		draft, err := o.ComposeTx(ctx, tx, in)
		if err != nil {
			return err
		}
		l, err = o.FreezeTx(ctx, tx, draft.ID)
		return err
	})
	release := func(digest []byte) error {
		return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := o.ReleaseTx(ctx, tx, l.ID, digest)
			return err
		})
	}
	if err := release(bytes.Repeat([]byte{1}, 32)); !errors.Is(err, letters.ErrDigest) {
		t.Errorf("with another digest: %v", err)
	}
	// Somebody changes the words in the database by hand.
	if _, err := o.ExecContext(t.Context(), "UPDATE letters.letter SET data = replace(data::text, 'Amal', 'Omar')::json"); err != nil {
		t.Fatal(err)
	}
	if err := release(l.Digest); !errors.Is(err, letters.ErrDigest) {
		t.Errorf("with other words under the digest: %v", err)
	}
}

func TestALetterOfAnotherRecordIsNotFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	l := o.release(t, grant(someCase()))
	other := someCase()
	_, errGet := o.Get(t.Context(), other, l.ID)
	_, errPDF := o.PDF(t.Context(), other, l.ID)
	_, errShow := o.Show(t.Context(), other, l.ID)
	errRetrieve := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.RetrievedTx(ctx, tx, other, l.ID) })
	for i, err := range []error{errGet, errPDF, errShow, errRetrieve} {
		if !errors.Is(err, letters.ErrNotFound) {
			t.Errorf("%d: %v, want %v", i, err, letters.ErrNotFound)
		}
	}
	listed, err := o.List(t.Context(), "case", other.ID, l.AboutID)
	if err != nil || len(listed) != 1 {
		t.Errorf("listed %d, %v", len(listed), err)
	}
}

func TestAllFaultsOfALetterAreToldAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, err := o.Preview(t.Context(), letters.In{Dispatch: letters.ByPost, Regime: letters.RegimePortal})
	var paths []string
	for _, f := range errs.Of(err).Fields {
		paths = append(paths, f.Path)
	}
	want := []string{"about", "recipient.name", "recipient.lines", "content", "regime"}
	if diff := cmp.Diff(want, paths); diff != "" || !errors.Is(err, letters.ErrInput) {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	noTemplate := grant(someCase())
	noTemplate.Content = letters.Checklist{}
	if _, err := o.Preview(t.Context(), noTemplate); !errors.Is(err, letters.ErrInput) {
		t.Errorf("without a template: %v", err)
	}
}

func TestALetterWithOpenWordsIsNotFrozen(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := grant(someCase())
	in.Content = letters.Decision{Kind: letters.KindGrant, Operative: []string{"Gültig bis zum {{valid_until}}."}}
	if _, err := o.Preview(t.Context(), in); err != nil {
		t.Fatalf("the clerk cannot look at it: %v", err)
	}
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		draft, err := o.ComposeTx(ctx, tx, in)
		if err != nil {
			return err
		}
		_, err = o.FreezeTx(ctx, tx, draft.ID)
		return err
	})
	if !errors.Is(err, letters.ErrOpen) || errs.Of(err).Fields[0].Params["name"] != "valid_until" {
		t.Errorf("got %v, want %v", err, letters.ErrOpen)
	}
}

func TestTheSecretCodeIsPrintedAndForgotten(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := grant(someCase())
	in.Regime = letters.RegimeNone
	in.Content = letters.Receipt{}
	in.Secrets = map[string]string{"code": "3CDF-GHJK-MNPQ-RTVW"}
	l := o.release(t, in)
	pdf, err := o.PDF(t.Context(), in.About, l.ID)
	if err != nil || !strings.Contains(string(pdf), "3CDF-GHJK-MNPQ-RTVW") {
		t.Fatalf("the receipt does not show the code: %s, %v", pdf, err)
	}
	var rest string
	if err := o.NewRaw("SELECT letter::text FROM letters.letter").Scan(t.Context(), &rest); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(rest, "3CDF") {
		t.Error("the code stays in the database")
	}
}

func TestACharacterWithoutAFontIsToldInThePreviewAndBoxedOnRelease(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := grant(someCase())
	in.Recipient.Name = "Amal \U0010FFFD"
	if _, err := o.Preview(t.Context(), in); letters.Unprintable(err) != "\U0010FFFD" {
		t.Fatalf("preview: %v", err)
	}
	l := o.release(t, in)
	pdf, err := o.PDF(t.Context(), in.About, l.ID)
	if err != nil || !l.Substituted || !strings.Contains(string(pdf), "Amal □") {
		t.Fatalf("substituted %v: %s, %v", l.Substituted, pdf, err)
	}
}

func TestASpoiledPDFIsNotHandedOut(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	l := o.release(t, grant(someCase()))
	o.store.Spoil([]byte("%PDF- something else"))
	if _, err := o.PDF(t.Context(), letters.About{Kind: l.AboutKind, ID: l.AboutID}, l.ID); !errors.Is(err, letters.ErrDigest) {
		t.Fatalf("got %v, want %v", err, letters.ErrDigest)
	}
}

func TestLanguagesFallBackToTheirNextOfKin(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for asked, want := range map[string]string{"ar": "ar", "ar-SY": "ar", "prs": "fa", "so": "de", "": "de", "../ar": "de", "de-simple": "de"} {
		in := grant(someCase())
		in.Language = asked
		if l := o.release(t, in); l.Language != want {
			t.Errorf("%q is written in %q, want %q", asked, l.Language, want)
		}
	}
}

func TestAPersonDoesNotShowInLogs(t *testing.T) {
	t.Parallel()
	r := letters.Recipient{Name: "Amal Haddad"}
	for _, shown := range []string{fmt.Sprint(r), fmt.Sprintf("%v", r), r.LogValue().String()} {
		if strings.Contains(shown, "Amal") {
			t.Errorf("%s shows the person", shown)
		}
	}
}

func TestErasingARecordLeavesNoLetter(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kept, gone := o.release(t, grant(someCase())), o.release(t, grant(someCase()))
	about := letters.About{Kind: gone.AboutKind, ID: gone.AboutID}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		keys, err := o.EraseTx(ctx, tx, about)
		if len(keys) != 2 || !strings.HasPrefix(keys[0], "letters/") || keys[1] != keys[0]+"-mail" {
			t.Errorf("keys %v", keys)
		}
		return err
	})
	if _, err := o.Get(t.Context(), about, gone.ID); !errors.Is(err, letters.ErrNotFound) {
		t.Errorf("the erased letter: %v", err)
	}
	o.reread(t, kept)
}
