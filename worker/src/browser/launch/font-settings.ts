import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Fontconfig's settings for the Chromium from npm. The ones it brings name folders of another system only; without any font
 * Chromium draws no text and drops typed characters.
 *
 * @returns the folder for FONTCONFIG_PATH
 */
export async function writeFontSettings(home: string): Promise<string> {
  const folder = join(home, 'font-settings');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const folders = [join(home, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  await writeFile(
    join(folder, 'fonts.conf'),
    [
      '<?xml version="1.0"?>',
      '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
      '<fontconfig>',
      ...folders.map((path) => `  <dir>${escapeXml(path)}</dir>`),
      `  <cachedir>${escapeXml(join(home, 'font-cache'))}</cachedir>`,
      '</fontconfig>',
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  return folder;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
