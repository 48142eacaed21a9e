import { plainWords } from './ledger-plain-words.ts';
import { isGiftOrOutcome } from './ledger-outcome.ts';
import { isPledge } from './ledger-pledge.ts';
import { isUndertaking } from './ledger-undertaking.ts';

/**
 * Whether somebody binds themselves with these words: a commissive, as Searle calls what commits its speaker to
 * something that is to come. English has few forms for it, and they are told by grammar rather than by phrases:
 * a first person and a deed that is still to be done, a thing that another person is to have, or a pledge in so
 * many words. What is only foreseen, felt, asked or told of others binds nobody.
 */
export function isPromise(text: string): boolean {
  return plainWords(text).some((plain) => isUndertaking(plain) || isGiftOrOutcome(plain) || isPledge(plain));
}
