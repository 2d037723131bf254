// Package archtest reads the repository and tells where it breaks the rules of the house: who may import whom (the table
// in docs/architecture.md), whose tables SQL may name, and how long files may be.
//
// A city's own program can hold its code to the same rules: Load its root, read its table, call Check.
package archtest
