package catalogue_test

import (
	"encoding/json"
	"testing"
	"testing/fstest"

	"github.com/ankunft/ankunft/modules/catalogue"
)

// Whatever bytes stand in a file of the folder, Load tells faults or a city, and never breaks.
func FuzzLoadOneFile(f *testing.F) {
	files := []string{"city.yaml", "shared/form.yaml", "services/16b-extension/service.yaml", "services/16b-extension/form.yaml", "services/16b-extension/texts/en.yaml"}
	for i, name := range files {
		f.Add(uint8(i), cityFiles(f)[name].Data)                                                            // five files
		f.Add(uint8(i), []byte("a: &a [*a]\n"))                                                             // five files
		f.Add(uint8(i), []byte("principal: {layout: [{step: x, fields: [{field: y, when: {y: [[1]]}}]}]}")) // five files
	}
	city := cityFiles(f)
	for name := range city {
		if len(name) > 9 && name[:9] == "services/" && name[9:12] != "16b" {
			delete(city, name)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, raw []byte) {
		edited := fstest.MapFS{}
		for name, file := range city {
			edited[name] = file
		}
		edited[files[int(which)%len(files)]] = &fstest.MapFile{Data: raw}
		loaded, err := catalogue.Load(edited)
		if (loaded == nil) == (err == nil) {
			t.Errorf("neither a city nor faults: %v", err)
		}
		if loaded != nil {
			judgeAll(loaded, student.with(nil))
		}
	})
}

func judgeAll(city *catalogue.City, facts catalogue.Facts) {
	for _, o := range city.Offers {
		for _, form := range []string{catalogue.Principal, catalogue.Member} {
			facts.Form = form
			o.Evaluate(facts)
			o.Localize("ar", o.Checklist(facts))
			o.Route(facts)
			o.Fee(facts, today)
			o.FourEyes("grant", facts)
			o.LongestDuration(facts, today)
			o.LocalForm("tr", form)
		}
	}
}

// Whatever JSON is sent as answers, it is judged, and what is called complete holds nothing but known fields.
func FuzzAnswers(f *testing.F) {
	for _, a := range starting {
		raw, err := json.Marshal(a)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"means":[null,{"a":[1e400]}],"birth_date":"9999-99-99","semester_now":1e300,"title_end":12}`))
	city := musterstadt(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		var sent map[string]any
		if json.Unmarshal(raw, &sent) != nil {
			return
		}
		facts := catalogue.Facts{Answers: sent, Today: today}
		judgeAll(city, facts)
		for _, o := range city.Offers {
			facts.Form = catalogue.Principal
			e := o.Evaluate(facts)
			for key := range sent {
				if _, known := o.Principal.Field(key); !known && e.Complete {
					t.Errorf("%q was let through", key)
				}
			}
		}
	})
}
