package translationsgql

import (
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/clock"
)

// What is shown.
type (
	// Translator is somebody who can.
	Translator = translations.Candidate
	// TranslationOrderPage is one page of orders.
	TranslationOrderPage struct {
		Items []TranslationOrder
		Next  *string
	}
	// TranslationOrder is an order as the office sees it.
	TranslationOrder struct {
		ID, AboutID, Document         uuid.UUID
		Documents                     []uuid.UUID
		AboutKind, Title              string
		Pages                         int
		Language, LanguageName        string
		Direction                     linguists.Direction
		Sworn, Difficult, Editable    bool
		ExpectedStrokes               int
		Strokes                       *int
		DueOn                         clock.Date
		Overdue                       bool
		Note, Team, CostCentre, State string
		Reason, Name                  string
		Interpreter                   *uuid.UUID
		Cents                         int64
		OriginalOn, DeliveredAt       *time.Time
		AcceptedAt                    *time.Time
		SentBack, Version             int
		AskedAt                       time.Time
		Offers                        []TranslationOffer
		Permitted                     []string

		order *translations.Order
	}
	// TranslationOffer asks somebody.
	TranslationOffer struct {
		ID, Interpreter   uuid.UUID
		Name              string
		Rank              int
		State             string
		Cents             int64
		Until, AnsweredAt *time.Time
		Reason            string
	}
	// TranslationWork is an order in the hands of whom it was offered to.
	TranslationWork struct {
		Token, Offer, State, Title string
		Pages                      int
		Language, LanguageName     string
		Direction                  linguists.Direction
		Sworn, Difficult, Editable bool
		ExpectedStrokes            int
		Strokes                    *int
		DueOn                      clock.Date
		Cents                      int64
		Until                      *time.Time
		Note, Reason               string
		Paper, Files               []TranslationFile
		Permitted                  []string
	}
	// MyTranslation is an order on the page of who is asked for it or works on it.
	MyTranslation struct {
		Token, Offer, State, Title string
		Pages                      int
		LanguageName               string
		Direction                  linguists.Direction
		DueOn                      clock.Date
		Overdue, Returned          bool
		Cents                      int64
		Until                      *time.Time
	}
	// TranslationFile is a file of the paper or of the translation.
	TranslationFile struct {
		ID         uuid.UUID
		Name, Type string
		Size       int
		State      documents.FileState
		Refusal    *documents.Refusal
	}
	// TranslationUpload is a file under way.
	TranslationUpload struct {
		File                TranslationFile
		PartSize, PartCount int
		Received            []int
	}
)

func languageName(code, reader string) string {
	if name, ok := linguists.Name(code, reader); ok {
		return name
	}
	return code
}

func order(v *identity.Viewer, o *translations.Order, today clock.Date) *TranslationOrder {
	shown := &TranslationOrder{
		ID: o.ID, AboutID: o.AboutID, Document: o.DocumentID, Documents: o.Documents(), AboutKind: o.AboutKind, Title: o.Title, Pages: o.Pages, Language: o.Language,
		LanguageName: languageName(o.Language, "de"), Direction: o.Direction, Sworn: o.Sworn, Difficult: o.Difficult, Editable: o.Editable,
		ExpectedStrokes: o.ExpectedStrokes, Strokes: o.Strokes, DueOn: o.DueOn, Overdue: o.Overdue(today), Note: o.Note, Team: o.Team, CostCentre: o.CostCentre,
		State: string(o.State), Reason: o.Reason, Interpreter: o.InterpreterID, Cents: o.Cents, OriginalOn: o.OriginalOn, DeliveredAt: o.DeliveredAt,
		AcceptedAt: o.AcceptedAt, SentBack: o.SentBack, Version: o.Version, AskedAt: o.AskedAt, Offers: make([]TranslationOffer, len(o.Offers)),
		Permitted: o.Permitted(v), order: o,
	}
	if o.Interpreter != nil {
		shown.Name = o.Interpreter.Name
	}
	for i, of := range o.Offers {
		shown.Offers[i] = TranslationOffer{
			ID: of.ID, Interpreter: of.InterpreterID, Name: of.Interpreter.Name, Rank: of.Rank, State: string(of.State), Cents: of.Cents, Until: of.Until,
			AnsweredAt: of.AnsweredAt, Reason: of.Reason,
		}
	}
	return shown
}

func work(w *translations.Shown, now time.Time) *TranslationWork {
	o := w.Order
	shown := &TranslationWork{
		Token: w.Token, Offer: string(w.Offer.State), State: string(o.State), Title: o.Title, Pages: o.Pages, Language: o.Language,
		LanguageName: languageName(o.Language, w.Offer.Interpreter.Language), Direction: o.Direction, Sworn: o.Sworn, Difficult: o.Difficult, Editable: o.Editable,
		ExpectedStrokes: o.ExpectedStrokes, DueOn: o.DueOn, Cents: w.Offer.Cents, Until: w.Offer.Until, Note: o.Note, Reason: o.Reason,
		Paper: files(w.Paper), Files: []TranslationFile{}, Permitted: w.Permitted(now),
	}
	if w.Offer.State != translations.OfferAccepted {
		return shown
	}
	shown.Strokes = o.Strokes
	if o.State == translations.Accepted {
		shown.Cents = o.Cents
	}
	if w.Delivery != nil {
		shown.Files = files(w.Delivery.Files)
	}
	return shown
}

func mine(w *translations.Shown, today clock.Date) MyTranslation {
	o := w.Order
	return MyTranslation{
		Token: w.Token, Offer: string(w.Offer.State), State: string(o.State), Title: o.Title, Pages: o.Pages, LanguageName: languageName(o.Language, w.Offer.Interpreter.Language),
		Direction: o.Direction, DueOn: o.DueOn, Overdue: o.Overdue(today), Returned: o.State == translations.Given && o.SentBack > 0, Cents: w.Offer.Cents, Until: w.Offer.Until,
	}
}

func files(list []*documents.File) []TranslationFile {
	shown := make([]TranslationFile, len(list))
	for i, f := range list {
		shown[i] = file(f)
	}
	return shown
}

func file(f *documents.File) TranslationFile {
	return TranslationFile{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, State: f.State, Refusal: f.Refusal}
}
