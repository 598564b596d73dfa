import { expect, test } from 'vitest';
import { redactUrls } from './redact-url.ts';

test('what a browser says of a socket that it could not open keeps the address, not the token in it', () => {
  const said =
    "WebSocket connection to 'ws://hub.test/user/a/terminals/websocket/1?token=abc%2Fdef' failed: 403";
  expect(redactUrls(said)).toBe(
    "WebSocket connection to 'ws://hub.test/user/a/terminals/websocket/1?token=…' failed: 403",
  );
  expect(redactUrls('at https://a:b@lab.test/x?y=1#z (line 3)')).toBe('at https://lab.test/x?y=… (line 3)');
});
