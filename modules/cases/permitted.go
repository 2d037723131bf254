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
	check, decide := v.CanInTeam("cases.check", d.Team), v.CanInTeam("cases.decide", d.Team) && v.CanDecide(d.Service)
	add(v.CanInTeam("cases.assign", d.Team) && d.ClosedAt == nil, "assignCase")
	add(check, "addNote")
	add(check && in(undecided...), "checkPaper", "translateField")
	add(check && in(atWork...), "pauseCase")
	add(check && in(atWork...) && d.PausedReason != nil, "resumeCase")
	add(check && in(atWork...) && slices.ContainsFunc(d.Papers, func(p PaperRow) bool { return p.open() }), "requestPapers")
	add(check && in(Waiting), "withdrawRequest")
	add(decide && in(undecided...), "draftDecision")
	add(decide && in(atWork...), "openHearing")
	add(decide && in(InHearing), "recordHearing")
	add(decide && in(Deciding) && d.Decision != nil, "proposeDecision")
	add(decide && in(undecided...) && d.Decision != nil, "discardDecision")
	add(in(Approval) && d.mayBeApprovedBy(v), "approveDecision", "returnDecision")
	add(v.CanInTeam("messages.send", d.Team), "sendMessage")
	return can
}

func (d *Detail) mayBeApprovedBy(v *identity.Viewer) bool {
	return d.Decision != nil && v.CanInTeam("cases.approve", d.Team) && v.CanApprove(d.Service) &&
		v.AccountID != d.Decision.DraftedBy.ID && (d.Decision.ProposedBy == nil || v.AccountID != d.Decision.ProposedBy.ID)
}
