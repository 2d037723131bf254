package capacity

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/errs"
)

// longestName is how many bytes a name or a line of an address has at most.
const longestName = 120

// checkNames tells what cannot be the name or the key of a house, or of something in it.
func (c *Change) checkNames() (faults errs.Faults) {
	named := func(path, name string) {
		faults.Need(name != "" && len(name) <= longestName, path+".name", "missing")
	}
	houses := func(what string, sites []Site) {
		for i, s := range sites {
			at := fmt.Sprintf("%s[%d]", what, i)
			named(at, s.Name)
			faults.Need(simpleKey.MatchString(s.Key), at+".key", "no_key")
			faults.Need(s.Street != "" && len(s.Street) <= longestName, at+".street", "missing")
			faults.Need(s.Place != "" && len(s.Place) <= longestName, at+".place", "missing")
			faults.Need(len(s.Hint) <= 3*longestName, at+".hint", "too_long")
		}
	}
	houses("addSites", c.AddSites)
	houses("renameSites", c.RenameSites)
	for i, r := range c.AddResources {
		at := fmt.Sprintf("addResources[%d]", i)
		named(at, r.Name)
		faults.Need(simpleKey.MatchString(r.Key), at+".key", "no_key")
		faults.Need(slices.Contains([]string{"counter", "room", "phone"}, r.Kind), at+".kind", "unknown")
	}
	for i, r := range c.RenameResources {
		named(fmt.Sprintf("renameResources[%d]", i), r.Name)
	}
	return faults
}

// strangers tells what a change names that the plan does not have, and what it would have twice.
func (p *Plan) strangers(c *Change) (faults errs.Faults) {
	house := func(key string) bool {
		_, ok := p.House(key)
		return ok || slices.ContainsFunc(c.AddSites, func(s Site) bool { return s.Key == key })
	}
	there := func(id uuid.UUID, kinds ...string) bool {
		r, ok := p.Counter(id)
		return ok && (len(kinds) == 0 || slices.Contains(kinds, r.Kind)) ||
			slices.Contains(append(kinds, "person"), "person") && slices.ContainsFunc(c.People, func(r Resource) bool { return r.ID == id })
	}
	all := func(what, field string, n int, known func(i int) bool) {
		for i := range n {
			faults.Need(known(i), fmt.Sprintf("%s[%d]%s", what, i, field), "unknown")
		}
	}
	all("close", ".site", len(c.Close), func(i int) bool { return c.Close[i].Site == nil || house(*c.Close[i].Site) })
	all("close", ".resource", len(c.Close), func(i int) bool { return c.Close[i].ResourceID == nil || there(*c.Close[i].ResourceID) })
	all("reopen", "", len(c.Reopen), func(i int) bool {
		return slices.ContainsFunc(p.Closures, func(cl Closure) bool { return cl.ID == c.Reopen[i] })
	})
	all("retire", "", len(c.Retire), func(i int) bool { return there(c.Retire[i]) })
	all("restore", "", len(c.Restore), func(i int) bool { return there(c.Restore[i]) })
	all("retireSites", "", len(c.RetireSites), func(i int) bool { return house(c.RetireSites[i]) })
	all("restoreSites", "", len(c.RestoreSites), func(i int) bool { return house(c.RestoreSites[i]) })
	all("renameSites", ".key", len(c.RenameSites), func(i int) bool { return house(c.RenameSites[i].Key) })
	all("renameResources", "", len(c.RenameResources), func(i int) bool { return there(c.RenameResources[i].ID, "counter", "phone", "room") })
	all("addResources", ".site", len(c.AddResources), func(i int) bool { return house(c.AddResources[i].Site) })
	all("end", ".stretch", len(c.End), func(i int) bool {
		return slices.ContainsFunc(p.Stretches, func(s Stretch) bool { return s.ID == c.End[i].StretchID })
	})
	all("open", ".counter", len(c.Open), func(i int) bool { return there(c.Open[i].CounterID, "counter", "phone") })
	all("open", ".person", len(c.Open), func(i int) bool { return c.Open[i].PersonID == nil || there(*c.Open[i].PersonID, "person") })
	all("open", ".room", len(c.Open), func(i int) bool { return c.Open[i].RoomID == nil || there(*c.Open[i].RoomID, "room") })
	return append(faults, p.twice(c)...)
}

// elsewhere tells which new stretches have a room of another house than their counter: nobody can be at both.
func (p *Plan) elsewhere(opens []Stretch, paths []string) (faults errs.Faults) {
	for i, s := range opens {
		if s.RoomID == nil {
			continue
		}
		counter, known := p.Counter(s.CounterID)
		room, there := p.Counter(*s.RoomID)
		faults.Need(!known || !there || counter.Site == room.Site, paths[i]+".room", "other_house")
	}
	return faults
}

// twice tells which keys somebody has already.
func (p *Plan) twice(c *Change) (faults errs.Faults) {
	for i, s := range c.AddSites {
		_, has := p.House(s.Key)
		again := slices.ContainsFunc(c.AddSites[:i], func(o Site) bool { return o.Key == s.Key })
		faults.Need(!has && !again, fmt.Sprintf("addSites[%d].key", i), "key_taken")
	}
	for i, r := range c.AddResources {
		same := func(o Resource) bool { return o.Site == r.Site && o.Kind == r.Kind && o.Key == r.Key }
		faults.Need(!slices.ContainsFunc(slices.Concat(p.Resources, c.AddResources[:i]), same), fmt.Sprintf("addResources[%d].key", i), "key_taken")
	}
	return faults
}

// meets tells which new stretches overlap with what stands, after all that ends has ended: at their counter, or of their person. Of the first so many among
// themselves Check has told already.
func (p *Plan) meets(opens []Stretch, paths []string, ends []StretchEnd, told int) (faults errs.Faults) {
	var standing []Stretch
	for _, s := range p.Stretches {
		if i := slices.IndexFunc(ends, func(e StretchEnd) bool { return e.StretchID == s.ID }); i >= 0 && (s.ValidTo.IsZero() || ends[i].LastDay.Before(s.ValidTo)) {
			s.ValidTo = ends[i].LastDay
		}
		if s.ValidTo.IsZero() || !s.ValidTo.Before(s.ValidFrom) {
			standing = append(standing, s)
		}
	}
	for i := range opens {
		others := standing
		if i >= told {
			others = slices.Concat(standing, opens[:i])
		}
		code := ""
		for _, other := range others {
			switch {
			case !overlap(&opens[i], &other):
			case opens[i].CounterID == other.CounterID:
				code = "overlaps"
			case code == "":
				code = "person_twice"
			}
		}
		faults.Need(code == "", paths[i], code)
	}
	return faults
}
