package office

// canSign says whether this program may sign links. A server and a worker must, where the city gives appointments or works with interpreters or partners; whoever
// migrates, erases or checks a trail needs no such secret.
func (o *Office) canSign() error {
	if o.Appointments != nil && len(o.Appointments.Secret) == 0 || o.Interpreters != nil && len(o.Interpreters.Secret) == 0 ||
		o.Network != nil && len(o.Network.Secret) == 0 {
		return errLinkKey
	}
	return nil
}
