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

/** What is limited by how much of it happens at the same time. */
export type TogetherKind = 'heavy' | 'stream';

export interface Limits {
  /** Counts a request and what kinds it is; throws `LimitReached`, or says where the asker stands. */
  take(asker: Asker, kinds: readonly LimitKind[]): Promise<Standing>;
  /** Takes a place until it is given back; throws `LimitReached`. */
  enter(asker: Asker, kind: TogetherKind): () => void;
  readonly attempts: Attempts;
}

export interface LimitsParts extends TallyParts {
  /** Requests of one account, or of one address without an account. */
  readonly perMinute: number;
}

const MINUTE = 60;
const HEAVY_LIMIT = 4;
const STREAMS_LIMIT = 20;

export function createLimits({ perMinute, ...parts }: LimitsParts): Limits {
  const tally = (rule: Rule) => new Tally(rule, parts);
  const requests = tally({ name: 'requests', points: perMinute, seconds: MINUTE });
  const ofKind = kindTallies(tally, perMinute);
  const together: Record<TogetherKind, Together> = {
    heavy: new Together(HEAVY_LIMIT),
    stream: new Together(STREAMS_LIMIT),
  };
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
    enter: (asker, kind) => together[kind].enter(nameOf(asker)),
    attempts: createAttempts(parts),
  };
}

/** What is rarer than reading has a share of the whole; what strangers may do has limits of its own. */
function kindTallies(tally: (rule: Rule) => Tally, perMinute: number): Record<LimitKind, Tally> {
  const share = (part: number) => Math.max(1, Math.round(perMinute * part));
  return {
    write: tally({ name: 'write', points: share(0.2), seconds: MINUTE }),
    socket: tally({ name: 'socket', points: share(0.2), seconds: MINUTE }),
    file: tally({ name: 'file', points: share(0.1), seconds: MINUTE }),
    'way-in': tally({ name: 'way-in', points: 60, seconds: 15 * MINUTE }),
    refresh: tally({ name: 'refresh', points: 120, seconds: 15 * MINUTE }),
    password: tally({ name: 'password', points: 30, seconds: MINUTE }),
  };
}

function nameOf(asker: Asker): string {
  return asker.kind === 'account' ? `account ${asker.userId}` : `address ${clientNetwork(asker.address)}`;
}
