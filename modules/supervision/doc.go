// Package supervision keeps supervision: talks of colleagues with somebody from outside about what the work does to them.
//
// Who takes part is nobody's business but theirs, the supervisor's and, in a group, the group's. So no row of this module joins a member of staff to a session: who comes and what the
// supervisor notes is one sealed, equally long text for each session, written anew with all others whenever anything changes and each night besides (decision 0129). Accounting sees
// sessions and what they cost, leads one number for a closed half-year. Nothing of a booking stands in the trail, in events or in the log.
package supervision
