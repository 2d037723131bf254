package applications

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// SubmitApplication signs a sitting and hands it in.
type SubmitApplication struct {
	Sitting        ID
	Version        int    // of the sitting, as it was reviewed
	Digest         string // of what was reviewed
	Declaration    bool   // the person confirms the declaration
	Consents       SubmitConsents
	IdempotencyKey string
}

// SubmitConsents are what the person agrees to beside the application.
type SubmitConsents struct {
	PortalDelivery bool // decisions may be delivered in the portal (VwVfG §41(2a))
	PdfByMail      bool // PDFs may come by unprotected mail
}

// SubmitResult is what came of it.
type SubmitResult struct {
	Sitting *Sitting
	Cases   []*OpenedCase
}

// OpenedCase is what the office opened for one application.
type OpenedCase struct {
	ApplicationID, CaseID ID
	Number                string
	Code                  *string // secret; only in the first answer, afterwards it stands on the receipt alone
	ReceiptID             *ID
}

// Submit signs and hands in: seal, people, cases, receipt, audit and events in one transaction. Whoever calls again, with the same key or
// another, gets the same cases.
//
// ErrTrust when the login does not suffice for the service, ErrIncomplete with all faults, ErrPaperRefused while a file that was refused has
// not been replaced or removed, ErrConflict or ErrChanged when it is no longer what was reviewed, ErrTooMany beyond the city's limit.
func (s *Service) Submit(ctx context.Context, v *identity.Viewer, in SubmitApplication) (*SubmitResult, error) {
	if err := checkKey(in.IdempotencyKey); err != nil {
		return nil, err
	}
	if s.office == nil {
		return nil, errNoOffice
	}
	who, err := s.signatory(ctx, v)
	if err != nil {
		return nil, err
	}
	// Whatever needs another connection is read now; the lock below finds out whether it still holds.
	sit, err := s.Sitting(ctx, v.AccountID, in.Sitting)
	if err != nil {
		return nil, err
	}
	codes := map[ID]string{}
	if sit.State == Draft {
		if err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return s.submitTx(ctx, tx, who, sit, in, codes)
		}); err != nil {
			return nil, err
		}
		if sit, err = s.Sitting(ctx, v.AccountID, in.Sitting); err != nil {
			return nil, err
		}
	}
	return result(sit, codes), nil
}

func result(sit *Sitting, codes map[ID]string) *SubmitResult {
	r := &SubmitResult{Sitting: sit, Cases: []*OpenedCase{}}
	for _, a := range sit.Applications {
		if a.CaseID == nil {
			continue
		}
		c := &OpenedCase{ApplicationID: a.ID, CaseID: *a.CaseID, Number: a.CaseNumber, ReceiptID: a.ReceiptID}
		if code, ok := codes[a.ID]; ok {
			c.Code = &code
		}
		r.Cases = append(r.Cases, c)
	}
	return r
}

func (s *Service) submitTx(ctx context.Context, tx *db.Tx, who Signatory, sit *Sitting, in SubmitApplication, codes map[ID]string) error {
	now, err := s.locked(ctx, tx, who.AccountID, sit.ID, sit.Offer)
	if err != nil {
		return err
	}
	if now.State != Draft {
		return nil // somebody pressed the button twice: the first one did it
	}
	if now.Version != in.Version || sit.Version != in.Version {
		return ErrConflict
	}
	files, err := s.files(ctx, tx, sit)
	if err != nil {
		return err
	}
	if err := s.maySubmit(ctx, tx, who, sit, in, files); err != nil {
		return err
	}
	content, err := sit.reviewed(in.Digest, s.declared(sit.Language), files)
	if err != nil {
		return err
	}
	if err := s.sealTx(ctx, tx, who, sit, content); err != nil {
		return err
	}
	people, err := s.peopleTx(ctx, tx, who, sit, in.Consents)
	if err != nil {
		return err
	}
	if err := s.openTx(ctx, tx, who, sit, in, people, codes); err != nil {
		return err
	}
	// The cases have taken over the papers and hold them; a file removed since it was read above shows now.
	after, err := s.files(ctx, tx, sit)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(files, after, func(a, b givenFile) bool { return a.FileID == b.FileID }) {
		return ErrChanged
	}
	_, err = tx.NewUpdate().Model(sit).Set("state = ?, version = version + 1, changed_at = ?, submitted_at = ?, expires_at = NULL, submit_key = ?",
		HandedIn, tx.Now, tx.Now, in.IdempotencyKey).WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("hand in: %w", err)
	}
	tx.Notify(Topic(sit.ID))
	return s.deps.Audit.RecordTx(ctx, tx, Record(sit.ID), "sitting.submitted",
		audit.Details{"digest": digest(content), "trust": string(who.Trust), "declaration": DeclarationVersion})
}

func (s *Service) maySubmit(ctx context.Context, tx *db.Tx, who Signatory, sit *Sitting, in SubmitApplication, files []givenFile) error {
	if !who.Trust.AtLeast(identity.Trust(sit.Offer.Trust)) {
		return ErrTrust.With(errs.Field{Path: "trust", Code: "too_low", Params: map[string]string{"needed": sit.Offer.Trust}})
	}
	if !in.Declaration {
		return ErrDeclaration.With(errs.Field{Path: "declaration", Code: "required"})
	}
	if err := sit.fit(); err != nil {
		return err
	}
	var refused []errs.Field
	for _, f := range files {
		if f.State == "refused" {
			refused = append(refused, errs.Field{Path: "papers." + f.Item, Code: "refused"})
		}
	}
	if len(refused) > 0 {
		return ErrPaperRefused.With(refused...)
	}
	limit := s.deps.Catalogue.City().Limits.SubmitsPerDay
	if limit == 0 {
		return nil
	}
	// One account hands in one sitting at a time, so that the limit holds.
	if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 9))", "submit "+who.AccountID.String()).Exec(ctx); err != nil {
		return fmt.Errorf("hand in: %w", err)
	}
	n, err := tx.NewSelect().Model((*Seal)(nil)).Where("account_id = ? AND signed_at > ?", who.AccountID, tx.Now.Add(-24*time.Hour)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count submits: %w", err)
	}
	if n >= int64(limit) {
		return ErrTooMany
	}
	return nil
}

func (s *Service) sealTx(ctx context.Context, tx *db.Tx, who Signatory, sit *Sitting, content []byte) error {
	sum, subject := sha256.Sum256(content), sha256.Sum256([]byte(who.Subject))
	seal := &Seal{
		SittingID: sit.ID, Content: content, SHA256: sum[:], DeclarationVersion: DeclarationVersion, AccountID: who.AccountID,
		Issuer: who.Issuer, SubjectSHA256: subject[:], Trust: who.Trust, Method: who.Method, SignedAt: tx.Now,
	}
	if _, err := tx.NewInsert().Model(seal).Exec(ctx); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	return nil
}

// peopleTx finds out who the people are, and keeps what was agreed to.
func (s *Service) peopleTx(ctx context.Context, tx *db.Tx, who Signatory, sit *Sitting, c SubmitConsents) ([]persons.Resolution, error) {
	var all []persons.FamilyMember
	for _, a := range sit.Applications {
		m := persons.FamilyMember{Details: DetailsOf(a.counts)}
		m.Details.Language = sit.Language
		if m.Details.Email == "" {
			m.Details.Email = who.Email
		}
		if a.Relation != nil {
			m.Relation = a.Relation.kind()
		}
		// Members are not asked where they live: with the one who applies. Letters to them need it.
		if len(all) > 0 && m.Details.Address.Street == "" {
			m.Details.Address = all[0].Details.Address
		}
		all = append(all, m)
	}
	people, err := s.deps.Persons.ResolveFamilyTx(ctx, tx, who.Vouched, all[0].Details, all[1:])
	if err != nil {
		return nil, err
	}
	return people, s.consentTx(ctx, tx, sit, people, c)
}

// openTx has the office open a case for each application, the principal's first.
func (s *Service) openTx(
	ctx context.Context, tx *db.Tx, who Signatory, sit *Sitting, in SubmitApplication, people []persons.Resolution, codes map[ID]string,
) error {
	for i, a := range sit.Applications {
		for _, d := range a.reused {
			if !people[i].Joined {
				return ErrChanged
			}
			if err := s.deps.Documents.ReuseTx(ctx, tx, d.ID, people[i].PersonID, a.Record()); err != nil {
				return err
			}
		}
		a.facts.Answers = a.counts
		a.facts.Today = clock.Today(tx.Now)
		opened, err := s.office.OpenTx(ctx, tx, Submitted{
			SittingID: sit.ID, ApplicationID: a.ID, PrincipalCase: sit.Applications[0].CaseID, Principal: a.Who == Principal,
			Relation: a.Relation, Account: who, PersonID: people[i].PersonID, PersonJoined: people[i].Joined, PersonPending: people[i].Pending,
			Offer: sit.Offer, Language: sit.Language, Facts: a.facts, Checklist: sit.Offer.Checklist(a.facts), Papers: append(slices.Clone(a.papers), a.reused...),
			SignedAs: *a.Signing.As, SignerName: a.Signing.Name, SealDigest: in.Digest, Consents: in.Consents, At: tx.Now,
		})
		if err != nil {
			return fmt.Errorf("open case: %w", err)
		}
		if err := s.keepTx(ctx, tx, sit, a, people[i].PersonID, opened); err != nil {
			return err
		}
		codes[a.ID] = opened.Code
	}
	return nil
}

// keepTx keeps what came of one application, and of the answers only those that count.
func (s *Service) keepTx(ctx context.Context, tx *db.Tx, sit *Sitting, a *Application, person ID, o Opened) error {
	answers, err := json.Marshal(a.counts)
	if err != nil {
		return fmt.Errorf("write answers: %w", err)
	}
	a.State, a.Answers, a.PersonID, a.CaseID, a.CaseNumber, a.ReceiptID = ApplicationSubmitted, answers, &person, &o.CaseID, o.Number, o.ReceiptID
	a.SignedAs, a.Version = a.Signing.As, a.Version+1
	if _, err := tx.NewUpdate().Model(a).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("keep case of application: %w", err)
	}
	return tx.Emit(ctx, SittingSubmitted{SittingID: sit.ID, ApplicationID: a.ID, CaseID: o.CaseID})
}
