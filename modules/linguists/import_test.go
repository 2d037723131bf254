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

// What an old list knows of direction, agency and certificates comes along: an agency is of the list, wherever it stands there, or of the directory.
func TestAListKnowsDirectionsAgenciesAndCertificates(t *testing.T) {
	t.Parallel()
	o := open(t)
	text := "name;kind;agency;languages;modes;certificates\n" +
		"Ana;;SPRACHBÜRO nord;ara:ins Deutsche:C2|fas:written:from_german|prs;telefon;BDÜ-Zertifikat:1.3.2024:28.2.2029 | Lehrgang: 2023-05-01\n" +
		"Sprachbüro Nord;Agentur;;;;\n"
	if r := o.load(t, text, false); len(r.Faults) != 0 || r.Created != 2 {
		t.Fatalf("%+v", r)
	}
	agency := o.called(t, "sprachbüro nord")
	ana := o.called(t, "ana")
	if k := ana.Skills; ana.AgencyID == nil || *ana.AgencyID != agency.ID || k[0].Direction != linguists.IntoGerman || k[0].Level != "C2" || k[1].Direction != linguists.FromGerman ||
		k[1].Form != linguists.Written || k[2].Direction != linguists.Both {
		t.Errorf("%v %+v %+v %+v", ana.AgencyID, *k[0], *k[1], *k[2])
	}
	got := []string{}
	for _, p := range ana.Proofs {
		got = append(got, fmt.Sprint(p.Kind, " ", p.Name, " ", p.IssuedOn, " ", p.ValidUntil))
	}
	slices.Sort(got)
	if want := []string{"certificate BDÜ-Zertifikat 2024-03-01 2029-02-28", "certificate Lehrgang 2023-05-01 "}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	o.load(t, "name;kind;languages\nZwilling;agency;\nZwilling;agency;\n", false)
	r := o.load(t, "name;kind;agency;languages;modes;certificates\n"+
		"Bo;;sprachbüro nord;ara;telefon;\n"+ // 2: of the directory
		"Cem;;Niemand;ara;telefon;Ohne Tag\n"+ // 3
		"Dana;;Zwilling;ara;telefon;Kurs:31.2.2024\n"+ // 4
		"Eigen;agency;Sprachbüro Nord;;;A:1.1.2024:1.1.2025:1.1.2026\n"+ // 5
		"Fay;;;ara:nach links;telefon;Kurs:1.1.2030|:1.1.2024|Alt:1.1.2024:1.1.2023\n", false) // 6
	told := []string{}
	for _, f := range r.Faults {
		told = append(told, fmt.Sprint(f.Line, " ", f.Column, " ", f.Code))
	}
	slices.Sort(told)
	want := []string{
		"3 agency unknown", "3 certificates required", "4 agency ambiguous", "4 certificates format", "5 agency of_an_agency", "5 certificates format", "6 certificates required",
		"6 certificates too_early", "6 certificates too_late", "6 languages unknown",
	}
	if !slices.Equal(told, want) || r.Created != 0 || o.count(t, "SELECT count(*) FROM linguists.interpreter WHERE name = 'Bo'") != 0 {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
}

// called is the one entry of that name.
func (o *office) called(t testing.TB, name string) *linguists.Interpreter {
	t.Helper()
	p, err := o.List(lead(t), linguists.InterpreterFilter{Text: to(name)}, page.Args{First: 1})
	must(t, err)
	if len(p.Items) != 1 {
		t.Fatal("nobody is called", name)
	}
	i, err := o.Get(lead(t), p.Items[0].ID)
	must(t, err)
	return i
}

// Two thousand full lines are one list.
func TestAListOfTwoThousandFullLinesFits(t *testing.T) {
	t.Parallel()
	o := open(t)
	var b strings.Builder
	b.WriteString("name;email;phone;gender;modes;subjects;languages;secrecy_on;data_protection_on;oath_on;oath_until;certificates;iban;travel_km\n")
	for n := range 2000 {
		fmt.Fprintf(&b, "Maximiliane-Alexandra Beispielhausen-Mustermann %d;maximiliane.beispielhausen.%d@uebersetzungen.example.org;+49 431 000 %d;w;vor Ort|Telefon|video;Asyl|Familie|Studium;"+
			"prs/Herati:spoken:ins Deutsche:C1:beeidigt | Paschtu:C2 | fas:schriftlich:into_german;01.03.2024;01.03.2024;01.03.2024;31.12.2030;"+
			"BDÜ-Zertifikat für Behördendolmetschen:1.3.2024:28.2.2029 | Lehrgang Verwaltungsrecht:1.5.2023;DE02120300000000202051;17\n", n, n, n)
	}
	if b.Len() < 600<<10 {
		t.Fatal("not so full:", b.Len())
	}
	if r := o.load(t, b.String(), true); len(r.Faults) != 0 || r.Lines != 2000 {
		t.Errorf("%d lines, %+v", r.Lines, r.Faults[:min(len(r.Faults), 5)])
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
		strings.Repeat("x", 1<<20+1):        "1  too_large",
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
