package remuneration

// Text is one text of an order of translations.
type Text struct {
	Strokes   int  // with spaces: of the translation, or of the original where only that is in Latin letters (JVEG §11(2))
	Editable  bool // it was given as a file that can be edited
	Difficult bool // much more difficult than others: rare terms, hard to read, haste, a language that is rare in Germany (JVEG §11(1) sentence 3)
}

// Order is an order of translations.
type Order struct {
	Texts []Text
	VAT   bool
}

// Translate is what an order of translations costs (JVEG §11): each text by started lines of 55 strokes, the whole order not less than its least amount.
func (t *Tariff) Translate(o Order) Bill {
	var b Bill
	strokes := t.must(factStrokes)
	for _, text := range o.Texts {
		if text.Strokes <= 0 {
			continue
		}
		key, why := factLineFixed, []string{"not_editable"}
		switch {
		case text.Difficult && text.Editable:
			key, why = factLineHard, []string{"editable", "difficult"}
		case text.Difficult:
			key, why = factLineHardFixed, []string{"not_editable", "difficult"}
		case text.Editable:
			key, why = factLine, []string{"editable"}
		}
		line := t.must(key)
		n := (int64(text.Strokes) + strokes.Value - 1) / strokes.Value
		b.add(Line{Code: LineTranslation, Quantity: n, Unit: unitLines, Rate: line.Value, Cents: n * line.Value, Law: line.Law, Why: why})
	}
	if least := t.must(factOrderMinimum); len(b.Lines) > 0 && b.NetCents < least.Value {
		b.add(Line{Code: LineMinimum, Unit: unitNone, Cents: least.Value - b.NetCents, Law: least.Law, Why: []string{whyMinimum}})
	}
	return b.close(t.must(factVAT), o.VAT)
}
