// Package jobs works what transactions enqueued: River in the schema "river", one worker function for each kind of job.
package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
)

// Runner collects the workers while the program is wired, then works.
type Runner struct {
	db       *db.DB
	log      *slog.Logger
	workers  *river.Workers
	periodic []*river.PeriodicJob
}

// New makes a Runner that already delivers events.
func New(d *db.DB, log *slog.Logger) *Runner {
	r := &Runner{db: d, log: log, workers: river.NewWorkers()}
	Handle(r, r.deliver)
	return r
}

type worker[T river.JobArgs] struct {
	river.WorkerDefaults[T]
	fn func(ctx context.Context, args T) error
}

func (w worker[T]) Work(ctx context.Context, job *river.Job[T]) error { return w.fn(ctx, job.Args) }

// longest is how long a job may work: the longest work is the scan of a large file.
const longest = 5 * time.Minute

// Timeout implements river.Worker.
func (worker[T]) Timeout(*river.Job[T]) time.Duration { return longest }

// Handle works jobs of one kind with fn. An error is retried with growing pauses (about three weeks in all).
func Handle[T river.JobArgs](r *Runner, fn func(ctx context.Context, args T) error) {
	river.AddWorker(r.workers, worker[T]{fn: fn})
}

// Later makes a job try again after d without counting as a failure.
func Later(d time.Duration) error { return river.JobSnooze(d) }

// Every enqueues a job at each interval, once for all replicas, and once at start.
func Every(r *Runner, name string, interval time.Duration, args func() river.JobArgs) {
	r.periodic = append(r.periodic, river.NewPeriodicJob(river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) {
			return args(), &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
				rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
				rivertype.JobStateRetryable, rivertype.JobStateScheduled,
			}}}
		}, &river.PeriodicJobOpts{ID: name, RunOnStart: true}))
}

func (r *Runner) deliver(ctx context.Context, d events.Delivery) error {
	var row struct {
		Name    string
		Payload json.RawMessage
	}
	err := r.db.NewSelect().TableExpr("events.event").Column("name", "payload").Where("id = ?", d.EventID).Scan(ctx, &row)
	if err != nil {
		return fmt.Errorf("read event %s: %w", d.EventID, err)
	}
	return r.db.Bus.Deliver(ctx, row.Name, d.Subscriber, row.Payload)
}

// Client is River's client for its own user interface: it looks and inserts, but works nothing.
func (r *Runner) Client() (*river.Client[pgx.Tx], error) { return r.client(0) }

// client makes a client with all workers; workers 0 only inserts.
func (r *Runner) client(workers int) (*river.Client[pgx.Tx], error) {
	cfg := &river.Config{
		Schema: db.JobSchema, Logger: r.log, FetchCooldown: 5 * time.Millisecond, FetchPollInterval: time.Second,
		RescueStuckJobsAfter: longest + time.Minute, // what a killed worker held is soon taken up again
		Workers:              r.workers, PeriodicJobs: r.periodic, Middleware: []rivertype.Middleware{tracing()},
	}
	if workers > 0 {
		cfg.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}}
	}
	client, err := river.NewClient(riverpgxv5.New(r.db.Pool()), cfg)
	if err != nil {
		return nil, fmt.Errorf("make job client: %w", err)
	}
	return client, nil
}

// Run works until ctx ends, then lets running jobs finish for up to grace.
func (r *Runner) Run(ctx context.Context, workers int, grace time.Duration) error {
	client, err := r.client(workers)
	if err != nil {
		return err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	<-ctx.Done()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := client.Stop(stop); err != nil {
		return client.StopAndCancel(context.WithoutCancel(ctx))
	}
	return nil
}

// tracing records each job as a span, if anybody collects spans. Why a job failed stands in its row and in the log.
func tracing() rivertype.Middleware {
	return river.WorkerMiddlewareFunc(func(ctx context.Context, job *rivertype.JobRow, next func(context.Context) error) error {
		ctx, span := otel.Tracer("ankunft/jobs").Start(ctx, "job "+job.Kind, trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
			attribute.String("ankunft.job.kind", job.Kind), attribute.Int64("ankunft.job.id", job.ID), attribute.Int("ankunft.job.attempt", job.Attempt)))
		defer span.End()
		err := next(ctx)
		if err != nil {
			span.SetStatus(codes.Error, "")
		}
		return err
	})
}

// Late counts the jobs that should have begun longer ago than that: too few workers, or none.
func (r *Runner) Late(ctx context.Context, longerThan time.Duration) (int64, error) {
	return r.db.NewSelect().TableExpr(db.JobSchema+".river_job").
		Where("state = 'available' AND scheduled_at < now() - make_interval(secs => ?)", longerThan.Seconds()).Count(ctx)
}

// Failing counts the jobs that failed and wait for another try, or were given up.
func (r *Runner) Failing(ctx context.Context) (int64, error) {
	return r.db.NewSelect().TableExpr(db.JobSchema + ".river_job").
		Where("state IN ('retryable', 'discarded') OR state = 'available' AND attempt > 0").Count(ctx)
}
