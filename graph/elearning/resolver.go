// Package elearninggql is the part of the schema about courses that are played, and the origin on which they are.
package elearninggql

import (
	"context"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/elearning"
)

// Resolver resolves this part; it is Query and Mutation.
type Resolver struct {
	Elearning *elearning.Service
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

type (
	// LearningPackage is what was sent to be played.
	LearningPackage = elearning.Package
	// LearningFault is what is wrong with it.
	LearningFault = elearning.Fault
	// LearningOffer is how somebody stands to a course that is played.
	LearningOffer = elearning.Offer
	// LearningAttempt is somebody who plays it.
	LearningAttempt = elearning.Attempt
	// LearningUpload is a package on its way.
	LearningUpload = elearning.Upload
	// LearningPlay is where it is played.
	LearningPlay struct{ URL string }
	// BeginLearningUpload announces a package.
	BeginLearningUpload = elearning.BeginUpload
	// SignLearningParts asks for the addresses of pieces.
	SignLearningParts struct {
		Package uuid.UUID
		Numbers []int
	}
	// OfLearningPackage names a package.
	OfLearningPackage struct{ Package uuid.UUID }
	// PlayCourse names a course.
	PlayCourse struct{ Course uuid.UUID }
)

// LearningPackages are those that were sent for a course.
func (q Query) LearningPackages(ctx context.Context, course uuid.UUID) ([]LearningPackage, error) {
	return q.Elearning.Packages(ctx, course)
}

// LearningOffer is how the viewer stands to a course.
func (q Query) LearningOffer(ctx context.Context, course uuid.UUID) (*LearningOffer, error) {
	return q.Elearning.Offer(ctx, course)
}

// BeginLearningUpload announces a package.
func (m Mutation) BeginLearningUpload(ctx context.Context, input BeginLearningUpload) (*LearningUpload, error) {
	return m.Elearning.BeginUpload(ctx, input)
}

// SignLearningParts yields where pieces go.
func (m Mutation) SignLearningParts(ctx context.Context, input SignLearningParts) ([]documents.UploadPart, error) {
	return m.Elearning.SignParts(ctx, input.Package, input.Numbers)
}

// CompleteLearningUpload has a package looked at.
func (m Mutation) CompleteLearningUpload(ctx context.Context, input OfLearningPackage) (*LearningPackage, error) {
	return m.Elearning.CompleteUpload(ctx, input.Package)
}

// EndLearningPackage takes one out.
func (m Mutation) EndLearningPackage(ctx context.Context, input OfLearningPackage) (*LearningPackage, error) {
	return m.Elearning.End(ctx, input.Package)
}

// PlayCourse gives the viewer a ticket.
func (m Mutation) PlayCourse(ctx context.Context, input PlayCourse) (*LearningPlay, error) {
	url, err := m.Elearning.Play(ctx, input.Course)
	if err != nil {
		return nil, err
	}
	return &LearningPlay{url}, nil
}
