// Package web carries the built web apps inside the Go binary.
//
// `npm run build` in this folder fills built/. A binary that is built without
// it still compiles; the apps then report Built() == false and the
// server answers with a plain page that says how to build them.
package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed all:built/portal all:built/staff all:built/player
var built embed.FS

//go:embed api/src/operations.json
var operations []byte

// Operations maps the SHA-256 (hex) of each GraphQL document of our apps to the
// document. The apps send nothing but the hash.
func Operations() (map[string]string, error) {
	var list map[string]string
	if err := json.Unmarshal(operations, &list); err != nil {
		return nil, fmt.Errorf("read the list of operations: %w", err)
	}
	return list, nil
}

// App is one built single-page app: index.html plus assets with content
// hashes in their names.
type App struct {
	fs.FS
}

// Built tells whether the app was built into this binary.
func (a App) Built() bool {
	_, err := fs.Stat(a.FS, "index.html")
	return err == nil
}

// Portal is the app for applicants, served at "/".
func Portal() App { return app("built/portal") }

// Staff is the app for the office, served at "/office/".
func Staff() App { return app("built/staff") }

// Player plays learning packages; it is served on the content origin alone.
func Player() App { return app("built/player") }

func app(dir string) App {
	sub, err := fs.Sub(built, dir)
	if err != nil {
		// The names are constants of this file; fs.Sub only rejects invalid paths.
		return App{built}
	}
	return App{sub}
}
