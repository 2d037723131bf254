package translations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/seal"
)

const (
	toWork byte = 't' // an offer: see it, answer it, work on it
	// linkDays is for how many days after a translation is due its link opens.
	linkDays = 60
)

// Item is what the translation of an order stands for among papers: each for itself, since a case has several.
func Item(order uuid.UUID) string { return "translation_" + order.String()[24:] }

func (s *Service) links() seal.Seal {
	return seal.Seal{Key: s.Secret, Purpose: "translations.link", Bytes: 16, Forged: ErrNone, Over: ErrOver}
}

// endOf is when a day is over in the city.
func endOf(day clock.Date) time.Time { return day.AddDays(1).Time(clock.Berlin) }

// Link is what opens an order for whom it was offered to: it stands in their mails.
func (s *Service) Link(o *Order, of *Offer) string {
	return s.links().Link(toWork, of.ID, endOf(o.DueOn.AddDays(linkDays)))
}

func (s *Service) opened(token string) (uuid.UUID, error) {
	return s.links().OpenLink(toWork, token, s.DB.Clock.Now())
}

// Shown is an order in the hands of whom it was offered to. Of the paper there is nothing before they have accepted, and nothing once they have delivered.
type Shown struct {
	Offer    *Offer
	Order    *Order
	Paper    []*documents.File // of the original
	Delivery *documents.Document
	Token    string
}

// Works says whether they have the order now.
func (w *Shown) Works() bool { return w.Offer.State == OfferAccepted && w.Order.State == Given }

// Permitted are the mutations by which they can go on.
func (w *Shown) Permitted(now time.Time) []string {
	switch {
	case w.Works():
		return []string{"deliverTranslation", "declineTranslation"}
	case w.Offer.State == OfferMade && now.Before(*w.Offer.Until):
		return []string{"acceptTranslation", "declineTranslation"}
	}
	return []string{}
}

// Look shows an order by its link.
func (s *Service) Look(ctx context.Context, token string) (*Shown, error) {
	id, err := s.opened(token)
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, id)
}

func (s *Service) shown(ctx context.Context, id uuid.UUID) (*Shown, error) {
	w := &Shown{Offer: new(Offer), Order: new(Order), Paper: []*documents.File{}}
	err := s.DB.NewSelect().Model(w.Offer).Relation("Interpreter").Where("o.id = ?", id).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read offer"); err != nil {
		return nil, err
	}
	err = s.DB.NewSelect().Model(w.Order).Where("r.id = ?", w.Offer.OrderID).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read order"); err != nil {
		return nil, err
	}
	w.Token = s.Link(w.Order, w.Offer)
	if w.Offer.State != OfferAccepted {
		w.Order.Note, w.Order.Reason = "", "" // they are for who does it
		return w, nil
	}
	if w.Works() {
		if err := s.originals(ctx, w); err != nil {
			return nil, err
		}
	}
	w.Delivery, err = s.delivery(ctx, w.Order)
	return w, err
}

// originals reads the files of all papers of an order.
func (s *Service) originals(ctx context.Context, w *Shown) error {
	err := s.DB.NewSelect().Model(&w.Order.Sheets).Where("order_id = ?", w.Order.ID).OrderExpr("position").Scan(ctx)
	if err != nil {
		return fmt.Errorf("read papers of order: %w", err)
	}
	for _, id := range w.Order.Documents() {
		original, err := s.Documents.Get(ctx, id)
		if err != nil {
			return fmt.Errorf("read original: %w", err)
		}
		for _, f := range original.Files {
			if f.Visible() {
				w.Paper = append(w.Paper, f)
			}
		}
	}
	return nil
}

// delivery is the translation that was given in, or is being; nil: nothing yet.
func (s *Service) delivery(ctx context.Context, o *Order) (*documents.Document, error) {
	docs, err := s.Documents.ForSubject(ctx, Record(o.ID))
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(docs, func(d *documents.Document) bool { return d.Verification != documents.Rejected })
	if at < 0 {
		return nil, nil // nothing has come
	}
	return docs[at], nil
}

// works is the order of a link on which its holder works now; ErrOver otherwise.
func (s *Service) works(ctx context.Context, token string) (*Shown, error) {
	w, err := s.Look(ctx, token)
	if err == nil && !w.Works() {
		return nil, ErrOver
	}
	return w, err
}

// Fetch is a file of the paper for who works on it; each time it is recorded.
func (s *Service) Fetch(ctx context.Context, token string, file uuid.UUID) (*documents.Picture, error) {
	w, err := s.works(ctx, token)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(w.Paper, func(f *documents.File) bool { return f.ID == file })
	if at < 0 {
		return nil, ErrNone
	}
	of := w.Paper[at].DocumentID
	p, err := s.Documents.Lend(ctx, of, file)
	if errors.Is(err, documents.ErrNotFound) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		details := audit.Details{"interpreter": w.Offer.InterpreterID.String(), "document": of.String(), "file": file.String()}
		return s.Audit.RecordTx(ctx, tx, Record(w.Order.ID), "translation.paper_fetched", details)
	})
	return p, err
}

// BeginFile announces a file of the translation.
type BeginFile struct {
	Name, Type string
	Size       int
}

// BeginUpload begins a file of the translation; the offer stands for whoever sends it, who may have no account.
func (s *Service) BeginUpload(ctx context.Context, token string, in BeginFile) (*documents.Upload, error) {
	w, err := s.works(ctx, token)
	if err != nil {
		return nil, err
	}
	return s.Documents.BeginUpload(ctx, w.Offer.ID, documents.BeginUpload{
		SubjectKind: documents.SubjectTranslation, SubjectID: w.Order.ID, Item: Item(w.Order.ID), Name: in.Name, Type: in.Type, Size: in.Size,
	})
}

// SignParts yields where pieces of a file go.
func (s *Service) SignParts(ctx context.Context, token string, file uuid.UUID, numbers []int) ([]documents.UploadPart, error) {
	w, err := s.works(ctx, token)
	if err != nil {
		return nil, err
	}
	return s.Documents.SignParts(ctx, w.Offer.ID, file, numbers)
}

// CompleteUpload says that all pieces of a file were sent.
func (s *Service) CompleteUpload(ctx context.Context, token string, file uuid.UUID) (*documents.File, error) {
	w, err := s.works(ctx, token)
	if err != nil {
		return nil, err
	}
	return s.Documents.CompleteUpload(ctx, w.Offer.ID, file)
}

// RemoveFile takes a file out of the translation again, or gives up its upload.
func (s *Service) RemoveFile(ctx context.Context, token string, file uuid.UUID) (*Shown, error) {
	w, err := s.works(ctx, token)
	if err != nil {
		return nil, err
	}
	if _, err := s.Documents.RemoveFile(ctx, w.Offer.ID, file); err != nil {
		return nil, err
	}
	return s.shown(ctx, w.Offer.ID)
}

// Deliver hands the translation in with the strokes that were counted. ErrNotReady where no file has come or one was refused; ErrOver where it was handed in before.
func (s *Service) Deliver(ctx context.Context, token string, strokes int) (*Shown, error) {
	var f errs.Faults
	f.Need(strokes > 0 && strokes <= mostStrokes, "strokes", "out_of_range")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	w, err := s.works(ctx, token)
	if err != nil {
		return nil, err
	}
	if w.Delivery == nil || !slices.Contains([]documents.DocumentState{documents.DocumentChecking, documents.DocumentReady, documents.DocumentUnscanned}, w.Delivery.State()) {
		return nil, ErrNotReady
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		o, of, err := offeredTx(ctx, tx, w.Offer.ID)
		if err != nil {
			return err
		}
		if of.State != OfferAccepted || o.State != Given {
			return ErrOver
		}
		o.State, o.Reason, o.Strokes, o.DeliveredAt, o.TranslationID = Delivered, "", &strokes, &tx.Now, &w.Delivery.ID
		if err := o.saveTx(ctx, tx); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, o, "translation.delivered", audit.Details{"document": w.Delivery.ID.String(), "strokes": fmt.Sprint(strokes)}); err != nil {
			return err
		}
		return s.mailTeamTx(ctx, tx, o, mailDelivered)
	})
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, w.Offer.ID)
}

// Subject answers documents for translations that hang on an order. It is named in wire.go.
type Subject struct{ *Service }

var _ documents.Subject = Subject{}

// MayAdd allows who works on an order to give it in; account is their offer.
func (s Subject) MayAdd(ctx context.Context, account, order uuid.UUID, item string) (uuid.UUID, error) {
	works, err := s.DB.NewSelect().Model((*Order)(nil)).Join("JOIN translations.offer o ON o.order_id = r.id").
		Where("r.id = ? AND o.id = ? AND r.state = ? AND o.state = ?", order, account, Given, OfferAccepted).Exists(ctx)
	switch {
	case err != nil:
		return uuid.Nil, fmt.Errorf("look who translates: %w", err)
	case !works || item != Item(order):
		return uuid.Nil, documents.ErrNotFound
	}
	return uuid.Nil, nil
}

// MayRead allows those who see the order and may read papers in its team to see what came, once it is handed in.
func (s Subject) MayRead(ctx context.Context, order uuid.UUID) error {
	o, err := s.Get(ctx, order)
	if err != nil || o.TranslationID == nil || !identity.ViewerFrom(ctx).CanInTeam("documents.read", o.Team) {
		return documents.ErrNotFound
	}
	return nil
}
