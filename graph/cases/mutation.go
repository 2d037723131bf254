package casesgql

import (
	"context"

	"github.com/ankunft/ankunft/modules/cases"
)

// Mutation resolves cases' mutations: one step of the office each, answered by the case as it then stands.
type Mutation struct{ Resolver }

// AssignCase gives a case to a clerk, another team, or nobody.
func (m Mutation) AssignCase(ctx context.Context, input cases.AssignCase) (*Case, error) {
	return m.Then(ctx, input.Case, m.Cases.Assign(ctx, input))
}

// CheckPaper accepts, rejects or waives a paper.
func (m Mutation) CheckPaper(ctx context.Context, input cases.CheckPaper) (*Case, error) {
	return m.Then(ctx, input.Case, m.Cases.Check(ctx, input))
}

// RequestPapers asks for what is missing.
func (m Mutation) RequestPapers(ctx context.Context, input cases.RequestPapers) (*Case, error) {
	return m.Then(ctx, input.Case, m.Cases.RequestPapers(ctx, input))
}

// WithdrawRequest takes a request back.
func (m Mutation) WithdrawRequest(ctx context.Context, input cases.WithdrawRequest) (*Case, error) {
	return m.Then(ctx, input.Case, m.Cases.WithdrawRequest(ctx, input))
}

// PauseCase lets the promise rest for a named reason.
func (m Mutation) PauseCase(ctx context.Context, input cases.PauseCase) (*Case, error) {
	return m.Then(ctx, input.Case, m.Cases.Pause(ctx, input))
}

// ResumeCase lets it run again.
func (m Mutation) ResumeCase(ctx context.Context, input cases.ResumeCase) (*Case, error) {
	return m.Then(ctx, input.Case, m.Cases.Resume(ctx, input))
}

// AddNote writes a note.
func (m Mutation) AddNote(ctx context.Context, input cases.AddNote) (*Case, error) {
	return m.Then(ctx, input.Case, m.Cases.AddNote(ctx, input))
}

// TranslateField has a machine put an answer into German.
func (m Mutation) TranslateField(ctx context.Context, input cases.TranslateField) (*Case, error) {
	return m.Then(ctx, input.Case, m.Cases.TranslateField(ctx, input))
}

// AnswerRequest hands in what was asked for.
func (m Mutation) AnswerRequest(ctx context.Context, input cases.AnswerRequest) (*cases.MyCase, error) {
	return m.ThenMine(ctx, input.Case, m.Cases.AnswerRequest(ctx, input))
}

// WithdrawCase takes the application back.
func (m Mutation) WithdrawCase(ctx context.Context, input cases.WithdrawCase) (*cases.MyCase, error) {
	return m.ThenMine(ctx, input.Case, m.Cases.Withdraw(ctx, input))
}
