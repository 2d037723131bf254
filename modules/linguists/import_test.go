package linguists_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/page"
)

const list = "\xef\xbb\xbfName;E-Mail;Telefon;Geschlecht;Formen;Sprachen;Verpflichtung am;Datenschutz am;oath_on;oath_until;travel_km;Kleinunternehmer\r\n" +
	"Parwana Ahmadzai;parwana@example.org;+49 170;w;vor Ort|Telefon;prs/Herati:spoken:C1:sworn | Paschtu;1.2.2026;2026-02-01;01.03.2024;31.12.2030;12;ja\r\n" +
	"\r\n" +
	"\"Nguyễn, Linh\";;;;video;Vietnamesisch:native|vie:schriftlich;;;;;;\r\n"

func (o *office) load(t testing.TB, text string, dry bool) *linguists.ImportReport {
	t.Helper()
	r, err := o.Import(lead(t), linguists.ImportInterpreters{CSV: text, DryRun: dry})
	must(t, err)
	return r
}

func TestAListIsLookedAtAndThenBroughtIn(t *testing.T) {
	t.Parallel()
	o := open(t)
	dry := o.load(t, list, true)
	if len(dry.Faults) != 0 || dry.Lines != 2 || dry.Created != 0 || len(dry.Preview) != 2 || len(o.names(t, linguists.InterpreterFilter{})) != 0 {
		t.Fatalf("%+v", dry)
	}
	if done := o.load(t, list, false); done.Created != 2 {
		t.Fatalf("%+v", done)
	}
	if got := o.names(t, linguists.InterpreterFilter{}); !slices.Equal(got, []string{"Nguyễn, Linh", "Parwana Ahmadzai"}) {
		t.Fatal(got)
	}
	p, err := o.List(lead(t), linguists.InterpreterFilter{Text: to("parwana")}, page.Args{First: 1})
	must(t, err)
	i := p.Items[0]
	if i.Gender != linguists.Female || !slices.Equal(i.Modes, []linguists.Mode{linguists.OnSite, linguists.Phone}) || len(i.Skills) != 2 || i.Skills[0].Language != "prs" || i.Skills[0].Dialect != "Herati" ||
		!i.Skills[0].Sworn || i.Skills[1].Language != "pus" || i.Skills[1].Sworn || i.TravelKm != 12 || !i.Tax.Exempt || len(i.Proofs) != 3 || len(i.Missing) != 0 {
		t.Error(i.Gender, i.Modes, *i.Skills[0], *i.Skills[1], i.TravelKm, i.Tax.Exempt, len(i.Proofs), i.Missing)
	}
	again := o.load(t, list, false)
	if len(again.Faults) != 1 || again.Faults[0] != (linguists.ImportFault{Line: 2, Column: "email", Code: "known", Value: "parwana@example.org"}) {
		t.Errorf("brought in twice: %+v", again.Faults)
	}
}

// However long a list is, it is brought in by as many statements, beside its trail.
func TestALongListCostsAsManyStatementsAsAShortOne(t *testing.T) {
	t.Parallel()
	o := open(t)
	cost := func(from, to int) int64 {
		t.Helper()
		var b strings.Builder
		b.WriteString("name;languages;modes;email;secrecy_on\n")
		for n := from; n < to; n++ {
			fmt.Fprintf(&b, "Person %d;ara|prs;phone;p%d@example.org;2026-01-01\n", n, n)
		}
		ctx, n := db.CountStatements(lead(t))
		r, err := o.Import(ctx, linguists.ImportInterpreters{CSV: b.String()})
		must(t, err)
		if r.Created != to-from || len(r.Preview) != min(to-from, 20) {
			t.Fatalf("%+v", r)
		}
		return n.Load()
	}
	if one, many := cost(0, 1), cost(1, 400); many-398 != one { // each has its line in the trail; they go in one round trip
		t.Errorf("%d statements for 399, %d for one", many, one)
	}
	if n := o.count(t, "SELECT count(*) FROM linguists.skill_v1"); n != 800 {
		t.Error(n, "languages")
	}
	if n := o.count(t, "SELECT count(*) FROM audit.entry_v1 WHERE action = 'interpreter.added'"); n != 400 {
		t.Error(n, "entries in the trail")
	}
}

func TestAllFaultsOfAListAreToldWithTheirLinesAndNothingIsHalfBroughtIn(t *testing.T) {
	t.Parallel()
	o := open(t)
	text := "name,email,languages,modes,travel_km,kind,secrecy_on,oath_on,oath_until,exempt,gender\n" + // 1
		"Good,good@example.org,ara,phone,1,,2026-01-01,,,,\n" + // 2
		",bad mail,Elbisch,pigeon,far,robot,31.02.2026,2027-01-01,2026-01-01,perhaps,x\n" + // 3
		"Twice,GOOD@example.org,ara,phone,1,,,,,,\n" + // 4
		"Short,a@example.org,ara\n" + // 5
		"Qu\"ote,b@example.org,ara,phone,1,,,,,,\n" + // 6
		"Level,c@example.org,ara:Z9,phone,1,,,,,,\n" + // 7
		"None,d@example.org,,phone,1,,,,,,\n" // 8
	r := o.load(t, text, false)
	got := []string{}
	for _, f := range r.Faults {
		got = append(got, fmt.Sprint(f.Line, " ", f.Column, " ", f.Code))
	}
	slices.Sort(got)
	want := []string{
		"3 email format", "3 exempt format", "3 gender unknown", "3 kind unknown", "3 languages unknown", "3 modes unknown", "3 name required", "3 oath_on too_early", "3 oath_on too_late",
		"3 secrecy_on format", "3 travel_km format", "4 email twice", "5  columns", "6  quotes", "7 languages unknown", "8 languages required",
	}
	if !slices.Equal(got, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if r.Created != 0 || len(o.names(t, linguists.InterpreterFilter{})) != 0 {
		t.Error("half brought in")
	}
}

// A city's old list has names, not codes.
func TestLanguagesAreReadByTheirNames(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, want := range map[string]string{
		"Arabisch": "ara", "arabic": "ara", "Persisch": "fas", "DARI": "prs", "Kurmandschi": "kmr", "Zentralkurdisch": "ckb", "Paschtu": "pus", "Türkisch": "tur", "Chinesisch": "zho", "Tigrinya": "tir", "Romani": "rom",
		"Deutsche Gebärdensprache": "gsg", "ukr": "ukr",
	} {
		r := o.load(t, "name;languages;modes\nA;"+name+";phone\n", true)
		if len(r.Faults) != 0 || r.Preview[0].Skills[0].Language != want {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestAListThatIsNoneIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	for text, want := range map[string]string{
		"":                                  "1  empty",
		"name;shoe size\nA;43\n":            "1 shoe size unknown_column",
		"name;languages;Sprachen\n":         "1 languages twice",
		"email;languages\n":                 "1 name missing_column",
		"name;languages\nA;ara\nB\xff;ara":  "3  not_utf8",
		strings.Repeat("x", 200<<10+1):      "1  too_large",
		"name;languages\n\"A;ara\nB;ara\nC": "2  quotes",
		"name;languages;modes\n" + strings.Repeat("A;ara;phone\n", 2001): "2002  too_many",
	} {
		r := o.load(t, text, true)
		if !slices.ContainsFunc(r.Faults, func(f linguists.ImportFault) bool { return fmt.Sprint(f.Line, " ", f.Column, " ", f.Code) == want }) {
			t.Errorf("%.40q: %+v, want %s", text, r.Faults, want)
		}
	}
}

// A list comes from outside: whatever it is, it is read or its faults are told with lines that it has, and a dry run leaves nothing.
func FuzzImport(f *testing.F) {
	o := open(f)
	for _, seed := range []string{
		list, "", "name;languages\n", "name,languages,modes\nA,ara,phone\n", "name\tlanguages\n\"A\"\"B\"\tara:spoken:native\n", "name;languages;modes\n\x00;ara/\u202e:::;phone\n", "name;languages\n\";\n;;;\n\"",
		"\xff\xfe", "name;languages;oath_on;oath_until\nA;ara;9999-99-99;0.0.0000\n", "name;languages;iban;travel_km\nA;ara;DE;99999999999999999999\n", "=cmd|' /C calc'!A0;name;languages\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := o.Import(lead(t), linguists.ImportInterpreters{CSV: text, DryRun: true})
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
		for _, fault := range r.Faults {
			if fault.Line < 1 || fault.Line > lines || fault.Code == "" || !utf8.ValidString(fault.Value+fault.Column) {
				t.Fatalf("%+v", fault)
			}
		}
		if r.Created != 0 || len(r.Faults) == 0 && r.Lines > 0 && len(r.Preview) == 0 {
			t.Fatalf("%+v", r)
		}
	})
}
