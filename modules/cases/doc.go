// Package cases is the office's side of an application: the file, its routing and its clock, the check of papers, requests,
// the work list, and what the applicant and the public see of it. What else hangs on a case (decisions, appointments) is kept by modules above,
// its Neighbours.
//
// Three dates are kept apart. The end of the title is the person's risk. The line of VwGO §75 (three months after receipt) is
// the office's risk and is never paused. The service promise is the office's word and pauses for named reasons. The work list
// is ordered by the earliest legal risk, then by the promise.
package cases
