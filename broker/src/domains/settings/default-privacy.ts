/** The privacy text as it comes with the software. A house shows it until its operator has written their own. */
export const defaultPrivacy = `> This text came with the software. It describes what the software itself keeps; it is not legal advice. **The operator of this site must replace it** (Admin, Settings, Privacy) and name who is responsible, where the servers stand and what else is connected.

## What is kept

- **Your account**: name, e-mail address, when you signed up, and which sign-in providers you linked (their id and name for you). A password is kept only as a hash. API keys: their names, what they may, when and from which address each was last used.
- **Your sessions**: when and from which address a browser signed in, and what it called itself, until the session ends; and the browsers that you have come in by, so that a new one is told to you.
- **Coins**: every movement of your coins, for ever, because the books must add up.
- **Machines**: what you asked for, when it ran, what it cost, its log. Logs and pictures of failures are deleted after some time that the operator sets.
- **Messages**: what you were told on the page, by mail or Discord, and what you chose to be told. Sent messages are deleted after some time that the operator sets.
- **Vouchers**: which you redeemed, and when. **Discord**: only after your consent, the roles that you have in this site's guild.
- **What was done with your account**: by you, with the address you did it from, and by admins, with their reason. Admins may keep notes.
- **After deletion**: a scrambled mark of your address and sign-ins, so that welcome coins and vouchers are given once.

## What is not kept

What you do inside a machine, beyond its log of preparation and end. There is no advertising profile and no tracking by others.

## Cookies

A cookie keeps you signed in, until you sign out or the session ends. A second one, kept for 400 days, lets the site know this browser again, so that a sign-in by another one can be told to you. While you sign in by a provider or with a second factor, short-lived cookies hold the two steps together. None is for advertising. Your browser also remembers settings of the pages, such as light or dark.

## Who sees it

The admins of this site. The lab that runs a machine sees the machine, not your account. A provider with which you sign in learns that you signed in here.

## Your rights

You can take along what is kept about you as a file, and delete your account, on the account pages. After deletion the books keep the movements of coins under a number that no longer says who it was.
`;
