package identity

import (
	"maps"
	"slices"
)

// Role is what a member of staff is for the office.
type Role string

// The roles.
const (
	Clerk     Role = "clerk"     // works cases
	Approver  Role = "approver"  // is the second pair of eyes
	Lead      Role = "lead"      // leads a team: works, assigns and approves
	Mailroom  Role = "mailroom"  // prints and posts
	Frontdesk Role = "frontdesk" // answers at the counter and on the phone
	Auditor   Role = "auditor"   // looks at who did what
	Training  Role = "training"  // plans what staff learn: requirements, courses, supervision, onboarding
	Personnel Role = "personnel" // keeps posts and who fills them
	Council   Role = "council"   // the staff council (Personalrat): figures, never single people
	Admin     Role = "admin"     // gives and takes grants, watches the machine; sees no case
)

// Roles are all roles, in the order in which they are shown.
var Roles = []Role{Clerk, Approver, Lead, Mailroom, Frontdesk, Auditor, Training, Personnel, Council, Admin}

// Known says that r is a role of the office.
func (r Role) Known() bool { return slices.Contains(Roles, r) }

// everyTeam says which roles are not bound to a team by their nature.
var everyTeam = map[Role]bool{Mailroom: true, Frontdesk: true, Auditor: true, Training: true, Personnel: true, Council: true}

// Actions that are no role's: they hang on who somebody is.
const (
	ActionPublic    = "public"    // no login
	ActionAccount   = "account"   // anybody who is logged in, on the own account
	ActionApplicant = "applicant" // a logged-in applicant, on own things; which those are stands in the SQL
	ActionPartner   = "partner"   // a logged-in partner, on own things
)

// actions says who may do what. Each action that the schema names has its row, and a test holds the two together.
var actions = map[string][]Role{
	"cases.list":           {Clerk, Approver, Lead, Mailroom, Frontdesk},
	"cases.read":           {Clerk, Approver, Lead, Frontdesk, Auditor},
	"cases.assign":         {Clerk, Lead},
	"cases.check":          {Clerk, Lead},
	"cases.decide":         {Clerk, Lead},
	"cases.approve":        {Approver, Lead},
	"appointments.read":    {Clerk, Approver, Lead, Frontdesk},
	"appointments.book":    {Clerk, Lead, Frontdesk},
	"appointments.plan":    {Lead},
	"frontdesk.read":       {Clerk, Approver, Lead, Frontdesk},
	"frontdesk.serve":      {Clerk, Lead, Frontdesk},
	"frontdesk.close":      {Lead, Frontdesk},
	"frontdesk.move":       {Lead, Frontdesk},
	"clearing.serve":       {Clerk, Lead, Frontdesk},
	"interpreters.read":    {Clerk, Approver, Lead, Frontdesk},
	"interpreters.book":    {Clerk, Lead, Frontdesk},
	"interpreters.keep":    {Lead}, // the directory: proofs, rates, what an interpreter changed themselves
	"interpreters.duty":    {Lead, Frontdesk},
	"partners.read":        {Clerk, Lead, Frontdesk},
	"partners.keep":        {Lead}, // people and their access, shifts, briefings, contacts, meetings
	"partners.refer":       {Clerk, Lead, Frontdesk},
	"partners.incident":    {Clerk, Lead, Frontdesk},
	"budgets.read":         {Lead, Auditor},
	"budgets.set":          {Lead},
	"budgets.exceed":       {Lead},
	"settlement.read":      {Clerk, Lead, Auditor},
	"settlement.confirm":   {Clerk, Lead}, // the times of who has interpreted
	"settlement.keep":      {Lead},        // invoices
	"settlement.export":    {Lead},        // to the treasury
	"settlement.audit":     {Lead, Auditor},
	"quality.read":         {Lead}, // what was said of an interpreter, in figures
	"quality.complaints":   {Lead},
	"persons.read":         {Clerk, Approver, Lead, Frontdesk},
	"persons.match":        {Clerk, Lead},
	"documents.read":       {Clerk, Approver, Lead},
	"letters.read":         {Clerk, Approver, Lead}, // the mail room reads what waits for the post, by letters.print
	"letters.print":        {Mailroom, Lead},
	"letters.post":         {Mailroom, Lead},
	"messages.read":        {Clerk, Approver, Lead, Frontdesk},
	"messages.send":        {Clerk, Lead},
	"audit.trail":          {Clerk, Approver, Lead, Auditor},
	"audit.status":         {Auditor, Admin},
	"training.own":         Roles,            // the own duties, records and courses
	"training.team":        {Lead, Training}, // who of a team is due
	"training.keep":        {Training},       // requirements, trainings, courses
	"training.except":      {Lead, Training},
	"training.approve":     {Lead, Training},    // places in courses
	"training.figures":     {Training, Council}, // of a year, of nobody alone
	"qualifications.own":   Roles,
	"qualifications.read":  {Lead, Frontdesk, Training},
	"qualifications.keep":  {Lead, Training},
	"supervision.own":      Roles,
	"supervision.keep":     {Training},            // series and sessions, never who takes part
	"supervision.accounts": {Training, Personnel}, // sessions with what they cost, never who takes part
	"supervision.figures":  {Lead, Training, Council},
	"onboarding.own":       Roles,            // the own plan, and of those whose mentor one is
	"onboarding.keep":      {Lead, Training}, // who is new in a team
	"onboarding.plans":     {Training},       // what opens with which step
	"workforce.read":       {Lead, Personnel, Council},
	"workforce.names":      {Lead, Personnel}, // who fills a post
	"workforce.keep":       {Personnel},
	"surveys.own":          Roles,
	"surveys.ask":          {Training, Personnel, Council},
	"identity.staff":       {Clerk, Approver, Lead, Mailroom, Frontdesk, Auditor, Training, Personnel, Council, Admin},
	"identity.grant":       {Admin},
	"office.jobs":          {Admin},
}

// Actions are all actions that hang on a role, sorted.
func Actions() []string { return slices.Sorted(maps.Keys(actions)) }

// KnownAction says that an action stands in the table; the schema may name no other.
func KnownAction(action string) bool {
	_, ok := actions[action]
	return ok || action == ActionPublic || action == ActionAccount || action == ActionApplicant || action == ActionPartner
}

// May says whether a role may do an action.
func (r Role) May(action string) bool { return slices.Contains(actions[action], r) }
