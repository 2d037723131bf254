package decisionsgql

import (
	"context"

	"github.com/google/uuid"

	casesgql "github.com/ankunft/ankunft/graph/cases"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves decisions' part of the schema; it is Query and Mutation. Cases reads a case after each step.
type Resolver struct {
	Decisions *decisions.Service
	Cases     casesgql.Resolver
	// Explain adds to a refused approval or decision what the one who wanted it can do about it; nil: nothing.
	Explain func(ctx context.Context, refused error) error
}

// Query resolves decisions' queries.
type Query struct{ Resolver }

// Approvals lists what waits for the viewer's eyes.
func (q Query) Approvals(ctx context.Context, first *int, after *string) (*casesgql.WorkList, error) {
	var args page.Args
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	list, err := q.Decisions.Approvals(ctx, args)
	return &casesgql.WorkList{WorkList: list}, err
}

// DecisionFrame is the room for deciding a case.
func (q Query) DecisionFrame(ctx context.Context, caseArg uuid.UUID) (*decisions.DecisionFrame, error) {
	return q.Decisions.Frame(ctx, caseArg)
}

// Mutation resolves decisions' mutations: one step of the office each, answered by the case as it then stands.
type Mutation struct{ Resolver }

// OpenHearing gives the person the word before a refusal.
func (m Mutation) OpenHearing(ctx context.Context, input decisions.OpenHearing) (*casesgql.Case, error) {
	return m.Cases.Then(ctx, input.Case, m.Decisions.OpenHearing(ctx, input))
}

// RecordHearing notes what they said.
func (m Mutation) RecordHearing(ctx context.Context, input decisions.RecordHearing) (*casesgql.Case, error) {
	return m.Cases.Then(ctx, input.Case, m.Decisions.RecordHearing(ctx, input))
}

// DraftDecision writes or rewrites the draft of the decision.
func (m Mutation) DraftDecision(ctx context.Context, input decisions.DraftDecision) (*casesgql.Case, error) {
	return m.Cases.Then(ctx, input.Case, m.Decisions.Draft(ctx, input))
}

// ProposeDecision freezes and proposes it.
func (m Mutation) ProposeDecision(ctx context.Context, input decisions.ProposeDecision) (*casesgql.Case, error) {
	return m.Cases.Then(ctx, input.Case, m.explained(ctx, m.Decisions.Propose(ctx, input)))
}

// ApproveDecision is the second pair of eyes.
func (m Mutation) ApproveDecision(ctx context.Context, input decisions.ApproveDecision) (*casesgql.Case, error) {
	return m.Cases.Then(ctx, input.Case, m.explained(ctx, m.Decisions.Approve(ctx, input)))
}

func (m Mutation) explained(ctx context.Context, err error) error {
	if err == nil || m.Explain == nil {
		return err
	}
	return m.Explain(ctx, err)
}

// ReturnDecision sends a proposal back.
func (m Mutation) ReturnDecision(ctx context.Context, input decisions.ReturnDecision) (*casesgql.Case, error) {
	return m.Cases.Then(ctx, input.Case, m.Decisions.Return(ctx, input))
}

// DiscardDecision drops a draft.
func (m Mutation) DiscardDecision(ctx context.Context, input decisions.DiscardDecision) (*casesgql.Case, error) {
	return m.Cases.Then(ctx, input.Case, m.Decisions.Discard(ctx, input))
}

// AnswerHearing says a word before a refusal.
func (m Mutation) AnswerHearing(ctx context.Context, input decisions.AnswerHearing) (*cases.MyCase, error) {
	return m.Cases.ThenMine(ctx, input.Case, m.Decisions.AnswerHearing(ctx, input))
}

// RetrieveDecision opens the decision.
func (m Mutation) RetrieveDecision(ctx context.Context, input decisions.RetrieveDecision) (*cases.MyCase, error) {
	return m.Cases.ThenMine(ctx, input.Case, m.Decisions.Retrieve(ctx, input))
}

// SetDeliveryConsent says on what way decisions may come.
func (m Mutation) SetDeliveryConsent(ctx context.Context, input decisions.SetDeliveryConsent) (*cases.MyCase, error) {
	return m.Cases.ThenMine(ctx, input.Case, m.Decisions.SetDeliveryConsent(ctx, input))
}
