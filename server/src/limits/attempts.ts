import { clientNetwork } from './client-network.ts';
import { tooOften } from './limit-reached.ts';
import { isOver, type Rule, type Standing } from './rule.ts';
import { Tally, type TallyParts } from './tally.ts';

/** Attempts to sign in with a password. `name` is what was typed, whether there is such an account or not. */
export interface Attempts {
  /** Before the password is looked at: counts the attempt, or throws when there were too many that failed. */
  check(name: string, address: string): Promise<void>;
  /** The password was wrong, or there is no such account. */
  failed(name: string, address: string): Promise<void>;
  /** It was right: what was counted against it before is forgotten. */
  succeeded(name: string, address: string): Promise<void>;
}

const QUARTER_HOUR = 15 * 60;
const DAY = 86_400;

/** For one account from one address. */
const FROM_ONE_PLACE: Rule = { name: 'sign-in', points: 10, seconds: QUARTER_HOUR };
/** From one address, whatever the accounts. */
const FROM_ONE_ADDRESS: Rule = { name: 'sign-in-address', points: 30, seconds: QUARTER_HOUR };
/** For one account, from everywhere. Afterwards each attempt waits for its moment. */
const FOR_ONE_ACCOUNT: Rule = { name: 'sign-in-account', points: 100, seconds: DAY };
const MOMENT: Rule = { name: 'sign-in-moment', points: 1, seconds: 1 };
const LONGEST_WAIT_SECONDS = 300;
/** Where an account signed in well before: what strangers do elsewhere is no matter there. Timers hold 24 days. */
const KNOWN_PLACE: Rule = { name: 'sign-in-known', points: 1, seconds: 14 * DAY };

/**
 * Each attempt is counted before it is judged and taken back when it was good: many at the same time get no further
 * than many in a row. There is no lock-out, which strangers could bring about: after many failures from everywhere,
 * places where the account never signed in have to wait, longer each time.
 */
export function createAttempts(parts: TallyParts): Attempts {
  const tally = (rule: Rule) => new Tally(rule, parts);
  const places = tally(FROM_ONE_PLACE);
  const addresses = tally(FROM_ONE_ADDRESS);
  const accounts = tally(FOR_ONE_ACCOUNT);
  const moments = tally(MOMENT);
  const known = tally(KNOWN_PLACE);

  /** Throws when this place has to wait; an attempt that had to does not make the next wait longer. */
  async function checkAccount(account: string): Promise<void> {
    const standing = await accounts.add(account);
    if (!isOver(standing)) return;
    const moment = await moments.add(account, { seconds: waitAfter(standing) });
    if (!isOver(moment)) return;
    await accounts.takeBack(account);
    throw tooOften(moment);
  }

  return {
    async check(name, address) {
      const { account, network, place } = named(name, address);
      refuseIfOver(await places.add(place));
      refuseIfOver(await addresses.add(network));
      if ((await known.used(place)) === 0) await checkAccount(account);
    },
    // Counted already, when it was checked.
    async failed() {},
    async succeeded(name, address) {
      const { account, network, place } = named(name, address);
      const isKnown = (await known.used(place)) > 0;
      await Promise.all([
        places.forget(place),
        addresses.takeBack(network),
        ...(isKnown ? [] : [accounts.takeBack(account)]),
        known.forget(place).then(() => known.add(place)),
      ]);
    },
  };
}

function waitAfter({ rule, used }: Standing): number {
  return Math.min(2 ** (used - rule.points - 1), LONGEST_WAIT_SECONDS);
}

function refuseIfOver(standing: Standing): void {
  if (isOver(standing)) throw tooOften(standing);
}

function named(name: string, address: string) {
  const account = name.normalize('NFKC').trim().toLowerCase();
  const network = clientNetwork(address);
  return { account, network, place: `${account}\0${network}` };
}
