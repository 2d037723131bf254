package clock

import _ "example.org/house/modules/persons" // the ground knows no module
