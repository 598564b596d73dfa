import { expect, test } from 'vitest';
import { countPress, cutText, isOurKey, nameButton, toPagePoint, toPixels } from './page-input.ts';

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

test('presses in a row count as double and triple clicks when they are near in place and time', () => {
  const press = { button: 0, x: 10, y: 10, atMs: 1000 };
  const first = countPress(press, null);
  const second = countPress({ ...press, x: 12, atMs: 1200 }, first);
  const third = countPress({ ...press, atMs: 1400 }, second);
  expect([first, second, third].map(({ clicks }) => clicks)).toEqual([1, 2, 3]);
  expect(countPress({ ...press, atMs: 1500 }, third).clicks).toBe(1);
  expect(countPress({ ...press, atMs: 1900 }, second).clicks).toBe(1);
  expect(countPress({ ...press, button: 2, atMs: 1100 }, first).clicks).toBe(1);
  expect(countPress({ ...press, y: 40, atMs: 1100 }, first).clicks).toBe(1);
});

test('a long text goes in pieces, and no character is cut in two', () => {
  expect(cutText('')).toEqual([]);
  const text = `${'a'.repeat(1999)}🙂b`;
  expect(cutText(text)).toEqual(['a'.repeat(1999), '🙂b']);
});

test('a wheel that counts lines turns as far as one that counts pixels', () => {
  expect([toPixels(3, 0), toPixels(3, 1), toPixels(-1, 2), toPixels(9000, 0)]).toEqual([3, 48, -800, 5000]);
});
