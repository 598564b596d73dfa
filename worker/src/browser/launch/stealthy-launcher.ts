import puppeteer from 'puppeteer';
import type { Browser, LaunchOptions } from 'puppeteer';

export type Launch = (options: LaunchOptions) => Promise<Browser>;

let prepared: Promise<Launch> | null = null;

/**
 * How a browser is launched that does not say that it is automated. Its packages are loaded at first need: most workers never do. They
 * follow each new page, also popups.
 */
export function stealthyLaunch(): Promise<Launch> {
  prepared ??= prepare();
  return prepared;
}

async function prepare(): Promise<Launch> {
  const [{ addExtra }, { default: stealth }] = await Promise.all([
    import('puppeteer-extra'),
    import('puppeteer-extra-plugin-stealth'),
  ]);
  const extra = addExtra(puppeteer);
  extra.use(stealth());
  return (options) => extra.launch(options);
}
