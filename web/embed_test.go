package web_test

import (
	"io/fs"
	"testing"

	"github.com/ankunft/ankunft/web"
)

// The binary compiles and serves sensibly whether or not the apps were built.
func TestAppsOpenBuiltOrNot(t *testing.T) {
	t.Parallel()
	for name, app := range map[string]web.App{"portal": web.Portal(), "staff": web.Staff()} {
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
