package writing

import (
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
)

// CaseFee is what the office charges, in euro cents, in words.
type CaseFee struct {
	Cents int
	Lines []CaseFeeLine
}

// CaseFeeLine is one amount of it; reductions are negative.
type CaseFeeLine struct {
	Text  string
	Cents int
	Law   string
}

// Fee puts a fee of a service into words of a language.
func Fee(o *catalogue.Offer, fee catalogue.Fee, language string) CaseFee {
	worded := CaseFee{Cents: fee.Cents, Lines: []CaseFeeLine{}}
	for _, l := range fee.Lines {
		worded.Lines = append(worded.Lines, CaseFeeLine{o.Text(language, "fees."+l.Key), l.Cents, l.Law})
	}
	return worded
}

// LetterFee is a fee as letters tell it: the sum and its law; nil where nothing is charged.
func LetterFee(fee catalogue.Fee) *letters.Fee {
	if len(fee.Lines) == 0 {
		return nil
	}
	return &letters.Fee{Cents: fee.Cents, Law: fee.Lines[0].Law}
}
