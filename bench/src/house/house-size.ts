/** How much stands in a house's tables. */
export interface HouseSize {
  members: number;
  machines: number;
  /** Of coins. */
  transfers: number;
  auditLines: number;
  /** Each of both. */
  vouchers: number;
  announcements: number;
}

export const fullHouse: HouseSize = {
  members: 10_000,
  machines: 5_000,
  transfers: 100_000,
  auditLines: 20_000,
  vouchers: 200,
  announcements: 200,
};

/** Every list still fills a page of it, so both answer with as much: what is compared is finding it. */
export const smallHouse: HouseSize = {
  members: 100,
  machines: 50,
  transfers: 1_000,
  auditLines: 200,
  vouchers: 40,
  announcements: 40,
};

/** The member with the longest past: every fifth machine, and thousands of transfers. */
export const busyMember = 'Member 1';
export const adminName = 'Ada Admin';
