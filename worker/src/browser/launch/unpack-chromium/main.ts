import chromium from '@sparticuz/chromium';

// Unpacks into TMPDIR, which the starter set to a private folder.
process.stdout.write(`${await chromium.executablePath()}\n`);
