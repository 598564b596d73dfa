import { expect, test } from 'vitest';
import { chunk, pngOf, riffChunk, segment } from '../testing/images.ts';
import { readImage } from './read-image.ts';

const secret = Buffer.from('taken at 48.8584 N 2.2945 E');

test('a PNG keeps its picture and loses texts, times and Exif', () => {
  const image = readImage(pngOf(4, 3, [chunk('tEXt', secret), chunk('eXIf', secret)]));
  expect(image).toMatchObject({ type: 'image/png', width: 4, height: 3 });
  expect(image.bytes).toEqual(pngOf(4, 3));
});

test('a JPEG keeps its picture and colours, and loses Exif, comments and what follows its end', () => {
  const frame = Buffer.from([8, 0, 3, 0, 4, 1, 1, 0x11, 0]);
  const jfif = segment(0xe0, Buffer.from('JFIF\0'));
  const colours = segment(0xe2, Buffer.from('ICC_PROFILE\0'));
  const scan = Buffer.concat([
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([5, 0xff, 0xd9]),
  ]);
  const start = Buffer.from([0xff, 0xd8]);
  const image = readImage(
    Buffer.concat([
      start,
      jfif,
      segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), secret])),
      colours,
      segment(0xfe, secret),
      segment(0xc2, frame),
      scan,
      start,
      segment(0xe1, secret),
      Buffer.from([0xff, 0xd9]),
    ]),
  );
  expect(image).toMatchObject({ type: 'image/jpeg', width: 4, height: 3 });
  expect(image.bytes).toEqual(Buffer.concat([start, jfif, colours, segment(0xc2, frame), scan]));
});

test('a WebP keeps its picture and loses Exif and XMP with the flags that promise them', () => {
  const webp = (flags: number, extra: Buffer[]) => {
    const body = Buffer.concat([
      Buffer.from('WEBP'),
      riffChunk('VP8X', Buffer.from([flags, 0, 0, 0, 3, 0, 0, 2, 0, 0])),
      riffChunk('VP8L', Buffer.from([0x2f, 3, 0x80, 0, 0, 1, 2, 3, 4, 5, 6])),
      ...extra,
    ]);
    const head = Buffer.from('RIFF0000', 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  const image = readImage(webp(0x1c, [riffChunk('EXIF', secret), riffChunk('XMP ', secret)]));
  expect(image).toMatchObject({ type: 'image/webp', width: 4, height: 3 });
  expect(image.bytes).toEqual(webp(0x10, []));
});

test('a GIF keeps its pictures and how they play, and loses comments, other programs’ blocks and what follows its end', () => {
  const head = Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([4, 0, 3, 0, 0x80, 0, 0]),
    Buffer.alloc(6, 7),
  ]);
  const blocks = (...parts: (number[] | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));
  const film = blocks([0x21, 0xff, 11], Buffer.from('NETSCAPE2.0'), [3, 1, 0, 0, 0]);
  const control = Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0]);
  const picture = Buffer.from([0x2c, 0, 0, 0, 0, 4, 0, 3, 0, 0x80, 9, 9, 9, 8, 8, 8, 2, 2, 0x3b, 0x3b, 0]);
  const comment = blocks([0x21, 0xfe, secret.length], secret, [0]);
  const program = blocks([0x21, 0xff, 11], Buffer.from('XMP DataXMP'), [secret.length], secret, [0]);
  const end = Buffer.from([0x3b]);
  const image = readImage(blocks(head, film, comment, control, picture, program, end, secret));
  expect(image).toMatchObject({ type: 'image/gif', width: 4, height: 3 });
  expect(image.bytes).toEqual(blocks(head, film, control, picture, end));
  expect(() => readImage(blocks(head, picture.subarray(0, 19)))).toThrow('damaged');
});

test('sizes are read of every format, and one that is cut off anywhere is refused', () => {
  const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([4, 0, 3, 0, 0, 0, 0, 0x3b])]);
  expect(readImage(gif)).toMatchObject({ type: 'image/gif', width: 4, height: 3 });
  const whole = pngOf(4, 3);
  for (let length = 0; length < whole.length; length += 1) {
    expect(() => readImage(whole.subarray(0, length))).toThrow();
  }
  expect(() => readImage(pngOf(4097, 1))).toThrow('4096');
  expect(() => readImage(pngOf(0, 1))).toThrow('no size');
});
