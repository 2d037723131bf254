// Package traininggql is the part of the schema about what staff must and may learn.
package traininggql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves the part of training.
type Resolver struct{ Training *training.Service }

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// The types of this part.
type (
	// MyTraining is what concerns the viewer.
	MyTraining struct {
		Duties       []training.Duty
		Exceptions   []training.Exception
		Certificates []training.Certificate
	}
	// TrainingPerson is somebody as who answers for them sees them.
	TrainingPerson struct {
		ID         uuid.UUID
		Name       string
		Duties     []training.Duty
		Exceptions []training.Exception
		Records    []training.Record
		Permitted  []string
	}
	// TrainingScope is what a requirement may name.
	TrainingScope struct{ Teams, Services, Actions, Blockable []string }
	// TrainingRecordPage is one page of them.
	TrainingRecordPage struct {
		Items []training.Record
		Next  *string
	}
	// TrainingLookPage is one page of them.
	TrainingLookPage struct {
		Items []training.Look
		Next  *string
	}
	// TrainingCertificatePage is one page of them.
	TrainingCertificatePage struct {
		Items []training.Certificate
		Next  *string
	}
	// TrainingMemberPage is one page of them.
	TrainingMemberPage struct {
		Items []training.Member
		Next  *string
	}
)

// cursor is null at the end.
func cursor(next string) *string {
	if next == "" {
		return nil
	}
	return &next
}

func values[T any](list []*T) []T {
	found := make([]T, len(list))
	for i, v := range list {
		found[i] = *v
	}
	return found
}

func args(first *int, after *string) (a page.Args) {
	if first != nil {
		a.First = *first
	}
	if after != nil {
		a.After = *after
	}
	return a
}

// MyTraining is what concerns the viewer.
func (q Query) MyTraining(ctx context.Context) (*MyTraining, error) {
	own := identity.ViewerFrom(ctx).AccountID
	duties, err := q.Training.Of(ctx, own)
	if err != nil {
		return nil, err
	}
	exceptions, err := q.Training.Exceptions(ctx, own)
	if err != nil {
		return nil, err
	}
	certificates, err := q.Training.MyCertificates(ctx)
	return &MyTraining{duties, values(exceptions), values(certificates)}, err
}

// MyTrainingRecords are what the viewer has completed.
func (q Query) MyTrainingRecords(ctx context.Context, first *int, after *string) (*TrainingRecordPage, error) {
	p, err := q.Training.Records(ctx, identity.ViewerFrom(ctx).AccountID, args(first, after))
	return &TrainingRecordPage{values(p.Items), cursor(p.Next)}, err
}

// MyTrainingLooks are who opened the viewer's file.
func (q Query) MyTrainingLooks(ctx context.Context, first *int, after *string) (*TrainingLookPage, error) {
	p, err := q.Training.Looks(ctx, args(first, after))
	return &TrainingLookPage{p.Items, cursor(p.Next)}, err
}

// TrainingCompliance is how teams stood.
func (q Query) TrainingCompliance(ctx context.Context) ([]training.Compliance, error) {
	return q.Training.Compliances(ctx)
}

// Trainings are what can be learned.
func (q Query) Trainings(ctx context.Context, ended *bool) ([]training.Training, error) {
	list, err := q.Training.Trainings(ctx, ended != nil && *ended)
	return values(list), err
}

// TrainingRequirements are what is asked of whom.
func (q Query) TrainingRequirements(ctx context.Context) ([]training.Requirement, error) {
	list, err := q.Training.Requirements(ctx)
	return values(list), err
}

// TrainingRequirement are the versions of one.
func (q Query) TrainingRequirement(ctx context.Context, id uuid.UUID) ([]training.Requirement, error) {
	list, err := q.Training.Requirement(ctx, id)
	return values(list), err
}

// TrainingTeam lists people of the viewer's teams.
func (q Query) TrainingTeam(ctx context.Context, filter *training.TeamFilter, first *int, after *string) (*TrainingMemberPage, error) {
	if filter == nil {
		filter = &training.TeamFilter{}
	}
	p, err := q.Training.Team(ctx, *filter, args(first, after))
	return &TrainingMemberPage{p.Items, cursor(p.Next)}, err
}

// mostRecords of somebody are shown at once.
const mostRecords = 50

// TrainingPerson is somebody of the viewer's teams.
func (q Query) TrainingPerson(ctx context.Context, id uuid.UUID) (*TrainingPerson, error) {
	m, err := q.Training.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	exceptions, err := q.Training.Exceptions(ctx, id)
	if err != nil {
		return nil, err
	}
	p := &TrainingPerson{ID: m.ID, Name: m.Name, Duties: m.Duties, Exceptions: values(exceptions), Records: []training.Record{}, Permitted: []string{}}
	v := identity.ViewerFrom(ctx)
	if v.Can("training.except") && v.AccountID != id {
		p.Permitted = append(p.Permitted, "except")
	}
	if !v.Can("training.keep") {
		return p, nil
	}
	if v.AccountID != id {
		p.Permitted = append(p.Permitted, "except_blocking", "record")
	}
	records, err := q.Training.Records(ctx, id, page.Args{First: mostRecords})
	p.Records = values(records.Items)
	return p, err
}

// TrainingCertificates are those that wait.
func (q Query) TrainingCertificates(ctx context.Context, first *int, after *string) (*TrainingCertificatePage, error) {
	p, err := q.Training.Certificates(ctx, args(first, after))
	return &TrainingCertificatePage{values(p.Items), cursor(p.Next)}, err
}

// TrainingScope is what a requirement may name.
func (q Query) TrainingScope(context.Context) (*TrainingScope, error) {
	return &TrainingScope{q.Training.Teams, q.Training.Services, identity.Actions(), q.Training.Blockable}, nil
}

// KeepTraining makes a training known.
func (m Mutation) KeepTraining(ctx context.Context, input training.KeepTraining) (*training.Training, error) {
	return m.Training.KeepTraining(ctx, input)
}

// SetTrainingRequirement asks for a training.
func (m Mutation) SetTrainingRequirement(ctx context.Context, input training.SetRequirement) (*training.Requirement, error) {
	return m.Training.SetRequirement(ctx, input)
}

// EndTrainingRequirement asks for it no more.
func (m Mutation) EndTrainingRequirement(ctx context.Context, input training.EndRequirement) ([]training.Requirement, error) {
	list, err := m.Training.EndRequirement(ctx, input)
	return values(list), err
}

// GiveTrainingException frees somebody for a time.
func (m Mutation) GiveTrainingException(ctx context.Context, input training.GiveException) (*training.Exception, error) {
	return m.Training.GiveException(ctx, input)
}

// EndTrainingException ends that before its time.
func (m Mutation) EndTrainingException(ctx context.Context, input training.EndException) (*training.Exception, error) {
	return m.Training.EndException(ctx, input)
}

// HandInCertificate says what the viewer has learned elsewhere.
func (m Mutation) HandInCertificate(ctx context.Context, input training.HandIn) (*training.Certificate, error) {
	return m.Training.HandIn(ctx, input)
}

// WithdrawCertificate takes an own one back.
func (m Mutation) WithdrawCertificate(ctx context.Context, input training.WithdrawCertificate) (*training.Certificate, error) {
	return m.Training.WithdrawCertificate(ctx, input)
}

// AcceptCertificate makes a record of it.
func (m Mutation) AcceptCertificate(ctx context.Context, input training.AcceptCertificate) (*training.Certificate, error) {
	return m.Training.AcceptCertificate(ctx, input)
}

// RejectCertificate says why it does not show what it should.
func (m Mutation) RejectCertificate(ctx context.Context, input training.RejectCertificate) (*training.Certificate, error) {
	return m.Training.RejectCertificate(ctx, input)
}

// RecordTraining writes by hand what somebody completed.
func (m Mutation) RecordTraining(ctx context.Context, input training.RecordTraining) (*training.Record, error) {
	return m.Training.RecordTraining(ctx, input)
}

// WithdrawTrainingRecord takes back what was false.
func (m Mutation) WithdrawTrainingRecord(ctx context.Context, input training.WithdrawRecord) (*training.Record, error) {
	return m.Training.WithdrawRecord(ctx, input)
}
