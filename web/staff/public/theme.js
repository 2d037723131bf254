// Before the first paint: the theme chosen on this device. The same key as in web/ui/src/theme.ts.
try {
  const theme = localStorage.getItem('ankunft.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-kern-theme', theme)
} catch {
  // Storage may be closed: then the device decides.
}
