import { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { startProviderStandIn } from './provider-stand-in.ts';

/** `npm run sign-in-stand-in -- [public url] [first port]`: all three, and what to start the broker with. */
const [publicUrl = 'http://localhost:8080', firstPort = '25881'] = process.argv.slice(2);
const lines: string[] = [];
for (const [index, kind] of SignInProvider.options.entries()) {
  const { url, client, guild } = await startProviderStandIn({
    kind,
    publicUrl,
    port: Number(firstPort) + index,
  });
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
