// Tells that a number is called. What comes is number and counter in the person's language, and nothing else; nothing is kept.
self.addEventListener('push', (event) => {
  const { title, body, tag, lang } = event.data ? event.data.json() : {}
  if (!title) return
  event.waitUntil(self.registration.showNotification(title, {
    body, tag, lang, dir: lang === 'ar' || lang === 'fa' ? 'rtl' : 'auto', icon: '/icon.svg', renotify: true, requireInteraction: true, vibrate: [300, 150, 300, 150, 600],
  }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then((pages) => {
    const page = pages.find((p) => new URL(p.url).pathname === '/hall/ticket')
    return page && page.focus()
  }))
})
