package surveysgql

import (
	"encoding/base64"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/platform/clock"
)

// The inputs.
type (
	// AskSurvey is a survey that is to be.
	AskSurvey struct {
		Key               uuid.UUID
		Title, Intro      string
		Teams             []string
		Minimum           int
		OpensOn, ClosesOn clock.Date
		Questions         []AskSurveyQuestion
	}
	// AskSurveyQuestion is one of its questions.
	AskSurveyQuestion struct {
		Kind, Text string
		Options    []string
	}
	// WithdrawSurvey ends a survey without a result.
	WithdrawSurvey = surveys.WithdrawSurvey
	// SignSurvey asks for the viewer's signature.
	SignSurvey struct {
		Survey  uuid.UUID
		Blinded string
	}
	// HandInSurvey is an answer that nobody is known by.
	HandInSurvey struct {
		Survey uuid.UUID
		Sealed string
	}
	// KeepSurveyMeasure makes or changes a measure.
	KeepSurveyMeasure struct {
		Survey, ID  uuid.UUID
		Version     int
		Title, Note string
		Owner       uuid.UUID
		DueOn       clock.Date
		State       string
	}
	// SaySurveyMeasure says how far an own measure is.
	SaySurveyMeasure struct {
		ID          uuid.UUID
		Version     int
		State, Note string
	}
)

// What is shown.
type (
	// SurveyPage is one page of surveys.
	SurveyPage struct {
		Items []Survey
		Next  *string
	}
	// SurveyCircle is who can be asked.
	SurveyCircle = surveys.Circle
	// Survey is a survey as the viewer sees it.
	Survey struct {
		ID                          uuid.UUID
		Title, Intro, State         string
		Teams                       []string
		Minimum, People             int
		OpensOn, ClosesOn, CountsOn clock.Date
		Asker                       string
		Mine, Signed                bool
		PublicKey, SealKey          string
		Fingerprint                 string
		Answers                     *int
		Questions                   []SurveyQuestion
		Measures                    []SurveyMeasure
		Version                     int
		Permitted                   []string
	}
	// SurveyQuestion is a question with its result.
	SurveyQuestion struct {
		Place      int
		Kind, Text string
		Options    []string
		Shares     []int
		Remarks    []string
	}
	// SurveyMeasure is what follows.
	SurveyMeasure struct {
		ID          uuid.UUID
		Title       string
		Owner       uuid.UUID
		OwnerName   string
		DueOn       clock.Date
		State, Note string
		Version     int
		Mine        bool
	}
	// SurveySignature is the signature of a blinded token.
	SurveySignature struct{ Signature string }
)

func show(v *identity.Viewer, s *surveys.Survey, today clock.Date) *Survey {
	shown := &Survey{
		ID: s.ID, Title: s.Title, Intro: s.Intro, State: string(s.StateOn(today)), Teams: s.Teams, Minimum: s.Minimum, People: s.People,
		OpensOn: s.OpensOn, ClosesOn: s.ClosesOn, CountsOn: s.CountsOn, Asker: s.Asker, Mine: s.Mine, Signed: s.Signed,
		PublicKey: base64.StdEncoding.EncodeToString(s.PublicKey), SealKey: base64.StdEncoding.EncodeToString(s.SealKey), Fingerprint: s.Fingerprint(), Answers: s.Answers, Version: s.Version, Permitted: s.Permitted(v, today),
	}
	for _, q := range s.Questions {
		shown.Questions = append(shown.Questions, SurveyQuestion{Place: q.Place, Kind: string(q.Kind), Text: q.Text, Options: q.Options, Shares: q.Shares, Remarks: q.Remarks})
	}
	for _, m := range s.Measures {
		shown.Measures = append(shown.Measures, SurveyMeasure{
			ID: m.ID, Title: m.Title, Owner: m.OwnerID, OwnerName: m.Owner, DueOn: m.DueOn, State: string(m.State), Note: m.Note, Version: m.Version, Mine: m.OwnerID == v.AccountID,
		})
	}
	return shown
}
