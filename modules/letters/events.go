package letters

import "github.com/google/uuid"

// Rendered tells that a released letter's PDF is there.
type Rendered struct {
	LetterID uuid.UUID `json:"letter_id"`
	About
}

// Posted tells that a letter was given to the post.
type Posted struct {
	LetterID uuid.UUID `json:"letter_id"`
	About
}

// Returned tells that the post brought a letter back.
type Returned struct {
	LetterID uuid.UUID `json:"letter_id"`
	About
}

// Retrieved tells that the logged-in person opened a letter in the portal for the first time.
type Retrieved struct {
	LetterID uuid.UUID `json:"letter_id"`
	About
}

// Unretrieved tells that nobody opened a letter in time, or could be told of it, and that it now goes by post.
type Unretrieved struct {
	LetterID uuid.UUID `json:"letter_id"`
	About
}

// EventName implements events.Event.
func (Rendered) EventName() string { return "letters.rendered" }

// EventName implements events.Event.
func (Posted) EventName() string { return "letters.posted" }

// EventName implements events.Event.
func (Returned) EventName() string { return "letters.returned" }

// EventName implements events.Event.
func (Retrieved) EventName() string { return "letters.retrieved" }

// EventName implements events.Event.
func (Unretrieved) EventName() string { return "letters.unretrieved" }
