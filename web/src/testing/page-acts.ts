import type { Page } from 'puppeteer';

/** Waits until the page shows a text. Written as text itself: whoever imports this need not know the DOM's types. */
export async function seeText(page: Page, text: string): Promise<void> {
  await page.waitForFunction(`document.body?.innerText.includes(${JSON.stringify(text)})`);
}

/** Clicks the button with this name, as a screen reader reads it. */
export async function pressButton(page: Page, name: string): Promise<void> {
  await clickInView(page, `::-p-aria([name="${name}"][role="button"])`);
}

/** Follows the link with this name. */
export async function followLink(page: Page, name: string): Promise<void> {
  await clickInView(page, `::-p-aria([name="${name}"][role="link"])`);
}

/** Scrolls it to the middle first, as a person does: below the page's head it is in the window, but what covers it takes the click. */
async function clickInView(page: Page, selector: string): Promise<void> {
  const found = await page.locator(selector).waitHandle();
  await found.scrollIntoView();
  await found.dispose();
  await page.locator(selector).click();
}

/** Types into the field with this label, after what is there already. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await page.locator(`::-p-aria([name="${label}"])`).click();
  await page.keyboard.type(text);
}

/** Waits for a fact outside the page, e.g. what the server has seen. */
export async function until(isTrue: () => boolean, what: string, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
