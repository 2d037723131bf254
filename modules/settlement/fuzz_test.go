package settlement_test

import (
	"bytes"
	"testing"

	"github.com/ankunft/ankunft/modules/settlement"
)

// Whatever comes as an invoice: it is read or refused, and what is taken adds up to an amount that can be paid.
func FuzzReadInvoice(f *testing.F) {
	c := &settlement.Claim{NetCents: 24090, VATCents: 4577}
	b := invoiceOf("RE-1", c)
	f.Add(b.ubl())
	f.Add(b.cii())
	f.Add([]byte("<a><b></a>"))
	f.Add(bytes.Replace(b.ubl(), []byte("240.90"), []byte("99999999999999999999.99"), 1))
	f.Add(bytes.Replace(b.ubl(), []byte(">1<"), []byte(">1/0<"), 1))
	f.Fuzz(func(t *testing.T, body []byte) {
		if faults, total := settlement.ReadInvoice(body); faults == 0 && (total <= 0 || total > 10_000_000) {
			t.Errorf("%d cents", total)
		}
	})
}
