const stepWithoutTerminalMs = 20_000;

/**
 * One line that is rewritten on a terminal (time, what happens now); a line every 20 s where there is none.
 *
 * @param {string} title
 */
export function startProgress(title) {
  const startedAt = Date.now();
  const out = process.stderr;
  let detail = '';
  let saidAt = Date.now();
  const show = () => {
    const line = `${title}… ${seconds(startedAt)} s${detail ? ` · ${detail}` : ''}`;
    if (out.isTTY) out.write(`\r\u001b[2K${line.slice(0, (out.columns ?? 80) - 1)}`);
    else if (Date.now() - saidAt >= stepWithoutTerminalMs) {
      saidAt = Date.now();
      out.write(`${line}\n`);
    }
  };
  if (out.isTTY) show();
  else out.write(`${title}…\n`);
  const timer = setInterval(show, 250);
  return {
    /** @param {string} text what is happening now */
    say(text) {
      detail = text;
    },
    /** @param {string} text the closing sentence */
    done(text) {
      clearInterval(timer);
      out.write(`${out.isTTY ? '\r\u001b[2K' : ''}${text} (${seconds(startedAt)} s).\n`);
    },
  };
}

function seconds(startedAt) {
  return Math.round((Date.now() - startedAt) / 1000);
}
