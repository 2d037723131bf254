// Demo starts the whole office on one machine with nothing installed by hand: PostgreSQL, object store, identity provider, mail sink,
// virus scanner if there is one, and the same office that runs in production, with the people and cases of Musterstadt.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/ankunft/ankunft/cmd/demo/objectstore"
	"github.com/ankunft/ankunft/integrations/images"
)

type options struct {
	Port  int    `help:"First of four ports: office, login, mail, objects." default:"8080"`
	Dir   string `help:"Where the demo keeps its data." default:".run/demo"`
	City  string `help:"Folder of the city's data." default:"cities/musterstadt"`
	Cases int    `help:"Cases of the demo city, made at the first start." default:"240"`
	Reset bool   `help:"Throw the data of an earlier start away."`
	JSON  bool   `help:"Print one line of JSON when the office is open, instead of a page for people."`
	Open  bool   `help:"Answer GraphQL documents that are not of our own apps." default:"false"`
}

func main() {
	images.Child()
	objectstore.RunIfChild()
	var o options
	kong.Parse(&o, kong.Name("demo"), kong.Description("The whole office with a demo city. Ctrl-C ends it."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil && !errors.Is(err, context.Canceled) {
		_, _ = fmt.Fprintln(os.Stderr, "\n"+err.Error())
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return fmt.Errorf("find folder of the demo: %w", err)
	}
	if o.Reset {
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("throw the data away: %w", err)
		}
	}
	s := &stage{options: o, dir: dir, out: os.Stdout, terminal: isTerminal(os.Stdout)}
	defer func() { err = errors.Join(err, s.strike()) }()
	if err := s.build(ctx); err != nil {
		return err
	}
	return s.play(ctx)
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
