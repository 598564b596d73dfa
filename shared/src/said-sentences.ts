/**
 * Whole sentences that the broker says to people beside those of its other tables: why something was refused, or what happened to a
 * machine. They travel as they are; the page has each of them in every language. A sentence with a number or a name in it is worded
 * where it is shown.
 */
export const saidSentences = {
  machine_silent: 'The machine does not answer any more.',
  machine_answers_again: 'The machine answers again.',
  machine_given_up: 'Nobody could reach the machine any more. The time since then was paid back.',
  restart_failed: 'The restart failed and the machine cannot be reached.',
  restart_late: 'The machine did not come back in time.',
  extension_late: 'The lab did not answer in time.',
  extension_ended: 'This machine has ended.',
  extension_not_sold: 'This product does not offer more time.',
  extension_unknown_to_lab: 'This lab cannot give more time.',
  extension_not_ready: 'Only a ready machine can be given more time.',
  extension_pending: 'More time was bought already, and the lab is being asked for it.',
  extension_restarting: 'The machine is being restarted. Wait until it is back.',
  extension_unreachable: 'The machine cannot be reached just now.',
  extension_too_late: 'Its end is too near: the lab could not be asked in time.',
  extension_lab_closed: 'This lab is closed just now.',
  extension_seat_closed: 'Our account at the lab was taken out of use. Buy another machine instead.',
  extension_seat: 'Our account at the lab may not be used for so long. Buy another machine instead.',
  auto_extend_too_often: 'It was switched on and off too often. Try again in a minute.',
  product_unknown: 'There is no such product.',
  product_resting:
    'This product is temporarily unavailable: its lab does not work just now. It is tried again by itself, and comes back when it works.',
  canary_no_permission:
    'The lab has no permission record: confirm first by what right it is automated. Then it can be tried.',
  canary_lab_off: 'The lab is switched off: open it again first.',
  canary_no_seat: 'The lab has no seat that could carry it: add one first.',
  canary_no_template:
    'Nothing says what to ask the lab for: it has no product yet. Name a template here (on a terminal with --template), or in the lab’s settings.',
  voucher_guesses: 'Too many wrong codes. Wait some minutes, then check the code and try again.',
  device_code_wrong: 'This code is wrong or too old. Start again.',
  device_decided: 'This was decided already. Start again.',
  passkeys_need_https: 'Passkeys need https.',
  passkeys_full: 'Remove a passkey first.',
  account_shows_nothing: 'This account is disabled: nobody sees anything by it.',
  account_leaving: 'The member has asked for this account to be deleted.',
  admins_only: 'Only somebody with the role admin may do this.',
  own_second_factor_first: 'Set up your own second factor first: this would keep you out too.',
  product_was_sold: 'Machines of it were sold: archive it instead.',
  seat_has_history: 'The seat has carried machines, and their history names it: disable it instead.',
  image_is_shown: 'An announcement, the terms or the privacy page shows this image. Take it out there first.',
  inventory_too_long:
    'The lab lists more for this seat than one look can compare. Until it lists less, no machine is found missing and nothing new is ended there, only what two whole looks agreed on before: end at the lab what nobody needs.',
  worker_revoked: 'The worker is revoked already.',
  worker_of_backup: 'The database was restored from a backup: enrol it anew.',
  worker_key_copied: 'A copy of its key seems to be in use: it named another join than its last one.',
} as const satisfies Record<string, string>;
