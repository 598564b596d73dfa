import { expect, test } from 'vitest';
import { createTransportChoice } from './choose-transport.ts';

test('two sockets that cannot be opened lead to server-sent events, which then stay', () => {
  const choice = createTransportChoice();
  expect(choice.next()).toBe('socket');
  choice.noteGone('socket', false);
  expect(choice.next()).toBe('socket');
  choice.noteGone('socket', false);
  expect(choice.next()).toBe('event_source');
  choice.noteOpened('event_source');
  choice.noteGone('event_source', true);
  expect(choice.next()).toBe('event_source');
});

test('an open socket that breaks is opened again as a socket, however often', () => {
  const choice = createTransportChoice();
  for (let round = 0; round < 5; round += 1) {
    choice.noteOpened('socket');
    choice.noteGone('socket', true);
    expect(choice.next()).toBe('socket');
  }
});

test('while nothing opens, a round of one socket and one stream is tried', () => {
  const choice = createTransportChoice();
  choice.noteGone('socket', false);
  choice.noteGone('socket', false);
  choice.noteGone('event_source', false);
  expect(choice.next()).toBe('socket');
  choice.noteGone('socket', false);
  expect(choice.next()).toBe('event_source');
});

test('after a restart that only a stream survived, sockets that worked before are used again', () => {
  const choice = createTransportChoice();
  choice.noteOpened('socket');
  choice.noteGone('socket', true);
  choice.noteGone('socket', false);
  choice.noteGone('socket', false);
  choice.noteOpened('event_source');
  choice.noteGone('event_source', true);
  expect(choice.next()).toBe('socket');
});
