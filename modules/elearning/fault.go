package elearning

// Fault is one thing that is wrong with a package. The web has a text for each code.
type Fault struct {
	Code string `json:"code"`
	File string `json:"file"` // in the archive, cut; "": the whole
}

// What can be wrong with a package.
const (
	FaultMismatch     = "mismatch"           // the store holds other bytes than were announced
	FaultInfected     = "infected"           // the scanner found something
	FaultScanTooLarge = "too_large_to_scan"  // more bytes than the scanner takes
	FaultNotZip       = "not_zip"            // no archive, or a broken one
	FaultManyFiles    = "too_many_files"     // more than mostFiles
	FaultTooLarge     = "too_large_unpacked" // more than mostUnpacked
	FaultBomb         = "bomb"               // grows beyond reason
	FaultPath         = "bad_path"           // leads elsewhere, or has signs that no name has
	FaultKind         = "not_a_file"         // a link, a device
	FaultEncrypted    = "encrypted"
	FaultMethod       = "unknown_method" // packed in a way that we do not unpack
	FaultTwice        = "twice"          // the same path, or one that differs in capitals alone
	FaultDamaged      = "damaged"        // says another size or sum than it has

	FaultManifestMissing = "manifest_missing"
	FaultManifestNested  = "manifest_in_folder" // the folder was packed, not what is in it
	FaultManifestLarge   = "manifest_too_large"
	FaultManifestBroken  = "manifest_broken"  // no XML, or another document
	FaultManifestDTD     = "manifest_dtd"     // with a document type or entities of its own
	FaultStandard        = "standard_unknown" // SCORM 2004, cmi5 …
	FaultNoItems         = "no_items"         // nothing begins
	FaultManyItems       = "too_many_items"
	FaultActivity        = "activity_id" // xAPI: the activity has no name in the world
	FaultEntryOutside    = "entry_outside"
	FaultEntryMissing    = "entry_missing"
	FaultEntryType       = "entry_type" // begins with something that is no page
)

const (
	mostFaults  = 50
	longestFile = 80 // signs of a name that are told
)

// faults collects what is wrong with a package, each once.
type faults []Fault

func (f *faults) add(code, file string) {
	found := Fault{code, cut(file, longestFile)}
	for _, known := range *f {
		if known == found {
			return
		}
	}
	if len(*f) < mostFaults {
		*f = append(*f, found)
	}
}

func (f *faults) need(ok bool, code, file string) {
	if !ok {
		f.add(code, file)
	}
}
