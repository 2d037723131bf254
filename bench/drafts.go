package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/bench/load"
	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

// submits makes drafts that are ready to be signed, so many for each server, by the office's own services.
func (w *workload) submits(ctx context.Context, each int) (operation, error) {
	op := operation{name: "submit", path: "/submit", once: true, office: make([]load.Request, each), limit: make([]load.Request, each)}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for i := range 2 * each {
		g.Go(func() error {
			session, in, err := w.draft(ctx)
			if err != nil {
				return fmt.Errorf("make draft: %w", err)
			}
			if i%2 == 0 {
				op.office[i/2] = w.ask(session, "SubmitApplication", map[string]any{"input": in})
			} else {
				op.limit[i/2] = load.Request{Body: asJSON(map[string]any{"sitting": in.Sitting})}
			}
			return nil
		})
	}
	return op, g.Wait()
}

// draft is an application for the extension of a permit for study with all answers, reviewed, by somebody who has just come.
func (w *workload) draft(ctx context.Context) (string, signing, error) {
	subject := ids.Token()
	account, err := w.o.Identity.Know(ctx, identity.KindApplicant, identity.Claims{
		Issuer: "https://id.bench.example", Subject: subject, Trust: identity.TrustEmail, Email: subject + "@mail.example", EmailVerified: true, Name: "Bench",
	})
	if err != nil {
		return "", signing{}, err
	}
	session, err := w.logIn(ctx, account.ID)
	if err != nil {
		return "", signing{}, err
	}
	v := &identity.Viewer{AccountID: account.ID, Kind: identity.KindApplicant, Trust: identity.TrustEmail, Language: "vi"}
	sit, err := w.o.Applications.Start(ctx, v, applications.StartSitting{Service: "16b-extension", Language: "vi", IdempotencyKey: subject})
	if err != nil {
		return "", signing{}, err
	}
	answers, err := json.Marshal(answers(subject))
	if err != nil {
		return "", signing{}, err
	}
	a := sit.Applications[0]
	if _, err := w.o.Applications.SaveAnswers(ctx, account.ID, applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: answers}); err != nil {
		return "", signing{}, err
	}
	review, err := w.o.Applications.Review(ctx, account.ID, sit.ID)
	if err != nil {
		return "", signing{}, err
	}
	in := signing{Sitting: sit.ID.String(), Version: review.Version, Digest: review.Digest, Declaration: true, IdempotencyKey: subject, application: a.ID.String()}
	in.Consents.PortalDelivery = true
	return session, in, nil
}

// signing is the input of submitApplication.
type signing struct {
	Sitting     string `json:"sitting"`
	Version     int    `json:"version"`
	Digest      string `json:"digest"`
	Declaration bool   `json:"declaration"`
	Consents    struct {
		PortalDelivery bool `json:"portalDelivery"`
		PdfByMail      bool `json:"pdfByMail"`
	} `json:"consents"`
	IdempotencyKey string `json:"idempotencyKey"`

	application string
}

// answers are those of somebody of whom there is only one.
func answers(subject string) map[string]any {
	letters := []rune("abcdefghijklmnoprstuvz")
	name := []rune("Ng")
	for range 9 {
		name = append(name, letters[rand.IntN(len(letters))]) // not a secret
	}
	return map[string]any{
		"family_name": string(name), "given_names": "Linh", "birth_date": "2001-02-03", "birth_place": "Huế",
		"birth_country": "VN", "sex": "female", "nationality": "VN", "marital_status": "single",
		"passport_kind": "passport", "passport_number": "C" + fmt.Sprintf("%07d", len(subject)*31), "passport_valid_until": "2031-01-01",
		"street": "Am Weiher 3", "postal_code": "60311", "town": "Musterstadt",
		"title_kind": "residence_permit", "title_end": "2099-12-20", "title_expired": false,
		"university": "Universität Musterstadt", "degree": "master", "subject": "Physik", "full_time": true, "semester_now": 3,
		"semesters_regular": 4, "study_end": "2099-03-31", "university_changed": false, "subject_changed": false, "on_track": true,
		"means": []string{"blocked_account"}, "monthly_income": 1200.5, "monthly_rent": 450, "benefits": false, "insurance": "statutory",
		"works": false, "family_here": false, "proceedings": false,
	}
}
