/**
 * Changes that only a browser's session may make, or that need a right by which others' accounts or the house are changed, and that are
 * done all the same long after the member last proved to be it. Everything else of this sort asks for a fresh session.
 */
export const doneUnconfirmed: ReadonlySet<string> = new Set([
  // Proving it, or taking nothing but one's own ways in and rights away.
  'POST /api/v1/account/confirm',
  'POST /api/v1/account/confirm/passkey-options',
  'DELETE /api/v1/account/sessions/:id',
  'POST /api/v1/account/sessions/end-others',
  'DELETE /api/v1/api-keys/:id',
  'POST /api/v1/device/deny',
  'DELETE /api/v1/view-as',
  'DELETE /api/v1/account/discord/consent',
  // Names, what is read, and where news go; asking Discord again.
  'PUT /api/v1/account/profile',
  'PUT /api/v1/account/passkeys/:id',
  'POST /api/v1/account/email/verification',
  'POST /api/v1/account/discord/consent',
  'POST /api/v1/account/discord/sync',
  'POST /api/v1/account/terms/accept',
  'POST /api/v1/announcements/read',
  'POST /api/v1/announcements/:id/dismiss',
  'POST /api/v1/notifications/read',
  'POST /api/v1/notifications/test',
  'PUT /api/v1/notifications/preferences',
  'PUT /api/v1/notifications/discord-webhook',
  // The code from the server's terminal proves more.
  'POST /api/v1/setup',
  // Trying what is saved.
  'POST /api/v1/admin/sign-in/:provider/test',
  'POST /api/v1/admin/discord/test',
  'POST /api/v1/admin/discord/sync',
  'POST /api/v1/admin/mail/test',
  'POST /api/v1/admin/operator-webhook/test',
]);
