// Package identity knows the accounts of staff, applicants and partners, how they log in, and what each may do.
//
// What an outside provider claims about a member of staff (roles, teams) is the most that person may do; grants that the city
// keeps itself narrow it and add what no provider knows: for which services somebody may decide or approve. Applicants log in
// at the city's citizen account or, where a service's level of trust allows it, by a link sent to a mailbox.
//
// [Authenticate] turns the cookie of a request into a [Viewer] with one statement, so that revoking a session or a grant acts
// on the next request. Everything above asks the Viewer; what it may see becomes part of the SQL.
package identity
