package identity

// NormalAddress is how a typed address becomes the name of an account.
var NormalAddress = normalAddress
