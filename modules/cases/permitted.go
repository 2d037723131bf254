package cases

import (
	"slices"

	"github.com/ankunft/ankunft/modules/identity"
)

// permitted are the mutations that the viewer may do to a case as it stands; the web asks instead of guessing. What is done is checked
// again where it is done.
func permitted(v *identity.Viewer, d *Detail) []string {
	can := []string{}
	in := func(states ...CaseState) bool { return slices.Contains(states, d.State) }
	add := func(ok bool, actions ...string) {
		if ok {
			can = append(can, actions...)
		}
	}
	check := v.CanInTeam("cases.check", d.Team)
	add(v.CanInTeam("cases.assign", d.Team) && d.ClosedAt == nil, "assignCase")
	add(check, "addNote")
	add(check && in(Undecided...), "checkPaper", "translateField")
	add(check && in(AtWork...), "pauseCase")
	add(check && in(AtWork...) && d.PausedReason != nil, "resumeCase")
	add(check && in(AtWork...) && slices.ContainsFunc(d.Papers, func(p PaperRow) bool { return p.open() }), "requestPapers")
	add(check && in(Waiting), "withdrawRequest")
	add(v.CanInTeam("messages.send", d.Team), "sendMessage")
	return can
}
