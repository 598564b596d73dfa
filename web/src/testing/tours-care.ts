import type { LiveViewState, ScreenDown } from '@coinslot/shared/http/admin-live-view.ts';
import { EndpointList } from '@coinslot/shared/http/machines.ts';
import type { TerminalDown } from '@coinslot/shared/http/terminal.ts';
import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import { answer } from './answers.ts';
import { aPicture, aWaitingLiveView, someTunnels } from './data-care.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';
import { aMachine, aReadyMachine } from './data-machines.ts';
import { aLab } from './data-operator.ts';
import { aGatewayEndpoint, aQuickEndpoint, aTunnelledEndpoint } from './data-ways-in.ts';
import type { FakeBroker } from './fake-broker.ts';
import { pressButton } from './page-acts.ts';
import { asAdmin, type Tour, withLive } from './tour-setup.ts';

const readyPath = `/machines/${aReadyMachine().id}`;
const screenPath = `/admin/machines/${aMachine().id}/live-view`;

function withEndpoint(endpoint: EndpointList['items'][number]) {
  return (broker: FakeBroker): void => {
    withLive(aReadyMachine())(broker);
    broker.route('GET /api/v1/machines/:id/endpoints', () => answer(EndpointList, { items: [endpoint] }));
  };
}

function withTerminal(broker: FakeBroker): void {
  withLive(aReadyMachine())(broker);
  broker.terminal.greet((_query, socket) => {
    const opened = {
      type: 'terminal',
      id: uuid(700),
      from: 0,
      isNew: true,
      replayed: 0,
    } satisfies TerminalDown;
    socket.send(JSON.stringify(opened));
    socket.send(
      Buffer.from(
        'member@otter:~$ ls -l\r\ntotal 4\r\n-rw-r--r-- 1 member member 96 \u001B[34mnotes.txt\u001B[0m\r\nmember@otter:~$ ',
      ),
    );
  });
}

function withScreen(state: LiveViewState, mine = false) {
  return (broker: FakeBroker): void => {
    asAdmin(broker);
    broker.world.operator.liveView = state;
    const frame = {
      type: 'frame',
      n: 1,
      width: 1280,
      height: 960,
      url: 'https://classroom.example.org/hub/login',
      title: 'Second factor',
    } satisfies ScreenControl;
    broker.screen.greet((_query, socket) => {
      socket.send(JSON.stringify({ type: 'still', isStill: true } satisfies ScreenControl));
      if (mine) socket.send(JSON.stringify({ type: 'hand', mine } satisfies ScreenDown));
      socket.send(JSON.stringify(frame));
      socket.send(aPicture());
    });
  };
}

/** Ways in, the terminal, the live view, canaries and tunnels. */
export const careTours: readonly Tour[] = [
  {
    name: 'machine-key',
    path: readyPath,
    shows: 'cloudflared access ssh',
    prepare: withEndpoint(aTunnelledEndpoint()),
    act: openFiles,
  },
  {
    name: 'machine-quick',
    path: readyPath,
    shows: 'A tunnel for demonstrations',
    prepare: withEndpoint(aQuickEndpoint()),
  },
  {
    name: 'machine-gateway',
    path: readyPath,
    shows: 'coinslot ssh bright-lynx',
    prepare: withEndpoint(aGatewayEndpoint()),
    act: openFiles,
  },
  {
    name: 'machine-terminal',
    path: readyPath,
    shows: 'Open a terminal',
    prepare: withTerminal,
    act: async (page) => {
      await pressButton(page, 'Open a terminal');
      await page.waitForFunction('document.querySelector(".xterm-rows")?.innerText.includes("notes.txt")');
      await page.evaluate('document.activeElement?.blur?.()');
    },
  },
  {
    name: 'machine-needs-operator',
    path: `/machines/${aMachine().id}`,
    shows: 'asks its account holder',
    prepare: withLive(aMachine({ needsOperatorUntil: minutesFromNow(9) }), 0),
  },
  {
    name: 'admin-live-view',
    path: screenPath,
    shows: 'It waits for a person',
    prepare: withScreen(aWaitingLiveView()),
    act: (page) => page.waitForSelector('canvas:not(.invisible)').then(() => undefined),
  },
  {
    name: 'admin-live-view-taken',
    path: screenPath,
    shows: 'You have the page',
    prepare: withScreen(aWaitingLiveView({ takenBy: 'Ada Moreno', paused: true }), true),
    act: (page) => page.waitForSelector('canvas:not(.invisible)').then(() => undefined),
  },
  {
    name: 'admin-lab-cloudflared',
    path: `/admin/labs/${aLab().id}/edit`,
    shows: 'Where cloudflared runs',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.operator.labs = [
        aLab({
          recipe: 'jupyter',
          tunnel: 'cloudflared',
          stealth: true,
          operatorWaitMinutes: 10,
          canaryEveryMinutes: 60,
        }),
      ];
    },
  },
  { name: 'admin-tunnels', path: '/admin/settings/tunnels', shows: 'Open tunnels', prepare: asAdmin },
  {
    name: 'admin-tunnels-none',
    path: '/admin/settings/tunnels',
    shows: 'machines get names below',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.house.tunnels = someTunnels({
        accountId: null,
        zoneId: null,
        subdomain: '',
        domain: null,
        hasToken: false,
        revision: 0,
        open: 0,
        removing: 0,
        fault: null,
      });
    },
  },
];

async function openFiles(page: Parameters<NonNullable<Tour['act']>>[0]): Promise<void> {
  await page.locator('::-p-text(For your ssh files)').click();
}
