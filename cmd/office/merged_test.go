package office_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
)

// What was told of a provisional person holds for the one on file whom they turn out to be.
func TestNeedsAndReferralsFollowAMergedPerson(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	from, into := uuid.New(), uuid.New()
	o.Exec(t, "INSERT INTO linguists.need (subject_kind, subject_id, language, told_by, noted_at) VALUES ('person', ?, 'ara', 'person', now())", from)
	o.Exec(t, `INSERT INTO network.contact (id, name, topics, languages, words, public, changed_at) VALUES (?, 'Mitte', '{housing}', '{de}', '{"de": "x"}', true, now())`, from)
	o.Exec(t, `INSERT INTO network.referral (id, contact_id, subject_kind, subject_id, passed, state, asked_by, asked_at) VALUES (?, ?, 'person', ?, '{"name": "x"}', 'asked', ?, now())`, from, from, from, from)
	err := o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return tx.Emit(ctx, persons.Merged{From: from, Into: into})
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Work(t)
	for _, table := range []string{"linguists.need", "network.referral"} {
		if o.Count(t, table+" WHERE subject_id = ?", into) != 1 || o.Count(t, table+" WHERE subject_id = ?", from) != 0 {
			t.Error(table, "stays with the record that is gone")
		}
	}
}
