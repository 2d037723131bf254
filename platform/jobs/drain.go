package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/ankunft/ankunft/platform/db"
)

// Failure is a job that returned an error while draining.
type Failure struct {
	Kind  string
	Args  string
	Error string
}

// Drain works every job that is due, and those that they enqueue, until none is left, without periodic jobs: for tests and for
// filling the demo. A job that fails is told and left for its retry.
func (r *Runner) Drain(ctx context.Context, workers int) ([]Failure, error) {
	client, err := river.NewClient(riverpgxv5.New(r.db.Pool()), &river.Config{
		Schema: db.JobSchema, Logger: r.log, Workers: r.workers, TestOnly: true,
		FetchCooldown: 2 * time.Millisecond, FetchPollInterval: 50 * time.Millisecond,
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
	})
	if err != nil {
		return nil, fmt.Errorf("make job client: %w", err)
	}
	ended, cancel := client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed, river.EventKindJobSnoozed, river.EventKindJobCancelled)
	defer cancel()
	if n, err := r.due(ctx); err != nil || n == 0 {
		return nil, err
	}
	if err := client.Start(ctx); err != nil {
		return nil, fmt.Errorf("start jobs: %w", err)
	}
	failures, err := r.untilNoneIsDue(ctx, ended)
	stopped := client.Stop(context.WithoutCancel(ctx))
	for { // a job's row may say that it ended before its event comes
		select {
		case e, more := <-ended:
			if !more {
				return failures, firstError(err, stopped)
			}
			failures = failed(failures, e)
		default:
			return failures, firstError(err, stopped)
		}
	}
}

func failed(failures []Failure, e *river.Event) []Failure {
	if e.Kind != river.EventKindJobFailed {
		return failures
	}
	return append(failures, Failure{e.Job.Kind, string(e.Job.EncodedArgs), e.Job.Errors[len(e.Job.Errors)-1].Error})
}

func (r *Runner) untilNoneIsDue(ctx context.Context, ended <-chan *river.Event) ([]Failure, error) {
	var failures []Failure
	look := time.NewTicker(100 * time.Millisecond) // a job may end between the count and the subscription
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return failures, ctx.Err()
		case e := <-ended:
			failures = failed(failures, e)
		case <-look.C:
		}
		if n, err := r.due(ctx); err != nil || n == 0 {
			return failures, err
		}
	}
}

// due counts the jobs that would run now or are running. A job that failed waits for its retry and is not due.
func (r *Runner) due(ctx context.Context) (int64, error) {
	return r.db.NewSelect().TableExpr(db.JobSchema + ".river_job").
		Where("state = 'running' OR (state IN ('available', 'scheduled') AND scheduled_at <= now())").Count(ctx)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
