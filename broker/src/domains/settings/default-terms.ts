/** Terms as they come with the software. A house shows them until its operator has written their own. */
export const defaultTerms = `> This text came with the software. It is a plain description, not legal advice, and nobody has checked it for your country. **The operator of this site must replace it** (Admin, Settings, Terms).

## What this is

This site lends out lab machines for coins. A machine is yours for the time that its offer names; then it is ended and everything on it is gone. Keep copies of what you need.

## Coins

- Coins pay for machines on this site and for nothing else. They cannot be passed on to other members or turned into money.
- What a machine costs is set aside when you ask for it. If the machine never becomes ready, all of it comes back.
- If we or the lab end a ready machine early, the unused time is given back, but not when your account is disabled or deleted. If you stop it yourself, it is given back only where the offer says so.

## What is not allowed

- Harming others: attacks, spam, scanning of foreign systems, anything against the law.
- Mining, reselling machines, or getting around their limits.
- Several accounts to collect free coins more than once.

Machines that are used in such a way are stopped, and the account may be disabled.

## No promise

Machines are lent as they are. They may fail, and the site may be away. Nothing important should depend on them.

## Your account

You can see and take along what is kept about you, and delete your account at any time, on the account pages.
`;
