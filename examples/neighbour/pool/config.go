package pool

import (
	"errors"

	"github.com/ankunft/ankunft/examples/town"
	"github.com/ankunft/ankunft/platform/clock"
)

// Config is the city's configuration file; interpreters.yaml lies in its rules: how the city works with interpreters and what it pays.
type Config struct {
	town.Config `yaml:",inline"`

	// Teams are those that ask for interpreters, with the mailbox that hears when nobody is found ("": none).
	Teams map[string]string `yaml:"teams"`
	// Houses are the places to which interpreters come, by key, in words.
	Houses map[string]string `yaml:"houses"`
	// Holidays are the public holidays of the Land, for the surcharge of JVEG § 9 Abs. 6.
	Holidays []clock.Date `yaml:"holidays"`
}

// Check tells all faults at once.
func (c *Config) Check() error {
	var nobody error
	if len(c.Teams) == 0 {
		nobody = errors.New("teams: nobody could ask for an interpreter")
	}
	return errors.Join(c.Config.Check(), nobody)
}
