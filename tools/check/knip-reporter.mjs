// knip loads this: it says how many files were examined, which none of its own reporters does.
export default function report({ issues, counters }) {
  const lines = Object.entries(issues).flatMap(([kind, byFile]) =>
    Object.entries(byFile).flatMap(([file, bySymbol]) =>
      Object.values(bySymbol).map((issue) => ({ kind, file, symbol: issue.symbol })),
    ),
  );
  process.stdout.write(`knip-report ${JSON.stringify({ examined: counters.processed, lines })}\n`);
}
