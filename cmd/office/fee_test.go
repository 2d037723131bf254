package office_test

import (
	"testing"

	"github.com/ankunft/ankunft/cmd/office/officetest"
)

// What a case costs is told in the language in which its person reads, whatever the language of the application was.
func TestAFeeSpeaksTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	id := amal.Apply(t, false, nil).CaseID
	type fee struct {
		Cents int
		Lines []struct{ Text string }
	}
	var got struct{ MyCase struct{ De, Tr fee } }
	amal.Must(t, `query($id: ID!) { myCase(id: $id) { de: fee(language: "de") { cents lines { text } } tr: fee(language: "tr") { cents lines { text } } } }`,
		map[string]any{"id": id}, &got)
	de, tr := got.MyCase.De, got.MyCase.Tr
	if de.Cents == 0 || de.Cents != tr.Cents || len(de.Lines) == 0 || len(tr.Lines) != len(de.Lines) || de.Lines[0].Text == "" || de.Lines[0].Text == tr.Lines[0].Text {
		t.Errorf("%+v", got)
	}
}
