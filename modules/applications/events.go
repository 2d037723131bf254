package applications

// SittingSubmitted tells that one application of a sitting was handed in and has its case.
type SittingSubmitted struct{ SittingID, ApplicationID, CaseID ID }

// EventName implements events.Event.
func (SittingSubmitted) EventName() string { return "applications.submitted" }

// ApplicationWithdrawn tells that a person took an application back.
type ApplicationWithdrawn struct{ SittingID, ApplicationID, CaseID ID }

// EventName implements events.Event.
func (ApplicationWithdrawn) EventName() string { return "applications.withdrawn" }
