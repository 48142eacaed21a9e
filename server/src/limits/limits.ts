import { type Attempts, createAttempts } from './attempts.ts';
import { clientNetwork } from './client-network.ts';
import { tooOften } from './limit-reached.ts';
import { isOver, type Rule, type Standing, stricter } from './rule.ts';
import { Tally, type TallyParts } from './tally.ts';
import { Together } from './together.ts';

/** Whom requests are counted for: an account, with the API key that it used, or whoever is at an address. */
export type Asker =
  | { readonly kind: 'account'; readonly userId: string; readonly keyId: string | null }
  | { readonly kind: 'address'; readonly address: string };

/**
 * What is counted beside every request: writes that spend or make something, ways in (making an account, setting a
 * new password), trading a token for the next one, passwords, WebSockets and event streams, files.
 */
export const limitKinds = ['write', 'way-in', 'refresh', 'password', 'socket', 'file'] as const;
export type LimitKind = (typeof limitKinds)[number];

export interface Limits {
  /** Counts a request and what kinds it is; throws `LimitReached`, or says where the asker stands. */
  take(asker: Asker, kinds: readonly LimitKind[]): Promise<Standing>;
  /** Takes a place for a heavy request until it is given back; throws `LimitReached`. */
  enter(asker: Asker): () => void;
  readonly attempts: Attempts;
}

export interface LimitsParts extends TallyParts {
  /** Requests of one account, or of one address without an account. */
  readonly perMinute: number;
}

const MINUTE = 60;
const HEAVY_LIMIT = 4;

export function createLimits({ perMinute, ...parts }: LimitsParts): Limits {
  const tally = (rule: Rule) => new Tally(rule, parts);
  const requests = tally({ name: 'requests', points: perMinute, seconds: MINUTE });
  const ofKind = kindTallies(tally, perMinute);
  const heavy = new Together(HEAVY_LIMIT);
  return {
    async take(asker, kinds) {
      const who = nameOf(asker);
      const standings = await Promise.all([
        requests.add(who),
        ...(asker.kind === 'account' && asker.keyId !== null ? [requests.add(`key ${asker.keyId}`)] : []),
        ...kinds.map((kind) => ofKind[kind].add(who)),
      ]);
      const standing = standings.reduce(stricter);
      if (isOver(standing)) throw tooOften(standing);
      return standing;
    },
    enter: (asker) => heavy.enter(nameOf(asker)),
    attempts: createAttempts(parts),
  };
}

/** What is rarer than reading has a share of the whole. */
function kindTallies(tally: (rule: Rule) => Tally, perMinute: number): Record<LimitKind, Tally> {
  const share = (part: number) => Math.max(1, Math.round(perMinute * part));
  return {
    write: tally({ name: 'write', points: share(0.2), seconds: MINUTE }),
    socket: tally({ name: 'socket', points: share(0.2), seconds: MINUTE }),
    file: tally({ name: 'file', points: share(0.1), seconds: MINUTE }),
    password: tally({ name: 'password', points: share(0.2), seconds: MINUTE }),
    'way-in': tally({ name: 'way-in', points: share(0.2), seconds: 15 * MINUTE }),
    refresh: tally({ name: 'refresh', points: share(0.2), seconds: 15 * MINUTE }),
  };
}

function nameOf(asker: Asker): string {
  return asker.kind === 'account' ? `account ${asker.userId}` : `address ${clientNetwork(asker.address)}`;
}
