package mail

import _ "example.org/house/integrations/store"
