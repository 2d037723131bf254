// Package translations has papers translated: who is asked, who does it, what came back and when.
//
// The official language is German (VwVfG §23(1)); where the office has a paper translated itself, it pays by JVEG §11 (VwVfG §23(2) sentence 4). Who is asked
// learns the kind of the paper, its language and length; the paper itself only once they have accepted, by a link, for as long as they work on it. A translation becomes a
// paper of the case when the office has accepted it; the original stays, and both days of receipt are kept (VwVfG §23(3), (4)).
package translations
