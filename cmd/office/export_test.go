package office

// ParseConfig reads the bytes of a configuration file.
var ParseConfig = parseConfig
