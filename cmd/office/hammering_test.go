package office_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/platform/clock"
)

// network is where requests come from, as the balancer before the office says.
type network struct {
	address string
	to      http.RoundTripper
}

func (n network) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Forwarded-For", n.address)
	return n.to.RoundTrip(r)
}

func from(t *testing.T, o *officetest.Office, address string) *officetest.Person {
	t.Helper()
	p := o.Stranger(t)
	p.Client.Transport = network{address, p.Client.Transport}
	return p
}

// A script that harvests free times, whichever way and however many of it at once, gets as many answers in a minute as the city's rule says, and no more. Meanwhile
// another network is answered each time; and the script's own network can still do all else, and search again as soon as it waits.
func TestAScriptThatHarvestsFreeTimesIsStoppedAndNobodyElse(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t, officetest.Configured(func(c *office.Config) {
		c.City, c.MailDomain, c.TrustedProxies = nachbarstadt(), "nachbarstadt.example", []string{"127.0.0.0/8", "::1/128"}
	}))
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	const perMinute = 300 // in the city's rules
	days, times := `query($s: FreeSearch!) { freeDays(search: $s) { next } }`, `query($s: FreeSearch!, $d: Date!) { freeTimes(search: $s, day: $d) }`
	search := map[string]any{"s": map[string]any{"site": "stadthaus", "concern": "extend", "people": 1}, "d": clock.Today(o.Clock.Now()).AddDays(2).String()}
	script, shelter := "203.0.113.7", from(t, o, "198.51.100.4")
	var answered, refused atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			p := from(t, o, script)
			for n := range 45 {
				switch a := p.Ask(t, []string{days, times}[n%2], search); a.Code() {
				case "":
					answered.Add(1)
				case "appointments.too_often":
					refused.Add(1)
				default:
					t.Errorf("%d %s", a.Status, a.Raw)
				}
			}
		})
	}
	for range 20 {
		shelter.Must(t, days, search, nil)
		shelter.Must(t, times, search, nil)
	}
	all.Wait()
	if answered.Load() != perMinute || refused.Load() != 8*45-perMinute {
		t.Errorf("%d are answered, %d refused", answered.Load(), refused.Load())
	}
	shelter.Must(t, times, search, nil)
	same := from(t, o, script)
	same.Refused(t, "appointments.too_often", days, search)
	same.Must(t, `{ appointmentOffer { sites { key } } }`, nil, nil)
	o.Clock.Advance(time.Second)
	same.Must(t, days, search, nil)
}
