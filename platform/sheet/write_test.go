package sheet_test

import (
	"testing"

	"github.com/ankunft/ankunft/platform/sheet"
)

func TestNoCellOfAListIsAFormula(t *testing.T) {
	t.Parallel()
	got := string(sheet.Write([][]string{{"name", "cost"}, {"=1+1", "12,50"}, {"a;b\n c", "@x"}, {"+49 \"0\"", "-1+2"}, {"b", "-1,50"}}))
	want := "name;cost\r\n'=1+1;12,50\r\n\"a;b c\";'@x\r\n\"'+49 \"\"0\"\"\";'-1+2\r\nb;-1,50\r\n"
	if got != want {
		t.Errorf("%q, not %q", got, want)
	}
}
