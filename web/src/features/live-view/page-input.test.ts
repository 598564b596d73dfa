import { expect, test } from 'vitest';
import { isOurKey, nameButton, toPagePoint } from './page-input.ts';

test('a point of the picture is the same point of the page, however large it is drawn', () => {
  const picture = { left: 100, top: 50, width: 640, height: 400 };
  const page = { width: 1280, height: 800 };
  expect(toPagePoint({ clientX: 420, clientY: 250 }, picture, page)).toEqual({ x: 640, y: 400 });
  expect(toPagePoint({ clientX: 0, clientY: 9000 }, picture, page)).toEqual({ x: 0, y: 800 });
});

test('buttons without a name are left alone', () => {
  expect([0, 1, 2, 3].map(nameButton)).toEqual(['left', 'middle', 'right', null]);
});

test('pasting, reloading and the way out stay with the browser', () => {
  const plain = { ctrlKey: false, metaKey: false, shiftKey: false };
  expect(isOurKey({ ...plain, ctrlKey: true, key: 'v' })).toBe(true);
  expect(isOurKey({ ...plain, ctrlKey: true, shiftKey: true, key: 'Enter' })).toBe(true);
  expect(isOurKey({ ...plain, key: 'F5' })).toBe(true);
  expect(isOurKey({ ...plain, key: 'v' })).toBe(false);
  expect(isOurKey({ ...plain, key: 'Enter' })).toBe(false);
});
