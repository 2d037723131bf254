package settlement

// ReadInvoice reads whatever is said to be an invoice, for who throws anything at it: what it tells of its faults, and its total.
func ReadInvoice(body []byte) (faults int, total int64) {
	f := readInvoice(body)
	return len(f.faults), f.totalCents
}
