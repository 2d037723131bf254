package messages

// What is judged before a mail is written.
var (
	ValidAddress = validAddress
	LocalPath    = localPath
	Clean        = clean
)
