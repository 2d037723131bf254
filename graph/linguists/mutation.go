package linguistsgql

import (
	"context"

	"github.com/ankunft/ankunft/modules/linguists"
)

// do does what is asked, where the city works with interpreters.
func do[In, Out any](r Resolver, ctx context.Context, in In, what func(*linguists.Service, context.Context, In) (Out, error)) (out Out, err error) { // the context belongs to what is done
	s, err := r.service()
	if err != nil {
		return out, err
	}
	return what(s, ctx, in)
}

// CreateInterpreter puts somebody into the directory.
func (m Mutation) CreateInterpreter(ctx context.Context, input linguists.InterpreterDetails) (*linguists.Interpreter, error) {
	return do(m.Resolver, ctx, input, (*linguists.Service).Create)
}

// ChangeInterpreter writes all details anew.
func (m Mutation) ChangeInterpreter(ctx context.Context, input linguists.ChangeInterpreter) (*linguists.Interpreter, error) {
	return do(m.Resolver, ctx, input, (*linguists.Service).Change)
}

// NoteProof notes what somebody has proved or signed.
func (m Mutation) NoteProof(ctx context.Context, input linguists.NoteProof) (*linguists.Interpreter, error) {
	return do(m.Resolver, ctx, input, (*linguists.Service).NoteProof)
}

// DropProof takes a proof back.
func (m Mutation) DropProof(ctx context.Context, input linguists.DropProof) (*linguists.Interpreter, error) {
	return do(m.Resolver, ctx, input, (*linguists.Service).DropProof)
}

// NoteBias notes a tie, or takes it back.
func (m Mutation) NoteBias(ctx context.Context, input linguists.NoteBias) (*linguists.Interpreter, error) {
	return do(m.Resolver, ctx, input, (*linguists.Service).NoteBias)
}

// SettleChange confirms or refuses an own change.
func (m Mutation) SettleChange(ctx context.Context, input linguists.SettleChange) (*linguists.Interpreter, error) {
	return do(m.Resolver, ctx, input, (*linguists.Service).Settle)
}

// SetInterpreterNeed says what somebody needs.
func (m Mutation) SetInterpreterNeed(ctx context.Context, input linguists.SetInterpreterNeed) (*linguists.InterpreterNeed, error) {
	return do(m.Resolver, ctx, input, (*linguists.Service).SetNeed)
}

// TellInterpreterNeed says what one needs oneself.
func (m Mutation) TellInterpreterNeed(ctx context.Context, in TellInterpreterNeed) (*linguists.InterpreterNeed, error) {
	s, me, err := m.me(ctx)
	if err != nil {
		return nil, err
	}
	return s.TellNeed(ctx, linguists.SetInterpreterNeed{
		SubjectKind: me.Kind, SubjectID: me.ID, EnoughGerman: in.EnoughGerman, Language: in.Language, Dialect: in.Dialect, Form: in.Form, Gender: in.Gender,
	})
}

// ImportInterpreters brings a list in.
func (m Mutation) ImportInterpreters(ctx context.Context, input linguists.ImportInterpreters) (*linguists.ImportReport, error) {
	return do(m.Resolver, ctx, input, (*linguists.Service).Import)
}

// TellInterpreterChange changes the own entry.
func (m Mutation) TellInterpreterChange(ctx context.Context, input linguists.TellChange) (*OwnInterpreter, error) {
	s, err := m.service()
	if err != nil {
		return nil, err
	}
	return own(s.Tell(ctx, input))
}
