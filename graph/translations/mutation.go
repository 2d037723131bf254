package translationsgql

import (
	"context"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/translations"
)

// OrderTranslation has a paper translated.
func (m Mutation) OrderTranslation(ctx context.Context, in OrderTranslation) (*TranslationOrder, error) {
	return m.ordered(ctx, func(s *translations.Service) (*translations.Order, error) { return s.Order(ctx, in) })
}

// AcceptTranslationDelivery takes what came into the case.
func (m Mutation) AcceptTranslationDelivery(ctx context.Context, in AcceptTranslationDelivery) (*TranslationOrder, error) {
	return m.ordered(ctx, func(s *translations.Service) (*translations.Order, error) { return s.AcceptDelivery(ctx, in) })
}

// SendTranslationBack gives what came back.
func (m Mutation) SendTranslationBack(ctx context.Context, in SendTranslationBack) (*TranslationOrder, error) {
	return m.ordered(ctx, func(s *translations.Service) (*translations.Order, error) { return s.SendBack(ctx, in) })
}

// CancelTranslation calls an order off.
func (m Mutation) CancelTranslation(ctx context.Context, in CancelTranslation) (*TranslationOrder, error) {
	return m.ordered(ctx, func(s *translations.Service) (*translations.Order, error) { return s.Cancel(ctx, in) })
}

// AcceptTranslation takes an offer.
func (m Mutation) AcceptTranslation(ctx context.Context, in AcceptTranslation) (*TranslationWork, error) {
	return m.worked(ctx, func(s *translations.Service) (*translations.Shown, error) { return s.Accept(ctx, in.Token) })
}

// DeclineTranslation gives it on to the next.
func (m Mutation) DeclineTranslation(ctx context.Context, in DeclineTranslation) (bool, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return false, err
	}
	err = s.Decline(ctx, in.Token, in.Reason)
	return err == nil, err
}

// BeginTranslationFile announces a file of the translation.
func (m Mutation) BeginTranslationFile(ctx context.Context, in BeginTranslationFile) (*TranslationUpload, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return nil, err
	}
	u, err := s.BeginUpload(ctx, in.Token, translations.BeginFile{Name: in.Name, Type: in.Type, Size: in.Size})
	if err != nil {
		return nil, err
	}
	return &TranslationUpload{File: file(u.File), PartSize: u.PartSize(), PartCount: u.PartCount(), Received: u.Received}, nil
}

// SignTranslationParts yields where pieces go.
func (m Mutation) SignTranslationParts(ctx context.Context, in SignTranslationParts) ([]documents.UploadPart, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return nil, err
	}
	return s.SignParts(ctx, in.Token, in.File, in.Numbers)
}

// CompleteTranslationFile says that all pieces were sent.
func (m Mutation) CompleteTranslationFile(ctx context.Context, in TranslationFileInput) (*TranslationFile, error) {
	s, err := m.linked(ctx)
	if err != nil {
		return nil, err
	}
	f, err := s.CompleteUpload(ctx, in.Token, in.File)
	if err != nil {
		return nil, err
	}
	shown := file(f)
	return &shown, nil
}

// RemoveTranslationFile takes a file out again.
func (m Mutation) RemoveTranslationFile(ctx context.Context, in TranslationFileInput) (*TranslationWork, error) {
	return m.worked(ctx, func(s *translations.Service) (*translations.Shown, error) {
		return s.RemoveFile(ctx, in.Token, in.File)
	})
}

// DeliverTranslation hands the translation in.
func (m Mutation) DeliverTranslation(ctx context.Context, in DeliverTranslation) (*TranslationWork, error) {
	return m.worked(ctx, func(s *translations.Service) (*translations.Shown, error) {
		return s.Deliver(ctx, in.Token, in.Strokes)
	})
}
