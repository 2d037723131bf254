package linguists_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/page"
)

func TestSomebodyIsPutIntoTheDirectoryAndFound(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	if i.Name != "Parwana Ahmadzai" || i.State != linguists.StateActive || i.Version != 1 || len(i.Skills) != 3 || i.Tax.IBAN != "DE89370400440532013000" || i.Contract != "" {
		t.Fatalf("%#v %+v", i, *i)
	}
	for _, f := range []linguists.InterpreterFilter{
		{}, {Text: to("parw")}, {Text: to("ahmad PARWANA")}, {Text: to("paschtu")}, {Text: to("herati")}, {Text: to("parwana@example")},
		{Language: to("prs")}, {Language: to("prs"), Sworn: to(true)}, {Form: to(linguists.Written)}, {Mode: to(linguists.Phone)}, {State: to(linguists.StateActive)},
		{Kind: to(linguists.KindPerson)}, {ProofMissing: to(true)}, {ProofMissing: to(false)}, {Language: to("pus"), Form: to(linguists.Spoken), Mode: to(linguists.OnSite), Text: to("par dari")},
	} {
		if got := o.names(t, f); !slices.Equal(got, []string{"Parwana Ahmadzai"}) {
			t.Errorf("%+v finds %v", f, got)
		}
	}
	for _, f := range []linguists.InterpreterFilter{
		{Text: to("wana")}, {Text: to("par%")}, {Text: to("nobody")}, {Language: to("ara")}, {Language: to("pus"), Sworn: to(true)}, {Language: to("pus"), Form: to(linguists.Written)},
		{Mode: to(linguists.Video)}, {State: to(linguists.StateEnded)}, {Kind: to(linguists.KindAgency)}, {Agency: to(uuid.New())}, {Changed: to(true)},
	} {
		if got := o.names(t, f); len(got) != 0 && f.Text == nil || len(got) != 0 && *f.Text != "par%" {
			t.Errorf("%+v finds %v", f, got)
		}
	}
}

func TestAllFaultsOfAnEntryAreToldAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	long := strings.Repeat("ü", 201)
	bad := linguists.InterpreterDetails{
		Kind: "robot", Agency: to(uuid.New()), Name: long, Email: to("a@b.example, c@d.example"), Phone: to("1\u202e2"), Gender: to(linguists.Gender("x")), State: to(linguists.InterpreterState("asleep")),
		Modes: []linguists.Mode{"pigeon"}, Subjects: []string{strings.Repeat("x", 61)}, Sites: make([]string, 0), TravelMinutes: to(601), TravelKm: to(-1), Contract: to("none"), Language: to("xx"),
		TaxNumber: to(strings.Repeat("1", 41)), VatID: to("12"), Iban: to("DE00370400440532013000"),
		Skills: []linguists.SkillDetails{
			{Language: "zzz", Form: linguists.Spoken}, {Language: "deu", Form: linguists.Spoken}, {Language: "ar", Form: "sung"}, {Language: "ara", Form: linguists.Spoken, Level: to(linguists.Level("D"))},
			{Language: "ara", Form: linguists.Spoken, Direction: to(linguists.Direction("sideways")), Dialect: to(strings.Repeat("x", 61))},
			{Language: "ara", Form: linguists.Spoken},
		},
	}
	_, err := o.Create(lead(t), bad)
	wants(t, err, linguists.ErrInput, "kind", "agency", "name", "email", "phone", "gender", "state", "modes", "subjects", "travelMinutes", "travelKm", "contract", "language", "taxNumber", "vatId", "iban",
		"skills[0].language", "skills[1].language", "skills[2].language", "skills[2].form", "skills[3].level", "skills[4].direction", "skills[4].dialect", "skills[5].language")
	none := linguists.InterpreterDetails{Kind: linguists.KindPerson}
	_, err = o.Create(lead(t), none)
	wants(t, err, linguists.ErrInput, "name", "skills")
	spoken := linguists.InterpreterDetails{Kind: linguists.KindPerson, Name: "A", Skills: []linguists.SkillDetails{{Language: "ara", Form: linguists.Spoken}}}
	_, err = o.Create(lead(t), spoken)
	wants(t, err, linguists.ErrInput, "modes")
	spoken.Skills[0].Form = linguists.Written // who only translates comes nowhere
	o.create(t, spoken)
	d := parwana()
	d.Agency = to(uuid.New())
	_, err = o.Create(lead(t), d)
	wants(t, err, linguists.ErrInput, "agency")
}

func TestAnAddressStandsOnceAndAgenciesSendTheirs(t *testing.T) {
	t.Parallel()
	o := open(t)
	first := o.create(t, parwana())
	twice := parwana()
	twice.Email = to("PARWANA@example.org")
	_, err := o.Create(lead(t), twice)
	wants(t, err, linguists.ErrKnown, "email")
	agency := o.create(t, linguists.InterpreterDetails{Kind: linguists.KindAgency, Name: "Sprachmittlung GmbH", Modes: []linguists.Mode{linguists.Phone}, Contract: to("agency")})
	if len(agency.Missing) != 0 {
		t.Error("an agency proves nothing itself:", agency.Missing)
	}
	theirs := parwana()
	theirs.Email, theirs.Name, theirs.Agency = nil, "Samim", &agency.ID
	o.create(t, theirs)
	if got := o.names(t, linguists.InterpreterFilter{Agency: &agency.ID}); !slices.Equal(got, []string{"Samim"}) {
		t.Error(got)
	}
	theirs.Agency = &first.ID // a person is no agency
	_, err = o.Create(lead(t), theirs)
	wants(t, err, linguists.ErrInput, "agency")
	inner := linguists.InterpreterDetails{Kind: linguists.KindAgency, Name: "Sub", Agency: &agency.ID}
	_, err = o.Create(lead(t), inner)
	wants(t, err, linguists.ErrInput, "agency")
}

func TestOfTwoWhoChangeOneIsToldToReadAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	results := make([]error, 8)
	var wg sync.WaitGroup
	for n := range results {
		wg.Go(func() {
			d := parwana()
			d.Name = fmt.Sprint("Parwana ", n)
			_, results[n] = o.Change(lead(t), linguists.ChangeInterpreter{Interpreter: i.ID, Version: 1, Details: d})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
		} else if !errors.Is(err, linguists.ErrConflict) {
			t.Error(err)
		}
	}
	after, err := o.Get(lead(t), i.ID)
	must(t, err)
	if won != 1 || after.Version != 2 || len(after.Skills) != 3 {
		t.Fatalf("%d won, version %d, %d languages", won, after.Version, len(after.Skills))
	}
	d := parwana()
	d.Kind = linguists.KindAgency
	_, err = o.Change(lead(t), linguists.ChangeInterpreter{Interpreter: i.ID, Version: 2, Details: d})
	wants(t, err, linguists.ErrInput, "kind")
	_, err = o.Change(lead(t), linguists.ChangeInterpreter{Interpreter: uuid.New(), Version: 1, Details: parwana()})
	wants(t, err, linguists.ErrNone)
	// Faults and a version that is gone: the version first, for what was read is old.
	_, err = o.Change(lead(t), linguists.ChangeInterpreter{Interpreter: i.ID, Version: 1})
	wants(t, err, linguists.ErrConflict)
}

func TestPagesFollowOneAnotherAlsoAmongTheSameNames(t *testing.T) {
	t.Parallel()
	o := open(t)
	for n := range 25 {
		d := parwana()
		d.Email, d.Name = nil, []string{"Ali", "Berfin", "Çelik"}[n%3]
		o.create(t, d)
	}
	seen, args := map[uuid.UUID]bool{}, page.Args{First: 4}
	for range 10 {
		p, err := o.List(lead(t), linguists.InterpreterFilter{}, args)
		must(t, err)
		for _, i := range p.Items {
			if seen[i.ID] {
				t.Fatal("told twice")
			}
			seen[i.ID] = true
			if len(i.Skills) != 3 {
				t.Error("languages are missing in the list")
			}
		}
		if args.After = p.Next; p.Next == "" {
			break
		}
	}
	if len(seen) != 25 {
		t.Fatal(len(seen))
	}
	if _, err := o.List(lead(t), linguists.InterpreterFilter{}, page.Args{After: "%%%"}); !errors.Is(err, page.ErrCursor) {
		t.Error(err)
	}
}

func TestWhoIsTiedToAPartyIsNotedAndTakenBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	in := linguists.NoteBias{Interpreter: i.ID, SubjectKind: o.person.Kind, SubjectID: o.person.ID, ToldBy: "client"}
	for _, met := range []audit.Record{o.person, o.visit} { // told twice, once at an appointment: it is the person to whom they are tied
		_, err := o.NoteBias(lead(t), linguists.NoteBias{Interpreter: i.ID, SubjectKind: met.Kind, SubjectID: met.ID, ToldBy: "client"})
		must(t, err)
	}
	list, err := o.Biases(lead(t), i.ID)
	must(t, err)
	if len(list) != 1 || list[0].SubjectID != o.person.ID || list[0].ToldBy != "client" {
		t.Fatalf("%+v", list)
	}
	in.Ended = to(true)
	_, err = o.NoteBias(lead(t), in)
	must(t, err)
	if list, err = o.Biases(lead(t), i.ID); err != nil || len(list) != 0 {
		t.Fatal(list, err)
	}
	stranger := in
	stranger.SubjectID = uuid.New() // whom the viewer may not see
	_, err = o.NoteBias(lead(t), stranger)
	wants(t, err, linguists.ErrNone)
	_, err = o.NoteBias(lead(t), linguists.NoteBias{Interpreter: i.ID, SubjectKind: "Person; --", ToldBy: "neighbour"})
	wants(t, err, linguists.ErrInput, "subjectKind", "toldBy")
	_, err = o.NoteBias(lead(t), linguists.NoteBias{Interpreter: uuid.New(), SubjectKind: o.person.Kind, SubjectID: o.person.ID, ToldBy: "office"})
	wants(t, err, linguists.ErrNone)
}

func TestWhatIsLoggedOfAnInterpreterNamesNobody(t *testing.T) {
	t.Parallel()
	i := linguists.Interpreter{ID: uuid.New(), Name: "Parwana Ahmadzai", Email: "parwana@example.org", Tax: linguists.Tax{IBAN: "DE89"}}
	for _, text := range []string{fmt.Sprint(i), fmt.Sprintf("%+v %#v", i, i), i.LogValue().String(), fmt.Sprint(i.Tax)} {
		if strings.Contains(text, "Parwana") || strings.Contains(text, "parwana") || strings.Contains(text, "DE89") {
			t.Error(text)
		}
	}
}

// Languages are codes of ISO 639-3; their names are those of their readers.
func TestLanguagesHaveCodesAndNames(t *testing.T) {
	t.Parallel()
	for code, want := range map[string][2]string{
		"prs": {"Dari", "Dari"}, "kmr": {"Kurmandschi", "Kurmandschi"}, "tir": {"Tigrinya", "Tigrinya"}, "ara": {"Arabisch", "Arabic"}, "gsg": {"Deutsche Gebärdensprache", "Deutsche Gebärdensprache"},
		"ukr": {"Ukrainisch", "Ukrainian"},
	} {
		german, _ := linguists.Name(code, "de")
		english, ok := linguists.Name(code, "en")
		if !ok || german != want[0] || english != want[1] {
			t.Errorf("%s: %q, %q", code, german, english)
		}
	}
	if name, _ := linguists.Name("ara", "not a language"); name != "Arabisch" {
		t.Errorf("a reader whose language nobody knows reads %q", name)
	}
	for _, code := range []string{"", "de", "ARA", "zzz", "xyz", "und", "mul", "zxx", "mis", "qaa", "per", "fre", "ara-EG", "a\x00b", "äöü"} {
		if linguists.KnownLanguage(code) {
			t.Errorf("%q is taken for a language", code)
		}
	}
}

func TestTheTrailTellsWhatWasDone(t *testing.T) {
	t.Parallel()
	o := open(t)
	i := o.create(t, parwana())
	i = o.note(t, i.ID, linguists.Oath, "2024-01-01", "")
	_, err := o.DropProof(lead(t), linguists.DropProof{Interpreter: i.ID, Proof: i.Proofs[0].ID})
	must(t, err)
	_, err = o.DropProof(lead(t), linguists.DropProof{Interpreter: i.ID, Proof: i.Proofs[0].ID})
	wants(t, err, linguists.ErrNone)
	var actions []string
	must(t, o.DB.NewRaw("SELECT action FROM audit.entry_v1 WHERE record_kind = 'interpreter' AND record_id = ? ORDER BY seq", i.ID).Scan(t.Context(), &actions))
	if !slices.Equal(actions, []string{"interpreter.added", "interpreter.proof_noted", "interpreter.proof_dropped"}) {
		t.Error(actions)
	}
	if linguists.Record(i.ID) != (audit.Record{Kind: "interpreter", ID: i.ID}) {
		t.Error("another record")
	}
}
