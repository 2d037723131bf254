package casestest

import (
	_ "example.org/house/integrations/mail"
	_ "example.org/house/platform/clock"
)
