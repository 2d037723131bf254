package main

import _ "example.org/house/integrations/mail"
