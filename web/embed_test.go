package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"testing"

	"github.com/ankunft/ankunft/web"
)

// The binary compiles and serves sensibly whether or not the apps were built.
func TestAppsOpenBuiltOrNot(t *testing.T) {
	t.Parallel()
	for name, app := range map[string]web.App{"portal": web.Portal(), "staff": web.Staff(), "player": web.Player()} {
		entries, err := fs.ReadDir(app, ".")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(entries) == 0 {
			t.Errorf("%s: the folder lost its placeholder", name)
		}
		if _, err := fs.Stat(app, "index.html"); (err == nil) != app.Built() {
			t.Errorf("%s: Built() = %t, stat index.html: %v", name, app.Built(), err)
		}
	}
}

// The hash under which a document stands is the document's own: otherwise an
// app would ask for one thing and get another.
func TestOperationsStandUnderTheirOwnHash(t *testing.T) {
	t.Parallel()
	list, err := web.Operations()
	if err != nil {
		t.Fatal(err)
	}
	for hash, document := range list {
		if sum := sha256.Sum256([]byte(document)); hex.EncodeToString(sum[:]) != hash {
			t.Errorf("%s is not the hash of its document", hash)
		}
	}
}
