package seed

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// asked is how many days ago the demo's requirements began to be asked.
const asked = 400

// learned says of a training how many days ago somebody completed it who is not like all the others.
var learned = map[string]map[string]int{
	"residence_law":            {"arndt": 460, "lindner": 340, "okafor": 375}, // ran out with the grace; soon; late
	"data_protection":          {"adler": 690},
	"respectful_communication": {"kaya": 1070},
}

// beginners have not done everything yet.
var beginners = map[string][]string{"neumann": {"residence_law", "anti_racism", "respectful_communication"}, "kraus": {"data_protection"}, "weber": {"respectful_communication"}}

// learn gives staff a past of trainings: most are in order, one approver's has run out, some are due, one is free for a time, one certificate waits.
func (f *filler) learn(ctx context.Context) error {
	h := f.hands[0]
	h.clock.Set(f.now.AddDate(0, 0, -asked))
	if err := h.Training.Begin(ctx); err != nil {
		return err
	}
	if err := h.Training.Daily(ctx); err != nil {
		return err
	}
	h.clock.Set(f.now)
	requirements, err := h.Training.Requirements(ctx)
	if err != nil {
		return err
	}
	for _, s := range Colleagues() {
		for i, r := range requirements {
			if slices.Contains(beginners[s.Username], r.Key) {
				continue
			}
			ago, own := learned[r.Key][s.Username]
			if !own {
				ago = 30 + 17*i + len(s.Username)
			}
			if err := h.complete(h.staff[s.Username].AccountID, r.TrainingID, ago); err != nil {
				return fmt.Errorf("what %s learned: %w", s.Username, err)
			}
		}
	}
	return h.proofs(requirements) //nolint:contextcheck // the hand brings its own
}

// complete is as taken over from the files of before: nobody of today has written it.
func (h *hand) complete(account, what uuid.UUID, ago int) error {
	return h.DB.InTx(h.ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := h.Training.RecordTx(ctx, tx, training.Completion{
			Account: account, Training: what, CompletedOn: h.today().AddDays(-ago), Source: training.FromImport, SourceID: ids.New(),
		})
		return err
	})
}

// proofs frees somebody for a time, and gives in a certificate that waits.
func (h *hand) proofs(requirements []*training.Requirement) error {
	by := func(key string) *training.Requirement {
		return requirements[slices.IndexFunc(requirements, func(r *training.Requirement) bool { return r.Key == key })]
	}
	_, err := h.Training.GiveException(h.by("weber"), training.GiveException{
		Account: h.staff["neumann"].AccountID, Requirement: by("anti_racism").ID, Until: h.today().AddDays(75), Reason: "Elternzeit bis zum Frühjahr, danach im nächsten Kurs.",
	})
	if err != nil {
		return fmt.Errorf("free somebody: %w", err)
	}
	c, err := h.Training.HandIn(h.by("okafor"), training.HandIn{Training: by("residence_law").TrainingID, CompletedOn: h.today().AddDays(-6)})
	if err != nil {
		return fmt.Errorf("hand a certificate in: %w", err)
	}
	paper := sheet{"Teilnahmebescheinigung.pdf", "application/pdf", document("certificate", "Teilnahmebescheinigung", "Aufenthaltsrecht, acht Stunden")}
	file, err := upload(h, &story{viewer: h.staff["okafor"]}, documents.SubjectCertificate, c.ID, "certificate", paper)
	if err != nil {
		return fmt.Errorf("give in its paper: %w", err)
	}
	return h.Documents.Inspect(h.ctx, documents.InspectArgs{FileID: file})
}
