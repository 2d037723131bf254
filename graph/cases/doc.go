// Package casesgql is the part of the schema about cases: of staff, of the applicant, and of the public status page.
//
// Types whose names are those of modules/cases bind by name; types.go names the others. The package must therefore stand before the
// modules in the list of packages that types are looked up in.
package casesgql
