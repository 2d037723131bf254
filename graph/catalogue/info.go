package cataloguegql

import "github.com/ankunft/ankunft/modules/catalogue"

// ServiceInfo is a service told in one language.
type ServiceInfo struct {
	Key         string
	Version     int
	Language    string
	Reviewed    bool
	Category    string
	Title       string
	Summary     string
	Description string
	Legal       []LegalInfo
	Procedure   []ProcedureInfo
	Duration    ExpectedDuration
	Fees        []FeeInfo
	Trust       string
	Checklist   []ChecklistInfo
	Form        *catalogue.Form
	MemberForm  *catalogue.Form
	MaxMembers  int
	Signing     catalogue.Signing
}

// LegalInfo is a norm on which a service rests.
type LegalInfo struct {
	Key, Law, Source string
	Verified         bool
}

// ProcedureInfo is one step of the procedure; Days 0 is at once.
type ProcedureInfo struct {
	Key, Title, Text, Actor string
	Days                    int
}

// FeeInfo is an amount that may be due, in euro cents.
type FeeInfo struct {
	Key, Title string
	Cents      int
	Law        string
}

// ChecklistInfo is a paper that may be asked for.
type ChecklistInfo struct {
	Item, Title, Why, Form, Example string
	Always, Optional                bool
}
