import { expect, test } from 'vitest';
import { MemberName } from './account-security.ts';
import { DeviceCodeRequest } from './device-grant.ts';

test.each([
  ['  Ada  ', 'Ada'],
  ['\u202eevil', 'evil'],
  ['a\r\nBcc: x', 'a Bcc: x'],
  ['A\u200bd\u00ada', 'Ada'],
  ['Zoë 日本 🎉', 'Zoë 日本 🎉'],
])('a name keeps what can be seen of it: %j', (typed, kept) => expect(MemberName.parse(typed)).toBe(kept));

test.each(['\u200b', '\u3164', '\r\n', ' \u2066\u2069 '])(
  'a name that cannot be seen is none: %j',
  (typed) => {
    expect(MemberName.safeParse(typed).success).toBe(false);
    expect(DeviceCodeRequest.shape.host.safeParse(typed).success).toBe(false);
  },
);
