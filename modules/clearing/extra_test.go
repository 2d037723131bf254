package clearing_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/errs"
)

// What somebody brings along and no list asks for is taken in too, stands on the confirmation by its name, and is never called missing.
func TestWhatNoListAsksForIsTakenInToo(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk, id := o.frontDesk(t), o.linh()
	v, err := o.Open(desk, clearing.OpenVisit{Case: &id})
	must(t, err)
	offer, err := o.Catalogue.Offer(t.Context(), "16b-extension")
	must(t, err)
	if kinds := v.Kinds(offer); !slices.Contains(kinds, "scholarship") || slices.Contains(kinds, "photo") || slices.Contains(kinds, "passport") {
		t.Fatalf("%v", kinds)
	}
	for name, in := range map[string]clearing.AddExtraPaper{
		"what is on the list": {Kind: "photo"}, "what the catalogue does not know": {Kind: "moon"}, "another one without a name": {Kind: clearing.Other, Name: of(" ")},
		"a long name": {Kind: clearing.Other, Name: of(strings.Repeat("ü", 81))}, "two lines": {Kind: clearing.Other, Name: of("Brief\nzwei")},
	} {
		in.Visit = v.ID
		_, err := o.AddExtra(desk, in)
		want(t, name, err, errs.Invalid)
	}
	for _, in := range []clearing.AddExtraPaper{{Kind: "scholarship", Name: of("never kept")}, {Kind: clearing.Other, Name: of(" Brief des Vermieters ")}, {Kind: clearing.Other, Name: of("Irrtum")}} {
		in.Visit = v.ID
		v, err = o.AddExtra(desk, in)
		must(t, err)
	}
	extras := v.Checklist[len(v.Checklist)-3:]
	if extras[0].Title(offer, "de") == "" || extras[0].Extra.Name != "" || extras[1].Title(offer, "ar") != "Brief des Vermieters" || !extras[1].Takes || slices.Contains(v.Kinds(offer), "scholarship") {
		t.Fatalf("%+v", extras)
	}
	letter, wrong := extras[1].Key, extras[2].Key
	o.takeIn(t, desk, v.ID, letter, "1.jpg", documentstest.JPEG(1))
	_, err = o.DropExtra(desk, clearing.DropExtraPaper{Visit: v.ID, Item: letter})
	want(t, "one with a page", err, errs.Invalid)
	for name, item := range map[string]string{"one of the list": "photo", "no paper": "extra:moon"} {
		_, err = o.DropExtra(desk, clearing.DropExtraPaper{Visit: v.ID, Item: item})
		want(t, name, err, errs.NotFound)
	}
	v, err = o.DropExtra(desk, clearing.DropExtraPaper{Visit: v.ID, Item: wrong})
	must(t, err)
	v, err = o.SeeOriginal(desk, clearing.SeeOriginal{Visit: v.ID, Item: letter, Seen: true})
	must(t, err)
	stranger := o.clerk(t, "work")
	_, err = o.AddExtra(stranger, clearing.AddExtraPaper{Visit: v.ID, Kind: clearing.Other, Name: of("fremd")})
	want(t, "a clerk of another team", err, errs.NotFound)

	v, err = o.End(desk, clearing.EndVisit{Visit: v.ID})
	must(t, err)
	o.RunJobs(t)
	pdf, err := o.Confirmation(desk, v.ID)
	must(t, err)
	given, missing, _ := bytes.Cut(pdf, []byte(`"missing"`))
	if !bytes.Contains(given, []byte("Brief des Vermieters")) && !bytes.Contains(missing, []byte(`"papers"`)) {
		t.Errorf("%s", pdf)
	}
	if i := item(t, v, letter); i.State != clearing.Taken || i.Original == nil || i.Takes || bytes.Count(pdf, []byte("Brief des Vermieters")) != 1 {
		t.Errorf("%+v in %s", i, pdf)
	}
	_, err = o.AddExtra(desk, clearing.AddExtraPaper{Visit: v.ID, Kind: clearing.Other, Name: of("zu spät")})
	want(t, "after the end", err, errs.Conflict)
}

// An answer may take a paper off the list that was handed in already: it is not forgotten, and the link home is a code too.
func TestWhatLeftTheListIsNotForgotten(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.frontDesk(t)
	v, err := o.Open(desk, clearing.OpenVisit{Service: of("16b-extension"), Language: of("tr")})
	must(t, err)
	v, err = o.Answer(desk, clearing.AnswerVisit{Visit: v.ID, Answers: []byte(`{"means": ["scholarship"]}`)})
	must(t, err)
	page := o.takeIn(t, desk, v.ID, "scholarship", "1.jpg", documentstest.JPEG(1))
	v, err = o.Answer(desk, clearing.AnswerVisit{Visit: v.ID, Answers: []byte(`{"means": ["savings"]}`)})
	must(t, err)
	if i := item(t, v, "scholarship"); i.State != clearing.Taken || i.Extra == nil {
		t.Fatalf("%+v", i)
	}
	pdf, err := o.Confirmation(desk, v.ID)
	must(t, err)
	if !bytes.Contains(pdf, []byte("svg xmlns")) || !bytes.Contains(pdf, []byte("take_over")) {
		t.Errorf("no code: %s", pdf)
	}
	_, err = o.docs.RemoveFile(desk, identity.ViewerFrom(desk).AccountID, page)
	must(t, err)
	v, err = o.Visit(desk, v.ID)
	must(t, err)
	if slices.ContainsFunc(v.Checklist, func(i clearing.Item) bool { return i.Key == "scholarship" }) {
		t.Error("it stays although nothing is left of it")
	}
}
