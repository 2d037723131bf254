package seed

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// worked is how many bookings of the past weeks there are; each is a working day before the last.
const worked = 14

// settle gives the past weeks of interpreting to the demo, written down as they were, and settles what came of them: some to be confirmed, one seen otherwise by who worked,
// one by the office long enough ago, an invoice that is paid, one that waits and one with which something is wrong.
func (f *filler) settle() error {
	h := f.hands[0]
	if h.Settlement == nil {
		return nil
	}
	h.clock.Set(f.now)
	if err := h.interpreted(); err != nil {
		return err
	}
	if err := h.Settlement.Gather(h.ctx, uuid.Nil); err != nil {
		return fmt.Errorf("gather claims: %w", err)
	}
	found, err := h.Settlement.Claims(h.by("brandt"), settlement.ClaimFilter{States: []settlement.ClaimState{settlement.ClaimOpen}, Team: teamFamily}, page.Args{First: page.Max})
	if err != nil {
		return fmt.Errorf("read claims: %w", err)
	}
	if err := h.waited(found.Items); err != nil {
		return err
	}
	if err := h.disputed(found.Items); err != nil {
		return err
	}
	h.clock.Set(f.now)
	of := map[uuid.UUID][]*settlement.Claim{}
	order := []uuid.UUID{}
	for i, c := range found.Items[:max(len(found.Items)-4, 0)] { // the last ones are to be confirmed, the first one is disputed
		if i == 0 || c.Missing != settlement.MissingNothing {
			continue // who was called off late has not said yet what they lost
		}
		done, err := h.Settlement.Confirm(h.by("brandt"), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version})
		if err != nil {
			return fmt.Errorf("confirm a claim: %w", err)
		}
		if !slices.Contains(order, c.PayeeID) {
			order = append(order, c.PayeeID)
		}
		of[c.PayeeID] = append(of[c.PayeeID], done)
	}
	for i, payee := range order[:min(len(order), 3)] {
		if err := h.bill(i, of[payee]); err != nil {
			return fmt.Errorf("bill what is confirmed: %w", err)
		}
	}
	return nil
}

// interpreted writes bookings that are over and signed, but for one that the interpreter has not signed yet.
func (h *hand) interpreted() error {
	speakers := []*linguists.Interpreter{}
	err := h.DB.NewSelect().Model(&speakers).Where("state = 'active'").Where("'on_site' = ANY(modes)").OrderExpr("name").Limit(5).Scan(h.ctx)
	if err != nil || len(speakers) == 0 {
		return err
	}
	by := h.staff["brandt"].AccountID
	for n, day := 0, h.today().AddDays(-2); n < worked; day = day.AddDays(-1) {
		if weekday := day.Time(time.UTC).Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			continue
		}
		who := speakers[n%len(speakers)]
		from := day.Time(clock.Berlin).Add(time.Duration(9+n%5) * time.Hour)
		during := interpreters.Span{From: from.UTC(), To: from.Add(time.Hour).UTC()}
		arrived, started, ended := during.From.Add(-5*time.Minute), during.From.Add(time.Duration(n%4*5)*time.Minute), during.To.Add(time.Duration(n%3*15)*time.Minute)
		team := teamFamily
		if n%4 == 3 {
			team = teamStudy
		}
		language := ""
		if err := h.DB.NewRaw("SELECT language FROM linguists.skill_v1 WHERE interpreter_id = ? ORDER BY level DESC LIMIT 1", who.ID).Scan(h.ctx, &language); err != nil {
			return fmt.Errorf("find a language: %w", err)
		}
		r := &interpreters.Request{
			ID: ids.New(), Key: []byte(ids.Token()), AboutKind: "appointment", AboutID: ids.New(), Language: language, Form: linguists.Spoken, Mode: linguists.OnSite, During: during,
			Manner: interpreters.One, OfferMinutes: 60, Team: team, State: interpreters.RequestEnded, Version: 1, AskedAt: during.From.AddDate(0, 0, -9),
		}
		a := &interpreters.Assignment{
			ID: ids.New(), RequestID: r.ID, InterpreterID: who.ID, State: interpreters.Ended, During: during, Blocked: during, Cents: 20_000, Team: team, ArrivedAt: &arrived,
			StartedAt: &started, EndedAt: &ended, OfficeSignedBy: &by, OfficeSignedAt: &ended, InterpreterSignedAt: &ended, Version: 1, CreatedAt: r.AskedAt,
		}
		switch n {
		case 1:
			a.InterpreterSignedAt = nil
		case 5:
			a.State, a.StartedAt, a.EndedAt = interpreters.ClientMissed, nil, nil
		case 8:
			told := during.From.Add(-20 * time.Hour)
			a.State, a.CancelledAt, a.Cents, a.ArrivedAt, a.StartedAt, a.EndedAt = interpreters.AssignmentCancelled, &told, 18_600, nil, nil, nil
		}
		for _, row := range []any{r, a} {
			if _, err := h.DB.NewInsert().Model(row).Exec(h.ctx); err != nil {
				return fmt.Errorf("write down a booking: %w", err)
			}
		}
		n++
	}
	return nil
}

// waited has the last who worked log in and say that the office let them wait, and that they paid for parking.
func (h *hand) waited(claims []*settlement.Claim) error {
	if len(claims) == 0 {
		return nil
	}
	c := claims[len(claims)-1]
	account, err := h.Identity.Know(h.ctx, identity.KindApplicant, identity.Claims{
		Issuer: identity.EmailIssuer, Subject: c.Payee.Email, Email: c.Payee.Email, EmailVerified: true, Trust: identity.TrustEmail,
	})
	if err != nil {
		return fmt.Errorf("let an interpreter log in: %w", err)
	}
	them := h.as(&identity.Viewer{AccountID: account.ID, Kind: identity.KindApplicant, Trust: identity.TrustEmail})
	if _, _, err := h.Linguists.Mine(them); err != nil {
		return fmt.Errorf("find the own entry: %w", err)
	}
	if c.Times == nil {
		return nil
	}
	times := *c.Times
	times.WaitingMinutes, times.ParkingCents = times.WaitingMinutes+20, 450
	_, err = h.Settlement.Propose(them, settlement.ProposeClaim{
		Claim: c.ID, Version: c.Version, Times: &times, Reason: "Der Termin davor hat länger gedauert, ich habe gewartet. Parkschein liegt bei.",
	})
	return err
}

// disputed has the office see the first claim otherwise; whoever worked has said nothing to it since.
func (h *hand) disputed(claims []*settlement.Claim) error {
	if len(claims) == 0 {
		return nil
	}
	h.clock.Set(h.clock.Now().AddDate(0, 0, -15))
	_, err := h.Settlement.Refuse(h.by("brandt"), settlement.RefuseClaim{Claim: claims[0].ID, Version: claims[0].Version, Reason: "Nach dem Kalender der Sachbearbeitung fand das Gespräch nicht statt. Bitte sagen Sie uns, mit wem Sie gesprochen haben."})
	if err != nil {
		return fmt.Errorf("see a claim otherwise: %w", err)
	}
	return nil
}

// bill hands in an invoice for what is confirmed: the first is paid, the second waits for the treasury, the third asks for ten euros too much.
func (h *hand) bill(n int, claims []*settlement.Claim) error {
	var net, vat int64
	in := settlement.HandIn{Payee: claims[0].PayeeID}
	for _, c := range claims {
		net, vat, in.Claims = net+c.NetCents, vat+c.VATCents, append(in.Claims, c.ID)
	}
	if n == 2 {
		net += 1000
	}
	payee := new(settlement.Somebody)
	if err := h.DB.NewSelect().Model(payee).Where("i.id = ?", in.Payee).Scan(h.ctx); err != nil {
		return err
	}
	in.Body = xrechnung(fmt.Sprintf("%d-%02d", h.today().Year, 41+n), h.today(), payee.Tax, net, vat)
	lead := h.by("brandt")
	inv, err := h.Settlement.HandIn(lead, in)
	if err != nil || n == 2 {
		return err
	}
	if _, err = h.Settlement.Accept(lead, inv.ID, inv.Version); err != nil || n == 1 {
		return err
	}
	b, err := h.Settlement.Export(lead)
	if err == nil {
		_, err = h.Settlement.MarkPaid(lead, settlement.MarkPaid{Batch: b.ID, PaidOn: h.today()})
	}
	return err
}

// xrechnung is an invoice over one line, as UBL.
func xrechnung(number string, day clock.Date, tax linguists.Tax, net, vat int64) []byte {
	euro := func(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }
	rate := "0"
	if vat > 0 {
		rate = "19"
	}
	return fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?>
<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>
<cbc:ID>%[1]s</cbc:ID><cbc:IssueDate>%[2]s</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>%[3]s</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">%[5]s</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">%[4]s</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">%[5]s</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">%[4]s</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">%[4]s</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">%[6]s</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">%[6]s</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">%[4]s</cbc:LineExtensionAmount><cac:Item><cbc:Name>Dolmetschen</cbc:Name><cac:ClassifiedTaxCategory><cbc:Percent>%[7]s</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">%[4]s</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</ubl:Invoice>
`, number, day, tax.IBAN, euro(net), euro(vat), euro(net+vat), rate)
}

// account is a German account number with its check digits, of a bank that is none.
func account(n int) string {
	digits := fmt.Sprintf("999999990000%06d", n)
	rest := 0
	for _, d := range digits + "131400" {
		rest = (rest*10 + int(d-'0')) % 97
	}
	return fmt.Sprintf("DE%02d%s", 98-rest, digits)
}
