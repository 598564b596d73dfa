import type { IncidentKind, IncidentSeverity } from './http/admin-incidents.ts';

interface IncidentWords {
  severity: IncidentSeverity;
  /** What is stuck, in one sentence. */
  text: string;
  /** What the system does about it by itself. */
  doing: string;
  /** What a person does. */
  advice: string;
}

/** Every kind of incident in words. The page has each of them in every language. */
export const incidentWords = {
  ledger_wrong: {
    severity: 'bad',
    text: 'The books do not add up.',
    doing: 'They are checked again every five minutes; nothing is corrected by itself.',
    advice: 'Run “coinslot operator ledger verify”: it names every wallet and charge that differs.',
  },
  mass_outage: {
    severity: 'bad',
    text: 'Most workers went silent at once: it is rather our network than their fault.',
    doing: 'Nothing is taken from them until the brake is released; machines keep running.',
    advice: 'Look at the network and the proxy before the broker. Workers come back by themselves.',
  },
  loop_stuck: {
    severity: 'bad',
    text: 'A background job of the broker has not succeeded for long.',
    doing: 'It tries again, after longer and longer pauses of at most a minute.',
    advice: 'Read the broker’s log: each failure stands there as an error with the job’s name.',
  },
  worker_locked: {
    severity: 'bad',
    text: 'A worker’s key is used twice: both copies are locked out.',
    doing: 'Its machines were taken from it and go to other workers. It never comes back by itself.',
    advice: 'Find the copy (a restored backup, a cloned disk), delete it, and enrol the worker anew.',
  },
  lab_breaker_open: {
    severity: 'bad',
    text: 'A lab closed itself after failures.',
    doing: 'A canary tries it now and then; the first that works opens it again.',
    advice: 'Read the failure and its evidence on the lab’s page.',
  },
  lab_not_ending: {
    severity: 'bad',
    text: 'A lab does not let its sessions be ended.',
    doing: 'Workers ask it again and again; the seats stay taken until it confirms.',
    advice: 'Look whether the lab answers and whether its account still works.',
  },
  lab_session_unknown: {
    severity: 'bad',
    text: 'Nobody knows whether a machine still runs at its lab.',
    doing: 'As soon as a worker is free it looks for it there and ends it.',
    advice: 'Look whether workers are connected and have free places.',
  },
  lab_session_stuck: {
    severity: 'bad',
    text: 'A lab did not confirm the end of a session in time.',
    doing: 'A worker asks the lab again after a pause; the seat stays taken until it confirms.',
    advice: 'Look at the lab. When it is gone for good, release the seat.',
  },
  lab_second_session: {
    severity: 'bad',
    text: 'A lab runs a second session for one machine.',
    doing: 'The session that is not the machine’s own is being ended.',
    advice: 'Nothing, while the time below moves on.',
  },
  lab_orphan: {
    severity: 'bad',
    text: 'A lab runs something of ours for a machine that is over.',
    doing: 'It is ended as soon as two looks agree, and asked for until the lab confirms.',
    advice: 'Nothing, while the time below moves on; else look at the lab.',
  },
  hold_stuck: {
    severity: 'bad',
    text: 'Coins are held too long.',
    doing: 'Coins of a machine that is over go back by themselves within a minute.',
    advice: 'Settle the machine; if that fails, the broker’s log says why.',
  },
  machine_stuck: {
    severity: 'bad',
    text: 'A machine is longer in its state than it may be.',
    doing: 'A background job should end it; it is tried every second.',
    advice: 'Look whether that job works, then settle the machine.',
  },
  order_overdue: {
    severity: 'bad',
    text: 'More time or a restart was asked for, and nobody has answered in time.',
    doing: 'A background job should have decided it; it is tried every second.',
    advice: 'Look whether that job works, then settle the machine.',
  },
  seat_miscounted: {
    severity: 'bad',
    text: 'A seat counts more or fewer places as taken than machines have it.',
    doing: 'Nothing: it is counted with every machine and should never differ.',
    advice: 'Keep the broker’s log and report it: it is a fault of the program.',
  },
  worker_miscounted: {
    severity: 'bad',
    text: 'A worker counts more or fewer places as taken than machines it holds.',
    doing: 'Nothing: it is counted with every lease and should never differ.',
    advice: 'Keep the broker’s log and report it: it is a fault of the program.',
  },
  tunnels_failing: {
    severity: 'bad',
    text: 'Cloudflare refuses us or does not answer: no tunnel is made.',
    doing: 'It is asked again, after longer and longer pauses.',
    advice: 'Look at the account and its token in the settings.',
  },
  tunnel_stuck: {
    severity: 'bad',
    text: 'A tunnel could not be removed yet.',
    doing: 'Its removal is tried until Cloudflare confirms it.',
    advice: 'Read what Cloudflare answered.',
  },
  worker_revoked_holding: {
    severity: 'warning',
    text: 'A revoked worker still has machines.',
    doing: 'Its leases run out within a minute; then other workers take over.',
    advice: 'Look whether other workers of its pool have free places.',
  },
  worker_silent: {
    severity: 'warning',
    text: 'A worker with machines is silent.',
    doing: 'After a minute of silence its machines go to other workers or back to the queue.',
    advice: 'Look at its host and its network.',
  },
  worker_failing: {
    severity: 'warning',
    text: 'A worker fails again and again and gets nothing new.',
    doing: 'It is asked for a probe every minute; the first that passes ends this.',
    advice: 'Read its log; a full disk or too little memory is the usual cause.',
  },
  machine_needs_operator: {
    severity: 'warning',
    text: 'A lab wants a person for a machine.',
    doing: 'The page is kept open until the time below; then the machine ends with a refund.',
    advice: 'Open the live view, take the page over, do what the lab asks, and hand it back.',
  },
  machine_degraded: {
    severity: 'warning',
    text: 'Nobody can reach a machine that should be ready.',
    doing: 'Its way in is checked; at the time below it is given up, and the time since is paid back.',
    advice: 'Nothing, unless it happens to many machines of one lab.',
  },
  seat_breaker_open: {
    severity: 'warning',
    text: 'A seat closed itself after failures.',
    doing: 'A canary tries it now and then; the first that works opens it again.',
    advice: 'Read the failure on the seat’s page.',
  },
  lab_missing: {
    severity: 'warning',
    text: 'A lab does not list a machine that should be ready.',
    doing: 'If a second look does not find it either, the machine ends with a refund.',
    advice: 'Nothing, unless it happens to many machines of one lab.',
  },
  lab_renamed: {
    severity: 'warning',
    text: 'A session of ours at a lab has another name than we gave it.',
    doing: 'It is never touched: it may be somebody else’s.',
    advice: 'Look at the lab to see whose it is.',
  },
  lab_stranger: {
    severity: 'warning',
    text: 'Somebody else’s session runs on a seat.',
    doing: 'It is never touched.',
    advice: 'Find out who else uses the account, or give the seat an account of its own.',
  },
  inventory_stale: {
    severity: 'warning',
    text: 'What runs on a seat could not be looked at for long.',
    doing: 'It is tried again; until a look succeeds nothing is ended there.',
    advice: 'Look whether the lab answers and a worker of its pool is free.',
  },
  backup_stale: {
    severity: 'warning',
    text: 'No backup has succeeded for twice its interval.',
    doing: 'It is tried again at its next time.',
    advice: 'Read the broker’s log; a full disk is the usual cause.',
  },
  outbox_failed: {
    severity: 'warning',
    text: 'Messages could not be delivered.',
    doing: 'Nothing more: they were tried as often as is allowed.',
    advice: 'Mend what the last answer complains about, then send them again.',
  },
  start_grace: {
    severity: 'notice',
    text: 'The broker has just started: workers tell first what happened meanwhile.',
    doing: 'Until the time below nobody is declared lost and no bought time ends.',
    advice: 'Nothing.',
  },
} as const satisfies Record<IncidentKind, IncidentWords>;
