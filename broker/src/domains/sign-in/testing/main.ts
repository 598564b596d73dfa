import { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { startProviderStandIn } from './provider-stand-in.ts';

const firstPort = 25_881;

/** `node broker/src/domains/sign-in/testing/main.ts [public url]`: all three, and what to start the broker with. */
const publicUrl = process.argv[2] ?? 'http://localhost:8080';
const lines: string[] = [];
for (const [index, kind] of SignInProvider.options.entries()) {
  const { url, client, guild } = await startProviderStandIn({ kind, publicUrl, port: firstPort + index });
  const name = kind.toUpperCase();
  lines.push(
    `BROKER_${name}_URL=${url}`,
    `BROKER_${name}_CLIENT_ID=${client.clientId}`,
    `BROKER_${name}_CLIENT_SECRET=${client.clientSecret}`,
    ...(kind === 'discord' ? [`BROKER_DISCORD_BOT_TOKEN=${guild.botToken}`, `# its guild: ${guild.id}`] : []),
  );
}
process.stdout.write(
  `Stand-ins for ${publicUrl} run until Ctrl+C. Start the broker with:\n\n${lines.join('\n')}\n`,
);
