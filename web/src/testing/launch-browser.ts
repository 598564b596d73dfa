import { existsSync } from 'node:fs';
import { type Browser, launch } from 'puppeteer';

const systemPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Starts a Chromium for tests: the configured one, the system's, or the one from npm. `args` are its own options. */
export async function launchBrowser(args: string[] = []): Promise<Browser> {
  const found = await findBrowser();
  return launch({
    executablePath: found.path,
    headless: found.path.includes('headless') ? 'shell' : true,
    // The tests know the English words, whatever the host speaks.
    args: [
      ...found.args,
      ...args,
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--force-color-profile=srgb',
      '--lang=en-US',
    ],
  });
}

async function findBrowser(): Promise<{ path: string; args: string[] }> {
  const configured = process.env['CHROMIUM_PATH'] ?? process.env['PUPPETEER_EXECUTABLE_PATH'];
  const path = [configured, ...systemPaths].find((candidate) => candidate && existsSync(candidate));
  if (path) return { path, args: [] };
  // Lets the package from npm bring its own system libraries; it reads this when it is imported.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs24.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  return { path: await chromium.executablePath(), args: chromium.args };
}
