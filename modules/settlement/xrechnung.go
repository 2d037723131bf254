package settlement

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
)

// InvoiceFormat is in which form an invoice came.
type InvoiceFormat string

// The formats.
const (
	FormatUBL InvoiceFormat = "ubl" // XRechnung as UBL 2.1
	FormatCII InvoiceFormat = "cii" // XRechnung as Cross Industry Invoice
	FormatPDF InvoiceFormat = "pdf" // somebody has keyed what stands in it
)

// facts are what we read of an invoice (EN 16931, the terms by their numbers).
type facts struct {
	format     InvoiceFormat
	number     string     // BT-1
	issuedOn   clock.Date // BT-2
	currency   string     // BT-5
	vatID      string     // BT-31
	taxNumber  string     // BT-32
	ibans      []string   // BT-84
	netCents   int64      // BT-109
	vatCents   int64      // BT-110
	totalCents int64      // BT-112
	faults     errs.Faults
}

// names are where the terms stand in one of the two syntaxes.
type names struct {
	format                                                       InvoiceFormat
	number, date, currency, kind                                 string
	tax, taxID, taxScheme                                        string
	iban                                                         string
	lines, lineID, lineTotal, quantity, price, per, lineExtras   string
	vat, vatBase, vatAmount, vatRate                             string
	sumLines, allowances, charges, net, vatTotal, total, prepaid string
	rounding, due                                                string
}

const settled = "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/"

var (
	ubl = names{
		format: FormatUBL, number: "ID", date: "IssueDate", currency: "DocumentCurrencyCode", kind: "InvoiceTypeCode",
		tax: "AccountingSupplierParty/Party/PartyTaxScheme", taxID: "CompanyID", taxScheme: "TaxScheme/ID", iban: "PaymentMeans/PayeeFinancialAccount/ID",
		lines: "InvoiceLine", lineID: "ID", lineTotal: "LineExtensionAmount", quantity: "InvoicedQuantity", price: "Price/PriceAmount", per: "Price/BaseQuantity", lineExtras: "AllowanceCharge",
		vat: "TaxTotal/TaxSubtotal", vatBase: "TaxableAmount", vatAmount: "TaxAmount", vatRate: "TaxCategory/Percent",
		sumLines: "LegalMonetaryTotal/LineExtensionAmount", allowances: "LegalMonetaryTotal/AllowanceTotalAmount", charges: "LegalMonetaryTotal/ChargeTotalAmount",
		net: "LegalMonetaryTotal/TaxExclusiveAmount", vatTotal: "TaxTotal/TaxAmount", total: "LegalMonetaryTotal/TaxInclusiveAmount",
		prepaid: "LegalMonetaryTotal/PrepaidAmount", rounding: "LegalMonetaryTotal/PayableRoundingAmount", due: "LegalMonetaryTotal/PayableAmount",
	}
	cii = names{
		format: FormatCII, number: "ExchangedDocument/ID", date: "ExchangedDocument/IssueDateTime/DateTimeString", currency: settled + "InvoiceCurrencyCode", kind: "ExchangedDocument/TypeCode",
		tax: "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/SellerTradeParty/SpecifiedTaxRegistration", taxID: "ID", taxScheme: "ID",
		iban:  settled + "SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID",
		lines: "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem", lineID: "AssociatedDocumentLineDocument/LineID",
		lineTotal: "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount", quantity: "SpecifiedLineTradeDelivery/BilledQuantity",
		price: "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount", per: "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity",
		lineExtras: "SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge",
		vat:        settled + "ApplicableTradeTax", vatBase: "BasisAmount", vatAmount: "CalculatedAmount", vatRate: "RateApplicablePercent",
		sumLines: summed + "LineTotalAmount", allowances: summed + "AllowanceTotalAmount", charges: summed + "ChargeTotalAmount", net: summed + "TaxBasisTotalAmount",
		vatTotal: summed + "TaxTotalAmount", total: summed + "GrandTotalAmount", prepaid: summed + "TotalPrepaidAmount", rounding: summed + "RoundingAmount",
		due: summed + "DuePayableAmount",
	}
)

const summed = settled + "SpecifiedTradeSettlementHeaderMonetarySummation/"

// Of which documents we read.
const (
	spaceUBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	spaceCII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
)

// invoiceKinds are the types of BT-3 that ask for money: invoice, partial, corrected, self-billed is not among them.
var invoiceKinds = map[string]bool{"380": true, "326": true, "384": true, "389": false, "381": false, "": true}

// readInvoice reads an XRechnung and tells everything that is wrong with it in itself.
func readInvoice(body []byte) *facts {
	root, err := readXML(body)
	if err != nil {
		return &facts{format: FormatUBL, faults: errs.Faults{{Path: "file", Code: "unreadable"}}}
	}
	switch {
	case root.name == "Invoice" && root.space == spaceUBL:
		return ubl.read(root)
	case root.name == "CrossIndustryInvoice" && root.space == spaceCII:
		return cii.read(root)
	}
	return &facts{format: FormatUBL, faults: errs.Faults{{Path: "file", Code: "no_invoice"}}}
}

func (n names) read(root *node) *facts {
	f := &facts{format: n.format, number: strings.Join(strings.Fields(root.say(n.number)), " "), currency: root.say(n.currency)}
	day := root.say(n.date)
	if n.format == FormatCII && len(day) == 8 {
		day = day[:4] + "-" + day[4:6] + "-" + day[6:]
	}
	var err error
	f.issuedOn, err = clock.ParseDate(day)
	f.faults.Need(err == nil, "issuedOn", "required")
	f.faults.Need(f.number != "", "number", "required")
	f.faults.Fits(f.number, longestNumber, "number")
	f.faults.Need(f.currency == "EUR", "currency", "euros")
	f.faults.Need(invoiceKinds[root.say(n.kind)], "kind", "no_invoice")
	for _, t := range root.all(n.tax) {
		scheme := t.say(n.taxScheme)
		if n.format == FormatCII {
			scheme = ""
			if id := t.first(n.taxID); id != nil {
				scheme = id.scheme
			}
		}
		if scheme == "VAT" || scheme == "VA" {
			f.vatID = squeezed(t.say(n.taxID))
		} else {
			f.taxNumber = t.say(n.taxID)
		}
	}
	for _, account := range root.all(n.iban) {
		f.ibans = append(f.ibans, squeezed(account.text.String()))
	}
	n.sums(root, f)
	return f
}

// sums reads the amounts and adds them up: lines, VAT by rate, net, total, what is due.
func (n names) sums(root *node, f *facts) {
	amount := func(at *node, path, fault string) int64 {
		found := at.first(path)
		if found == nil {
			return 0
		}
		cents, err := cents(found.text.String())
		f.faults.Need(err == nil, fault, "amount")
		return cents
	}
	var lines int64
	list := root.all(n.lines)
	f.faults.Need(len(list) > 0, "lines", "required")
	for i, line := range list {
		path := fmt.Sprintf("lines[%d]", i)
		total := amount(line, n.lineTotal, path)
		lines += total
		if want, known := n.product(line); known && (total-want > 1 || want-total > 1) {
			f.faults = append(f.faults, differs(path, "line_sum", want, total, map[string]string{"line": line.say(n.lineID)}))
		}
	}
	var vat int64
	for i, part := range root.all(n.vat) {
		base, tax := amount(part, n.vatBase, "vat"), amount(part, n.vatAmount, "vat")
		vat += tax
		if rate, ok := new(big.Rat).SetString(part.say(n.vatRate)); ok && plainNumber.MatchString(part.say(n.vatRate)) {
			want := halfUp(new(big.Rat).Mul(big.NewRat(base, 100), rate))
			if want-tax > 1 || tax-want > 1 {
				f.faults = append(f.faults, differs(fmt.Sprintf("vat[%d]", i), "vat_sum", want, tax, nil))
			}
		}
	}
	f.netCents, f.vatCents, f.totalCents = amount(root, n.net, "net"), amount(root, n.vatTotal, "vat"), amount(root, n.total, "total")
	sum := func(path, code string, want, got int64) {
		if want != got {
			f.faults = append(f.faults, differs(path, code, want, got, nil))
		}
	}
	sum("lines", "lines_sum", lines, amount(root, n.sumLines, "lines"))
	sum("net", "net_sum", lines-amount(root, n.allowances, "net")+amount(root, n.charges, "net"), f.netCents)
	sum("vat", "vat_sum", vat, f.vatCents)
	sum("total", "total_sum", f.netCents+f.vatCents, f.totalCents)
	sum("due", "due_sum", f.totalCents-amount(root, n.prepaid, "due")+amount(root, n.rounding, "due"), amount(root, n.due, "due"))
	f.faults.Need(amount(root, n.prepaid, "due") == 0, "due", "prepaid")
	f.faults.Need(f.netCents > 0 && f.vatCents >= 0 && f.totalCents <= dearest, "total", "out_of_range")
}

// dearest is what an invoice of interpreting cannot reach, in cents.
const dearest = 10_000_000

// product is quantity by price of a line, where both are known and nothing is added to it or taken off.
func (n names) product(line *node) (int64, bool) {
	if len(line.all(n.lineExtras)) > 0 {
		return 0, false
	}
	factors := []*big.Rat{}
	for _, path := range []string{n.quantity, n.price} {
		text := line.say(path)
		r, ok := new(big.Rat).SetString(text)
		if !ok || !plainNumber.MatchString(text) {
			return 0, false
		}
		factors = append(factors, r)
	}
	p := new(big.Rat).Mul(factors[0], factors[1])
	if text := line.say(n.per); plainNumber.MatchString(text) {
		if per, ok := new(big.Rat).SetString(text); ok && per.Sign() > 0 {
			p.Quo(p, per)
		}
	}
	return halfUp(p.Mul(p, big.NewRat(100, 1))), true
}

// differs is a fault that says what it should be and what it is, in cents.
func differs(path, code string, want, got int64, more map[string]string) errs.Field {
	params := map[string]string{"want": fmt.Sprint(want), "got": fmt.Sprint(got)}
	for k, v := range more {
		params[k] = v
	}
	return errs.Field{Path: path, Code: code, Params: params}
}

func halfUp(r *big.Rat) int64 {
	twice := new(big.Int).Add(new(big.Int).Mul(r.Num(), big.NewInt(2)), r.Denom())
	q := new(big.Int).Div(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2)))
	if !q.IsInt64() {
		return 1 << 62
	}
	return q.Int64()
}

var (
	plainNumber = regexp.MustCompile(`^-?[0-9]{1,9}(\.[0-9]{1,6})?$`)
	plainAmount = regexp.MustCompile(`^(-?)([0-9]{1,9})(?:\.([0-9]{1,2})0*)?$`)
	errAmount   = errors.New("no amount in cents")
)

// cents reads an amount of euros with a point (BR-DEC: two places).
func cents(text string) (int64, error) {
	m := plainAmount.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, errAmount
	}
	var whole int64
	for _, d := range m[2] + (m[3] + "00")[:2] {
		whole = whole*10 + int64(d-'0')
	}
	if m[1] == "-" {
		whole = -whole
	}
	return whole, nil
}

// squeezed is a number without the blanks with which people write it.
func squeezed(text string) string { return strings.ToUpper(strings.Join(strings.Fields(text), "")) }

// validIBAN checks the length and the check digits (ISO 13616: 97-10).
func validIBAN(text string) bool {
	if len(text) < 15 || len(text) > 34 || text[:2] == "DE" && len(text) != 22 {
		return false
	}
	rest := 0
	for _, r := range text[4:] + text[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}
