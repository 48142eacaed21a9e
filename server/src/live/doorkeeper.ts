import { ChimeraError } from '../errors.ts';
import { type Authoriser, type Identity, permit } from '../identity.ts';
import type { Logger } from '../logger.ts';

/** Why somebody who was in may not stay. */
export type Dismissal =
  | 'signed-out'
  | 'forbidden'
  /** They may do something else than before, and are let in again as they are now. */
  | 'changed'
  /** For too long nobody could say whether they may. */
  | 'unsure';

/** A socket or a stream that is open. */
export interface Guest {
  readonly identity: Identity;
  /** Tells nothing more from now on. */
  dismiss(why: Dismissal): void;
}

/** Sockets and streams that one account may have open on this node. */
const GUESTS_PER_ACCOUNT = 10;
const RETRY_AFTER_SECONDS = 10;
/** After so long without an answer nobody stays: see decision 29. */
const UNSURE_MS = 30_000;
/** A look that is not back by then is no longer waited for. */
const LOOK_MS = 10_000;

/** Everybody who is in on this node, and whether they still may be: the identity of each is looked at again and again. */
export class Doorkeeper {
  readonly #authoriser: Authoriser;
  readonly #logger: Logger;
  readonly #guests = new Set<Guest>();
  #lookingSinceMs: number | null = null;
  /** When the last look began that had an answer. */
  #sureMs = performance.now();
  #isFailing = false;

  constructor({ authoriser, logger }: { authoriser: Authoriser; logger: Logger }) {
    this.#authoriser = authoriser;
    this.#logger = logger;
  }

  /** Throws when this account has as much open as it may. The one owner without accounts may have any number. */
  requireRoom({ person, grant }: Identity): void {
    if (grant.kind === 'local') return;
    let open = 0;
    for (const { identity } of this.#guests) if (identity.person.userId === person.userId) open += 1;
    if (open < GUESTS_PER_ACCOUNT) return;
    throw new ChimeraError(
      'too-many-requests',
      `One account has at most ${GUESTS_PER_ACCOUNT} live connections. Close one first.`,
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  }

  admit(guest: Guest): void {
    this.#guests.add(guest);
  }

  left(guest: Guest): void {
    this.#guests.delete(guest);
  }

  /** Why this one may not stay; null when it may. */
  async ask(identity: Identity): Promise<Dismissal | null> {
    if (identity.grant.kind === 'local') return null;
    return (await this.#dismissals([identity])).get(keyOf(identity)) ?? null;
  }

  /** Asks once for all who are in, and dismisses who may not stay. Called every few seconds. */
  async look(nowMs: number): Promise<void> {
    const guests = [...this.#guests].filter(({ identity }) => identity.grant.kind !== 'local');
    if (guests.length === 0) this.#sureMs = nowMs;
    if (nowMs - this.#sureMs > UNSURE_MS) {
      // Who comes in from now on was let in by somebody who could look.
      this.#sureMs = nowMs;
      for (const guest of guests) guest.dismiss('unsure');
      return;
    }
    const isWaiting = this.#lookingSinceMs !== null && nowMs - this.#lookingSinceMs < LOOK_MS;
    if (guests.length === 0 || isWaiting) return;
    this.#lookingSinceMs = nowMs;
    try {
      const dismissals = await this.#dismissals(guests.map(({ identity }) => identity));
      for (const guest of guests) {
        const why = dismissals.get(keyOf(guest.identity));
        if (why) guest.dismiss(why);
      }
      this.#sureMs = Math.max(this.#sureMs, nowMs);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#logger.error({ error }, 'who may stay connected could not be looked up');
      this.#isFailing = true;
    } finally {
      if (this.#lookingSinceMs === nowMs) this.#lookingSinceMs = null;
    }
  }

  /** Sockets of one sign-in are one question. */
  async #dismissals(identities: readonly Identity[]): Promise<ReadonlyMap<string, Dismissal>> {
    const asked = new Map(identities.map((identity) => [keyOf(identity), identity]));
    const lapsed = await this.#authoriser.lapsed([...asked.values()]);
    return new Map(
      await Promise.all(
        lapsed.map(async (identity) => [keyOf(identity), await this.#whyLapsed(identity)] as const),
      ),
    );
  }

  async #whyLapsed({ grant }: Identity): Promise<Dismissal> {
    try {
      permit(await this.#authoriser.identify({ kind: 'grant', grant }), 'read');
      return 'changed';
    } catch (error) {
      if (!(error instanceof ChimeraError)) return 'changed';
      if (error.code === 'forbidden') return 'forbidden';
      return error.code === 'unauthenticated' ? 'signed-out' : 'changed';
    }
  }
}

function keyOf({ grant, rights }: Identity): string {
  return grant.kind === 'local' ? grant.kind : `${grant.kind} ${grant.id} ${rights}`;
}
