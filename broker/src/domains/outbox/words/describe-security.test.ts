import { SecurityEvent } from '@coinslot/shared/http/notifications.ts';
import { expect, test } from 'vitest';
import { describeMessage } from './describe-message.ts';

test.each(SecurityEvent.options)('%s says what to do about it where it can be done', (event) => {
  const { lines, link } = describeMessage('security', { event, device: null, address: null });
  const advice = lines.at(-1) ?? '';
  if (event === 'api_key_made' || event === 'device_approved') {
    expect([advice, link?.to]).toEqual([expect.stringContaining('revoke the key'), '/account/keys']);
  } else if (/passkey|identity/.test(event)) {
    expect([advice, link?.to]).toEqual([expect.stringContaining('ways to sign in'), '/account/ways-in']);
  } else {
    expect([advice, link?.to]).toEqual([
      expect.stringContaining('revokes all API keys'),
      '/account/security',
    ]);
  }
});
