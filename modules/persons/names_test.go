package persons_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/latin"
	"github.com/ankunft/ankunft/platform/page"
)

// All that platform/latin lets in is kept as it was written: single letters, letters with marks that no single sign replaces, modifier letters.
func TestEveryLetterOfDIN91379ComesBack(t *testing.T) {
	t.Parallel()
	r := open(t)
	for few := range slices.Chunk(latin.NameLetters(), 60) {
		want := "A" + strings.Join(few, "a") + "a"
		p := r.create(t, amina(func(d *persons.Details) { d.FamilyName = want }))
		got, err := r.Get(t.Context(), p.ID)
		if err != nil || got.FamilyName != norm.NFC.String(want) {
			t.Fatal(got.FamilyName, err)
		}
		if p.NameKey == "" || !got.SameAs(got.Details) {
			t.Error("no key for", want)
		}
	}
}

func TestNamesAreTheSameWhateverTheSpelling(t *testing.T) {
	t.Parallel()
	same := [][2]string{
		{"Müller", "MUELLER"}, {"Müller", "Muller"}, {"Großmann", "GROSSMANN"}, {"O’Neill", "ONeill"}, {"Şahin", "Sahin"}, {"Øster", "Oester"},
		{"Łukasz", "Lukasz"}, {"Đặng", "Dang"}, {"Nguyễn", "NGUYEN"}, {"Al-Sayed", "Al Sayed"}, {"İpek", "IPEK"}, {"Þór", "Thor"}, {"Æbel", "Aebel"},
	}
	d := func(name string) persons.Details {
		return persons.Details{FamilyName: name, GivenNames: "X", BirthDate: "1990-01-02"}
	}
	for _, c := range same {
		r := open(t)
		if p := r.create(t, d(c[0])); !p.SameAs(d(c[1])) {
			t.Errorf("%s is not %s", c[0], c[1])
		} else if p.SameAs(d(c[1] + "a")) {
			t.Errorf("%s is %sa", c[0], c[1])
		}
	}
}

func TestAClerkFindsPeopleByTheBeginningsOfTheirNames(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.create(t, amina())
	r.create(t, amina(func(d *persons.Details) { d.FamilyName, d.GivenNames, d.OriginalName = "Weiß", "Jürgen", "" }))
	find := func(text string) []*persons.Person {
		list, err := r.Find(t.Context(), text, page.Args{})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		return list.Items
	}
	for _, text := range []string{"masri", "ami el-m", "EL MASRI 1998-02-28", "المصري", "أمينة", "noor"} {
		if got := find(text); len(got) != 1 || got[0].ID != p.ID {
			t.Errorf("%q found %d", text, len(got))
		}
	}
	for _, text := range []string{"", "'); DROP TABLE persons.person; --", "!&|:*<->", "masri & jürgen", "%", "\x00", "1998-02-27 masri"} {
		if got := find(text); len(got) != 0 {
			t.Errorf("%q found %d", text, len(got))
		}
	}
	if len(find("weiss juergen")) != 1 || len(find("1998-02-28")) != 2 {
		t.Error("not found")
	}
}

func FuzzQuery(f *testing.F) {
	f.Add("masri 1998-02-28")
	f.Add("!:*&|<-> \x00 ' \\ ü İ ः")
	r := open(f)
	f.Fuzz(func(t *testing.T, text string) {
		query, birth := persons.Query(text)
		if query == "" {
			return
		}
		err := r.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			var found int
			return tx.NewRaw("SELECT count(*) FROM persons.person_v1 WHERE search @@ to_tsquery('simple', ?) AND birth_date = ?", query, birth).
				Scan(ctx, &found)
		})
		if err != nil {
			t.Fatalf("%q became %q: %v", text, query, err)
		}
	})
}
