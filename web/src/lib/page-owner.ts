let owner: string | null = null;

/** For whom the page is drawn from now on: the id of the member who is signed in, null for a visitor. */
export function notePageOwner(memberId: string | null): void {
  owner = memberId;
}

/** For whom the page is drawn. Cookies belong to all tabs: the broker may already know somebody else. */
export function pageOwner(): string | null {
  return owner;
}
