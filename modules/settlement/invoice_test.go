package settlement_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

func euro(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

// bill is an invoice as programs write it.
type bill struct {
	number, date, currency, vatID, iban string
	quantity                            string
	price, line, net, vat, total        int64
	extra                               string
}

// invoiceOf bills claims in one line.
func invoiceOf(number string, claims ...*settlement.Claim) bill {
	b := bill{number: number, date: "2026-11-23", currency: "EUR", vatID: vatID, iban: iban, quantity: "1"}
	for _, c := range claims {
		b.net, b.vat = b.net+c.NetCents, b.vat+c.VATCents
	}
	b.price, b.line, b.total = b.net, b.net, b.net+b.vat
	return b
}

func (b bill) ubl() []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>
<cbc:ID>` + b.number + `</cbc:ID><cbc:IssueDate>` + b.date + `</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>` + b.currency + `</cbc:DocumentCurrencyCode>` + b.extra + `
<cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>` + b.vatID + `</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party></cac:AccountingSupplierParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>` + b.iban + `</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">` + euro(b.vat) + `</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">` + euro(b.net) + `</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">` + euro(b.vat) + `</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">` + euro(b.line) + `</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">` + euro(b.net) + `</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">` + euro(b.total) + `</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">` + euro(b.total) + `</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">` + b.quantity + `</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">` + euro(b.line) + `</cbc:LineExtensionAmount><cac:Price><cbc:PriceAmount currencyID="EUR">` + euro(b.price) + `</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</ubl:Invoice>`)
}

func (b bill) cii() []byte {
	return []byte(`<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="r" xmlns:udt="u">
<rsm:ExchangedDocument><ram:ID>` + b.number + `</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">` + strings.ReplaceAll(b.date, "-", "") + `</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>` + euro(b.price) + `</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">` + b.quantity + `</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>` + euro(b.line) + `</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">` + b.vatID + `</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>` + b.currency + `</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>` + b.iban + `</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>` + euro(b.vat) + `</ram:CalculatedAmount><ram:BasisAmount>` + euro(b.net) + `</ram:BasisAmount><ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>` + euro(b.line) + `</ram:LineTotalAmount><ram:TaxBasisTotalAmount>` + euro(b.net) + `</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">` + euro(b.vat) + `</ram:TaxTotalAmount><ram:GrandTotalAmount>` + euro(b.total) + `</ram:GrandTotalAmount><ram:DuePayableAmount>` + euro(b.total) + `</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`)
}

// handIn is the office's for somebody.
func (o *office) handIn(t testing.TB, body []byte, claims ...*settlement.Claim) (*settlement.Invoice, error) {
	t.Helper()
	in := settlement.HandIn{Body: body}
	for _, c := range claims {
		in.Claims, in.Payee = append(in.Claims, c.ID), c.PayeeID
	}
	return o.HandIn(o.as(t, o.lead), in)
}

// accepted is an invoice that waits for the treasury.
func (o *office) accepted(t testing.TB, number string, claims ...*settlement.Claim) *settlement.Invoice {
	t.Helper()
	inv, err := o.handIn(t, invoiceOf(number, claims...).ubl(), claims...)
	if err != nil {
		t.Fatal(err)
	}
	if inv, err = o.Accept(o.as(t, o.lead), inv.ID, inv.Version); err != nil {
		t.Fatal(err)
	}
	return inv
}

// From the confirmed claim to the day of payment: a wrong invoice is refused with everything that is wrong, the right one goes to the treasury once.
func TestFromTheInvoiceToThePayment(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.person(t, "Amal")
	first, second := o.owed(t, who, "2026-11-19"), o.owed(t, who, "2026-11-20")
	link := o.link(t, "Amal")
	in := settlement.HandIn{Token: link, Claims: []uuid.UUID{first.ID, second.ID}}
	wrong := invoiceOf("RE-7", first, second)
	wrong.quantity, wrong.total, wrong.iban, wrong.vatID = "2", wrong.total+100, "DE00370400440532013000", "DE999999999"
	in.Body = wrong.ubl()
	_, err := o.HandIn(t.Context(), in)
	want := []string{"iban format", "iban not_on_file", "lines[0] line_sum", "total total_sum", "vatId not_on_file"}
	if !errors.Is(err, settlement.ErrInvoice) || !slices.Equal(codes(err), want) {
		t.Fatal(err, codes(err))
	}
	if f := errs.Of(err).Fields; f[0].Params["line"] != "1" || f[0].Params["want"] == f[0].Params["got"] {
		t.Errorf("it does not say which line and how much: %+v", f[0])
	}
	in.Body = invoiceOf("RE-7", first, second).ubl()
	inv, err := o.HandIn(t.Context(), in)
	if err != nil || inv.State != settlement.InvoiceReceived || len(inv.Faults) != 0 || inv.Format != settlement.FormatUBL || len(inv.Claims) != 2 {
		t.Fatalf("%+v %v", inv, err)
	}
	in.Body = invoiceOf("re 7", first, second).cii()
	if _, err := o.HandIn(t.Context(), in); !errors.Is(err, settlement.ErrTwice) {
		t.Error("sent twice:", err)
	}
	if _, body, err := o.Original(o.as(t, o.lead), inv.ID); err != nil {
		t.Error(err)
	} else if raw, _ := io.ReadAll(body); !bytes.Equal(raw, invoiceOf("RE-7", first, second).ubl()) {
		t.Error("the original is not kept as it was")
	}
	if inv, err = o.Accept(o.as(t, o.lead), inv.ID, inv.Version); err != nil || inv.State != settlement.InvoiceAccepted || o.claim(t, first.ID).State != settlement.ClaimInvoiced {
		t.Fatal(inv, err)
	}
	b, err := o.Export(o.as(t, o.lead))
	if err != nil || b.Number != 1 || b.Rows != 1 || b.Cents != inv.TotalCents {
		t.Fatal(b, err)
	}
	if _, err := o.Export(o.as(t, o.lead)); !errors.Is(err, settlement.ErrNothing) {
		t.Error("exported twice:", err)
	}
	again, err := o.Download(o.as(t, o.lead), b.ID)
	if err != nil || !bytes.Equal(again.Content, b.Content) || again.SHA256 != b.SHA256 {
		t.Error("another file:", err)
	}
	if n, err := o.MarkPaid(o.as(t, o.lead), settlement.MarkPaid{Batch: b.ID, PaidOn: date("2026-11-23")}); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if n, err := o.MarkPaid(o.as(t, o.lead), settlement.MarkPaid{Invoice: inv.ID, PaidOn: date("2026-11-23")}); err != nil || n != 0 {
		t.Error("paid twice:", n, err)
	}
	m, err := o.Mine(t.Context(), link)
	if err != nil || m.Invoices[0].State != settlement.InvoicePaid || m.Invoices[0].PaidOn != date("2026-11-23") || m.Claims[0].State != settlement.ClaimPaid || m.Invoices[0].Batch != 1 {
		t.Errorf("%+v %v", m, err)
	}
	if list, err := o.Batches(o.as(t, o.lead)); err != nil || len(list) != 1 || list[0].Paid != 1 || list[0].Content != nil {
		t.Errorf("%+v %v", list, err)
	}
}

// What does not agree with what we know is noted for the office, which does not accept it before it agrees, or sends it back.
func TestWhatDoesNotAgreeIsToldAndNotAccepted(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.person(t, "Amal")
	o.work(t, who, "2026-11-19")
	c := o.claims(t)[0]
	b := invoiceOf("RE-8", c)
	b.net, b.price, b.line = b.net+1000, b.price+1000, b.line+1000
	b.vat += 190
	b.total += 1190
	inv, err := o.handIn(t, b.ubl(), c)
	want := []string{"claims[1] not_confirmed", "net differs", "vat differs"}
	if err != nil || !slices.Equal(codes(errs.Faults(inv.Faults).As(settlement.ErrInvoice)), want) || slices.Contains(inv.Permitted(o.lead), "acceptInvoice") {
		t.Fatal(inv, err)
	}
	if c = o.claim(t, c.ID); c.ReportedAt == nil {
		t.Error("who bills has claimed")
	}
	if _, err := o.Accept(o.as(t, o.lead), inv.ID, inv.Version); !errors.Is(err, settlement.ErrInvoice) || !slices.Equal(codes(err), want) {
		t.Fatal(err, codes(err))
	}
	if _, err := o.Accept(o.as(t, o.clerk), inv.ID, inv.Version); !errors.Is(err, settlement.ErrNone) {
		t.Error("a clerk accepts invoices:", err)
	}
	if inv, err = o.Return(o.as(t, o.lead), inv.ID, inv.Version, "Zehn Euro zu viel"); err != nil || inv.State != settlement.InvoiceReturned {
		t.Fatal(err)
	}
	link := o.link(t, "Amal")
	if m, err := o.Mine(t.Context(), link); err != nil || m.Invoices[0].Reason != "Zehn Euro zu viel" {
		t.Error(err)
	}
	if _, err := o.Accept(o.as(t, o.lead), inv.ID, inv.Version); !errors.Is(err, settlement.ErrOver) {
		t.Error("accepted after it was sent back:", err)
	}
	// The right one may have the same number; two that bill the same are accepted once.
	if c, err = o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); err != nil {
		t.Fatal(err)
	}
	right, err := o.handIn(t, invoiceOf("RE-8", c).ubl(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range []settlement.InvoiceState{settlement.InvoiceReceived, settlement.InvoiceAccepted} {
		if _, err := o.handIn(t, invoiceOf("RE-9", c).cii(), c); !slices.Equal(codes(err), []string{"claims[1] billed"}) {
			t.Error(state, err, codes(err))
		}
		if m, err := o.Mine(t.Context(), link); err != nil || m.Claims[0].ToBill() {
			t.Error("offered again:", state, err)
		}
		if state == settlement.InvoiceReceived {
			if right, err = o.Accept(o.as(t, o.lead), right.ID, right.Version); err != nil {
				t.Fatal(err)
			}
		}
	}
	// Accepted, and not with the treasury yet: it can be sent back, and what it bills waits for another.
	if !slices.Equal(right.Permitted(o.lead), []string{"returnInvoice"}) {
		t.Error(right.Permitted(o.lead))
	}
	if _, err := o.Return(o.as(t, o.lead), right.ID, right.Version, "Das Konto stimmt nicht"); err != nil {
		t.Fatal(err)
	}
	if m, err := o.Mine(t.Context(), link); err != nil || !m.Claims[0].ToBill() || !slices.Equal(m.Claims[0].Own(), []string{"billClaim"}) {
		t.Error(err)
	}
}

// A PDF says nothing that we read: somebody keys it, and it is looked at in the same way.
func TestAPDFIsKeyed(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.owed(t, o.person(t, "Amal"), "2026-11-19")
	in := settlement.HandIn{Payee: c.PayeeID, Claims: []uuid.UUID{c.ID}, Body: []byte("%PDF-1.7 …")}
	try := func(k *settlement.Keyed) []string {
		in.Keyed = k
		_, err := o.HandIn(o.as(t, o.lead), in)
		if err == nil {
			return nil
		}
		return codes(err)
	}
	if got := try(nil); !slices.Equal(got, []string{"number required"}) {
		t.Error(got)
	}
	if got := try(&settlement.Keyed{Number: " ", IssuedOn: date("2027-01-01"), NetCents: 100, VATCents: 19, TotalCents: 120}); !slices.Equal(got, []string{"issuedOn out_of_range", "net differs", "number required", "total total_sum", "vat differs"}) {
		t.Error(got)
	}
	if got := try(&settlement.Keyed{Number: "5", IssuedOn: date("2026-11-21"), NetCents: -1, VATCents: 1 << 60, TotalCents: 1<<60 - 1}); !slices.Equal(got, []string{"total out_of_range"}) {
		t.Error(got)
	}
	if got := try(&settlement.Keyed{Number: "5", IssuedOn: date("2026-11-21"), NetCents: c.NetCents, VATCents: c.VATCents, TotalCents: c.TotalCents}); got != nil {
		t.Error(got)
	}
}

// Whatever is sent: no invoice, too large, infected, somebody else's claims, nothing at all.
func TestWhatIsNoInvoiceIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	c, other := o.owed(t, o.person(t, "Amal"), "2026-11-19"), o.owed(t, o.person(t, "Badr"), "2026-11-20")
	good := string(invoiceOf("RE-1", c).ubl())
	odd := invoiceOf("RE-1", c)
	odd.currency, odd.date, odd.number = "USD", "2026-13-40", ""
	for name, x := range map[string]struct {
		body string
		want []string
	}{
		"empty":         {"", []string{"file required"}},
		"a picture":     {"\x89PNG\r\n", []string{"file unreadable"}},
		"another XML":   {"<html/>", []string{"file no_invoice"}},
		"half of it":    {good[:len(good)/2], []string{"file unreadable"}},
		"two of it":     {good + strings.TrimPrefix(good, `<?xml version="1.0" encoding="UTF-8"?>`), []string{"file unreadable"}},
		"entities":      {`<!DOCTYPE x [<!ENTITY a "b">]>` + good, []string{"file unreadable"}},
		"from outside":  {`<!DOCTYPE x SYSTEM "file:///etc/passwd">` + good, []string{"file unreadable"}},
		"deep":          {strings.Repeat("<a>", 5000), []string{"file unreadable"}},
		"a credit note": {strings.Replace(good, ">380<", ">381<", 1), []string{"kind no_invoice"}},
		"too large":     {strings.Repeat(" ", settlement.LargestInvoice+1), []string{"file too_large"}},
		"odd":           {string(odd.ubl()), []string{"currency euros", "issuedOn required", "number required"}},
		"amounts":       {strings.Replace(good, "<cbc:PayableAmount currencyID=\"EUR\">", "<cbc:PayableAmount>1e9", 1), []string{"due amount", "due due_sum"}},
		"negative":      {strings.ReplaceAll(good, `"EUR">`, `"EUR">-`), []string{"total out_of_range"}},
	} {
		if _, err := o.handIn(t, []byte(x.body), c); !errors.Is(err, settlement.ErrInvoice) || !containsAll(codes(err), x.want) {
			t.Errorf("%s: %v %v", name, err, codes(err))
		}
	}
	if _, err := o.handIn(t, documentstest.EICAR(), c); !errors.Is(err, settlement.ErrInfected) {
		t.Error(err)
	}
	if _, err := o.handIn(t, []byte(good), other, c); !slices.Equal(codes(err), []string{"claims unknown"}) {
		t.Error("of another:", err, codes(err))
	}
	if _, err := o.HandIn(o.as(t, o.lead), settlement.HandIn{Payee: c.PayeeID, Body: []byte(good)}); !containsAll(codes(err), []string{"claims required"}) {
		t.Error(err)
	}
	for name, ctx := range map[string]*identity.Viewer{"clerk": o.clerk, "public": {}} {
		if _, err := o.HandIn(o.as(t, ctx), settlement.HandIn{Payee: c.PayeeID, Claims: []uuid.UUID{c.ID}, Body: []byte(good)}); !errors.Is(err, settlement.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := o.HandIn(t.Context(), settlement.HandIn{Body: []byte(good)}); !errors.Is(err, settlement.ErrNone) {
		t.Error("nobody:", err)
	}
}

func containsAll(got, want []string) bool {
	return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(got, w) })
}

// The treasury gets each invoice once, whoever presses at the same time; numbers have no gap; no cell is a formula; a broken account stops all of it, told at once.
func TestTheTreasuryGetsEachInvoiceOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	evil := o.person(t, "Evil", func(i *linguists.Interpreter) { i.Name = "=HYPERLINK(\"x\");Evil\nCorp" })
	amal := o.person(t, "Amal")
	for n := range 4 {
		who := amal
		if n%2 == 0 {
			who = evil
		}
		o.accepted(t, fmt.Sprintf("+%d", n), o.owed(t, who, fmt.Sprintf("2026-11-%02d", 10+n)))
	}
	if _, err := o.NewRaw("UPDATE linguists.interpreter SET tax = jsonb_set(tax, '{iban}', '\"DE11\"') WHERE id = ?", amal).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Export(o.as(t, o.lead)); !errors.Is(err, settlement.ErrInvoice) || len(codes(err)) != 2 {
		t.Fatal(err, codes(err))
	}
	if _, err := o.NewRaw("UPDATE linguists.interpreter SET tax = jsonb_set(tax, '{iban}', ?::jsonb) WHERE id = ?", `"`+iban+`"`, amal).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	study := identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{"studium"}})
	if _, err := o.Export(o.as(t, study)); !errors.Is(err, settlement.ErrNothing) {
		t.Error("another team's:", err)
	}
	var mu sync.Mutex
	var made []*settlement.Batch
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			b, err := o.Export(o.as(t, o.lead))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				made = append(made, b)
			} else if !errors.Is(err, settlement.ErrNothing) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(made) != 1 || made[0].Number != 1 || made[0].Rows != 4 {
		t.Fatal(len(made))
	}
	r := csv.NewReader(bytes.NewReader(made[0].Content))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatal(len(rows), err)
	}
	first := rows[1]
	if !slices.Equal(first[:9], []string{"1", "1", "2026-11-23", `'=HYPERLINK("x");Evil Corp`, iban, "286,67", "EUR", "'+0", "2026-11-23"}) || first[10] != "familie=286,67" {
		t.Errorf("%q", first)
	}
	o.accepted(t, "next", o.owed(t, amal, "2026-11-20"))
	if b, err := o.Export(o.as(t, o.lead)); err != nil || b.Number != 2 || b.Rows != 1 {
		t.Error(b, err)
	}
	if _, err := o.NewRaw("INSERT INTO settlement.payment SELECT invoice_id, batch_id, 9, cents FROM settlement.payment WHERE batch_id = ?", made[0].ID).Exec(t.Context()); err == nil {
		t.Error("the database lets an invoice be paid twice")
	}
	for name, in := range map[string]settlement.MarkPaid{
		"tomorrow": {Batch: made[0].ID, PaidOn: date("2026-11-24")}, "year 1": {Batch: made[0].ID, PaidOn: date("0001-01-02")}, "nothing": {PaidOn: date("2026-11-23")}, "never": {Batch: made[0].ID},
	} {
		if _, err := o.MarkPaid(o.as(t, o.lead), in); !errors.Is(err, settlement.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := o.MarkPaid(o.as(t, study), settlement.MarkPaid{Batch: made[0].ID, PaidOn: date("2026-11-23")}); !errors.Is(err, settlement.ErrNone) {
		t.Error(err)
	}
}
