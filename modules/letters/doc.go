// Package letters writes what the office sends on paper or as a file: it freezes the words, gives number and date, sets the PDF,
// keeps the print queue and tells on which day a letter counts as served.
//
// The life of a letter: Compose (draft) → Freeze → Release (number, date) → rendered by a job → printed and posted, or provided in
// the portal and retrieved, or handed over. A frozen letter has a digest over its template, texts and data, known before any PDF
// exists, so that a decision can carry it while a second person looks at it. Templates and texts are kept as they were at that
// moment: a template changed later changes no letter already frozen.
//
// Rights: a letter is reached through the record that it is about. Whoever calls has seen to it that the viewer may see that record;
// an id that belongs to another record is not found. The print queue is one permission of its own, checked by the caller.
package letters
