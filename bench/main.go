// Bench measures the office against a small hand-written server that does the same work with nothing around it. See docs/performance.md.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/ankunft/ankunft/cmd/demo/objectstore"
	"github.com/ankunft/ankunft/integrations/images"
)

type program struct {
	Dir string `help:"Where databases and objects are kept." default:".cache/bench"`

	Run  runCmd  `cmd:"" default:"withargs" help:"Fill what is missing, measure, print the table, write docs/performance.md."`
	Fill fillCmd `cmd:"" help:"Make the databases."`

	Appointments appointmentsCmd `cmd:"" help:"Measure appointments alone."`
	Interpreters interpretersCmd `cmd:"" help:"Measure interpreters alone."`
	Learning     learningCmd     `cmd:"" help:"Measure the page of a team's trainings and a rush for a course alone."`

	Office officeCmd `cmd:"" hidden:"" help:"The office under measurement; its orders come by standard input."`
	Limit  limitCmd  `cmd:"" hidden:"" help:"The limit server; its orders come by standard input."`
	Load   loadCmd   `cmd:"" hidden:"" help:"One burst of requests; its orders come by standard input."`
}

func main() {
	images.Child()
	objectstore.RunIfChild()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var p program
	command := kong.Parse(&p, kong.Name("bench"), kong.Bind(&p), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
