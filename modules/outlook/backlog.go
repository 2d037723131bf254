package outlook

// AgendaDay is a day ahead at the counters for appointments: how many minutes are given, and how many of them are booked.
type AgendaDay struct {
	Offered int
	Booked  int
}

// LeadAfter is how many days one will wait for the third free time when so many days have passed, if as many minutes are asked for on each day as in
// the past weeks and everybody takes the first that is free. Nil: not within the agenda. It knows no release and no wishes, so it is compared
// with itself only: as it is, and as it would be.
func LeadAfter(agenda []AgendaDay, perDay float64, visit, after int) *int {
	free := make([]float64, len(agenda))
	over := 0.0 // booked beyond what is given: finds another day
	for i, d := range agenda {
		free[i] = float64(d.Offered - d.Booked)
		if free[i] < 0 {
			over -= free[i]
			free[i] = 0
		}
	}
	for day := 0; day <= after && day < len(agenda); day++ {
		wanted := over
		if over = 0; day < after {
			wanted += perDay
		}
		for i := day + 1; i < len(agenda) && wanted > 0; i++ {
			took := min(free[i], wanted)
			free[i] -= took
			wanted -= took
		}
	}
	found := 0.0
	for i := after; i < len(agenda); i++ {
		if found += free[i]; found >= float64(thirdNext*visit) {
			days := i - after
			return &days
		}
	}
	return nil
}
