package typst

import (
	"errors"
	"testing"

	"github.com/ankunft/ankunft/modules/letters"
)

func TestDiagnosticsTellUnprintableCharactersFromFaults(t *testing.T) {
	t.Parallel()
	for diagnostics, want := range map[string]string{
		"error: PDF/UA-1 error: the text `\"王\"` could not be displayed with font `\"Noto Sans\"`":         "王",
		"the text `\\\"王\\\"` could not be displayed; the text `\\\"小\\\"` could not be displayed":         "王小",
		"the text `\\\"\\\\u{10fffd}\\\"` could not be displayed":                                          "\U0010fffd",
		"the text `\"\\u{e000}\"` could not be displayed; the text `\"\\u{e000}\"` could not be displayed": "\ue000",
	} {
		err := faultOf(diagnostics, "")
		if !errors.Is(err, letters.ErrUnprintable) || letters.Unprintable(err) != want {
			t.Errorf("%s: %v, %q, want %q", diagnostics, err, letters.Unprintable(err), want)
		}
	}
	if err := faultOf("error: unknown variable: x", "/root"); !errors.Is(err, letters.ErrTemplate) {
		t.Errorf("a fault of the template: %v", err)
	}
}

func FuzzDiagnostics(f *testing.F) {
	f.Add("the text `\"\\u{110000}\"` could not be displayed")
	f.Fuzz(func(t *testing.T, diagnostics string) {
		if faultOf(diagnostics, "x") == nil {
			t.Error("no error for a fault")
		}
	})
}
