package settlement_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/ids"
)

// What was confirmed after an invoice came counts for it; what the viewer may do is asked of its teams; the office bills for its own teams alone.
func TestAnInvoiceIsComparedAsItIsRead(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.work(t, o.person(t, "Amal"), "2026-11-19")
	c := o.claims(t)[0]
	inv, err := o.handIn(t, invoiceOf("RE-1", c).ubl(), c)
	if err != nil || slices.Contains(inv.Permitted(o.lead), "acceptInvoice") {
		t.Fatal(inv, err)
	}
	if _, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: o.claim(t, c.ID).Version}); err != nil {
		t.Fatal(err)
	}
	if inv, err = o.Invoice(o.as(t, o.lead), inv.ID); err != nil || len(inv.Faults) != 0 || !slices.Contains(inv.Permitted(o.lead), "acceptInvoice") {
		t.Error(inv.Faults, err)
	}
	study := identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{"studium"}})
	if can := inv.Permitted(study); len(can) != 0 {
		t.Error("another team's lead:", can)
	}
	next := o.owed(t, c.PayeeID, "2026-11-20")
	_, err = o.HandIn(o.as(t, study), settlement.HandIn{Payee: next.PayeeID, Claims: []uuid.UUID{next.ID}, Body: invoiceOf("RE-2", next).ubl()})
	if !containsAll(codes(err), []string{"claims unknown"}) {
		t.Error("another team's lead hands in:", err, codes(err))
	}
}

// A batch in which another team's payment stands is on the list, and its file is not there. An account that changed since an invoice was accepted stops it.
func TestAFileIsForWhoMaySeeAllOfIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal := o.person(t, "Amal")
	o.accepted(t, "1", o.owed(t, amal, "2026-11-19"))
	other := o.owed(t, amal, "2026-11-20")
	inv := o.accepted(t, "2", other)
	if _, err := o.NewRaw("UPDATE settlement.claim SET team = 'studium' WHERE id = ?", other.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	changed := func(to string) {
		t.Helper()
		if _, err := o.NewRaw("UPDATE linguists.interpreter SET tax = jsonb_set(tax, '{iban}', ?::jsonb) WHERE id = ?", `"`+to+`"`, amal).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	both := identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{team, "studium"}})
	changed("DE02120300000000202051")
	if _, err := o.Export(o.as(t, both)); !slices.Contains(codes(err), "iban["+inv.ID.String()+"] not_on_file") {
		t.Error(err, codes(err))
	}
	changed(iban)
	b, err := o.Export(o.as(t, both))
	if err != nil || b.Rows != 2 {
		t.Fatal(err)
	}
	if _, err := o.Download(o.as(t, o.lead), b.ID); !errors.Is(err, settlement.ErrNone) {
		t.Error("another team's payments:", err)
	}
	if list, err := o.Batches(o.as(t, o.lead)); err != nil || len(list) != 1 {
		t.Error(list, err)
	}
	if _, err := o.Download(o.as(t, both), b.ID); err != nil {
		t.Error(err)
	}
}

// Two who hand in the same number at once: one has it.
func TestTheSameInvoiceAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.owed(t, o.person(t, "Amal"), "2026-11-19")
	var mu sync.Mutex
	taken, twice := 0, 0
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			_, err := o.handIn(t, invoiceOf("RE-1", c).ubl(), c)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				taken++
			case errors.Is(err, settlement.ErrTwice):
				twice++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if taken != 1 || twice != 5 {
		t.Error(taken, twice)
	}
}
