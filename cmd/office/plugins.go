package office

import (
	"github.com/ankunft/ankunft/integrations/clamav"
	"github.com/ankunft/ankunft/integrations/images"
	"github.com/ankunft/ankunft/integrations/libretranslate"
	"github.com/ankunft/ankunft/integrations/oidc"
	"github.com/ankunft/ankunft/integrations/poppler"
	"github.com/ankunft/ankunft/integrations/s3"
	"github.com/ankunft/ankunft/integrations/s3/vault"
	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/integrations/typst"
	"github.com/ankunft/ankunft/integrations/webpush"
	"github.com/ankunft/ankunft/platform/plugin"
)

// Plugins are the integrations that ship with Ankunft. A city's own program appends its own.
func Plugins() plugin.List {
	return plugin.List{
		s3.Plugin, vault.Plugin, oidc.Plugin, smtp.Plugin, clamav.Plugin, typst.Plugin, poppler.Plugin, images.Plugin, libretranslate.Plugin, webpush.Plugin,
	}
}
