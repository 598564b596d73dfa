import { expect, test } from 'vitest';
import { describeMessage } from './describe-message.ts';
import { renderMail } from './render-mail.ts';

const site = { name: 'The attic', contact: 'help@attic.example', publicUrl: 'https://attic.example' };
const changed = describeMessage('email_changed_notice', { newEmail: 'new@example.org' });

test('a mail about an account says whom to ask, where the operator has named somebody', () => {
  const { text, html } = renderMail(changed, site, false);
  expect(text).toContain('This mail is about an account at The attic. Questions: help@attic.example');
  expect(html).toContain('Questions: help@attic.example');
  expect(renderMail(changed, { ...site, contact: null }, false).text).not.toContain('Questions');
});

test('what an operator or a stranger wrote is no HTML in a mail', () => {
  const { html } = renderMail(changed, { ...site, name: '<b>', contact: '<script>' }, false);
  expect(html).not.toMatch(/<b>|<script>/);
});
