package casesgql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
)

// Mutation resolves cases' mutations: one step of the office each, answered by the case as it then stands.
type Mutation struct{ Resolver }

// then reads the case after a step; a step that only its new owner may look at is told as done by the error of the reading.
func (m Mutation) then(ctx context.Context, id uuid.UUID, err error) (*Case, error) {
	if err != nil {
		return nil, err
	}
	return m.read(ctx, id, "work")
}

func (m Mutation) thenMine(ctx context.Context, id uuid.UUID, err error) (*cases.MyCase, error) {
	if err != nil {
		return nil, err
	}
	return m.Cases.MyCase(ctx, id)
}

// AssignCase gives a case to a clerk, another team, or nobody.
func (m Mutation) AssignCase(ctx context.Context, input cases.AssignCase) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Assign(ctx, input))
}

// CheckPaper accepts, rejects or waives a paper.
func (m Mutation) CheckPaper(ctx context.Context, input cases.CheckPaper) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Check(ctx, input))
}

// RequestPapers asks for what is missing.
func (m Mutation) RequestPapers(ctx context.Context, input cases.RequestPapers) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.RequestPapers(ctx, input))
}

// WithdrawRequest takes a request back.
func (m Mutation) WithdrawRequest(ctx context.Context, input cases.WithdrawRequest) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.WithdrawRequest(ctx, input))
}

// PauseCase lets the promise rest for a named reason.
func (m Mutation) PauseCase(ctx context.Context, input cases.PauseCase) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Pause(ctx, input))
}

// ResumeCase lets it run again.
func (m Mutation) ResumeCase(ctx context.Context, input cases.ResumeCase) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Resume(ctx, input))
}

// AddNote writes a note.
func (m Mutation) AddNote(ctx context.Context, input cases.AddNote) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.AddNote(ctx, input))
}

// TranslateField has a machine put an answer into German.
func (m Mutation) TranslateField(ctx context.Context, input cases.TranslateField) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.TranslateField(ctx, input))
}

// OpenHearing gives the person the word before a refusal.
func (m Mutation) OpenHearing(ctx context.Context, input cases.OpenHearing) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.OpenHearing(ctx, input))
}

// RecordHearing notes what they said.
func (m Mutation) RecordHearing(ctx context.Context, input cases.RecordHearing) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.RecordHearing(ctx, input))
}

// DraftDecision writes or rewrites the draft of the decision.
func (m Mutation) DraftDecision(ctx context.Context, input cases.DraftDecision) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Draft(ctx, input))
}

// ProposeDecision freezes and proposes it.
func (m Mutation) ProposeDecision(ctx context.Context, input cases.ProposeDecision) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Propose(ctx, input))
}

// ApproveDecision is the second pair of eyes.
func (m Mutation) ApproveDecision(ctx context.Context, input cases.ApproveDecision) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Approve(ctx, input))
}

// ReturnDecision sends a proposal back.
func (m Mutation) ReturnDecision(ctx context.Context, input cases.ReturnDecision) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Return(ctx, input))
}

// DiscardDecision drops a draft.
func (m Mutation) DiscardDecision(ctx context.Context, input cases.DiscardDecision) (*Case, error) {
	return m.then(ctx, input.Case, m.Cases.Discard(ctx, input))
}

// AnswerHearing says a word before a refusal.
func (m Mutation) AnswerHearing(ctx context.Context, input cases.AnswerHearing) (*cases.MyCase, error) {
	return m.thenMine(ctx, input.Case, m.Cases.AnswerHearing(ctx, input))
}

// AnswerRequest hands in what was asked for.
func (m Mutation) AnswerRequest(ctx context.Context, input cases.AnswerRequest) (*cases.MyCase, error) {
	return m.thenMine(ctx, input.Case, m.Cases.AnswerRequest(ctx, input))
}

// RetrieveDecision opens the decision.
func (m Mutation) RetrieveDecision(ctx context.Context, input cases.RetrieveDecision) (*cases.MyCase, error) {
	return m.thenMine(ctx, input.Case, m.Cases.Retrieve(ctx, input))
}

// SetDeliveryConsent says on what way decisions may come.
func (m Mutation) SetDeliveryConsent(ctx context.Context, input cases.SetDeliveryConsent) (*cases.MyCase, error) {
	return m.thenMine(ctx, input.Case, m.Cases.SetDeliveryConsent(ctx, input))
}

// WithdrawCase takes the application back.
func (m Mutation) WithdrawCase(ctx context.Context, input cases.WithdrawCase) (*cases.MyCase, error) {
	return m.thenMine(ctx, input.Case, m.Cases.Withdraw(ctx, input))
}
