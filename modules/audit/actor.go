package audit

import (
	"context"

	"github.com/google/uuid"
)

// ActorKind says what sort of someone acts.
type ActorKind string

// The kinds of actors.
const (
	Staff     ActorKind = "staff"
	Applicant ActorKind = "applicant"
	Partner   ActorKind = "partner"
	Public    ActorKind = "public" // somebody who has not logged in
	System    ActorKind = "system" // the office itself: jobs, deadlines
)

// Actor is who acts; ID is the account, uuid.Nil for the public and the system.
type Actor struct {
	Kind ActorKind
	ID   uuid.UUID
}

type actorKey struct{}

// WithActor says who acts under ctx.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom tells who acts under ctx. Without anybody it is the system: every request from outside passes
// identity.Authenticate, which names its actor, so only jobs and commands are left.
func ActorFrom(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok {
		return a
	}
	return Actor{Kind: System}
}
