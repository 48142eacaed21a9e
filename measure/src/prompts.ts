import process from 'node:process';
import { ledgerFigures } from './ledger-figures.ts';
import { PROTOCOLS } from './prompt-protocols.ts';
import { type Folding, runProtocol } from './prompt-run.ts';
import { LONG_TOKENS, runShared } from './prompt-shared-run.ts';

/**
 * Plays 200 scripted turns of four seats with joins, leaves, whispers, edits, cuts, passes and compactions,
 * makes every request in each vendor's protocol, and checks that each prompt of a seat begins as its last
 * one did, and that no request holds what a vendor refuses. Then has all seats speak by one local model, and
 * holds each request against the one before it, whoever's. Then prints what the records of older talk keep.
 * Exits with 1 when a check fails.
 */
function main(): void {
  const isGood = FOLDINGS.map(([title, folding]) => protocolsAreGood(title, folding));
  process.exitCode = [...isGood, sharedIsGood(), ledgerIsGood()].every(Boolean) ? 0 : 1;
}

const FOLDINGS: readonly (readonly [string, Folding])[] = [
  ['with all the room that the model has', {}],
  ['with room for 1,500 tokens of talk; records extracted', { historyTokens: 1500 }],
  ['with room for 1,500 tokens of talk; noted down in good time', { historyTokens: 1500, isNoted: true }],
];

function protocolsAreGood(title: string, folding: Folding): boolean {
  process.stdout.write(`${title}\n`);
  const runs = PROTOCOLS.map((protocol) => {
    const run = runProtocol(protocol, folding);
    const { turns, breaks, unchanged, faults, longest, markedAgain, shortTails } = run;
    process.stdout.write(
      `  ${protocol.name.padEnd(22)}${turns} turns, new beginnings: ${counted(breaks)}; ` +
        `unchanged ${percent(unchanged.all)}, ${unchanged.long === null ? 'never long enough' : `${percent(unchanged.long)} where long enough`}; ` +
        `longest about ${longest} tokens; ${markedAgain === null ? '' : `kept ends marked again ${percent(markedAgain)}; `}notes of 60 tokens or less ${percent(shortTails)}: ${faults.length === 0 ? 'ok' : `${faults.length} FAULTS`}\n`,
    );
    for (const fault of faults.slice(0, 5)) process.stdout.write(`    ${fault}\n`);
    return faults.length === 0;
  });
  return runs.every(Boolean);
}

/** Whoever has room for more than this has as long prompts in 200 turns. */
const CONTEXTS = [4096, 16_384];

function sharedIsGood(): boolean {
  process.stdout.write('all seats on one local model that has room for one prompt\n');
  const local = PROTOCOLS.filter(({ kind }) => kind === 'ollama' || kind === 'lmstudio');
  const runs = local.flatMap((protocol) =>
    CONTEXTS.flatMap((contextTokens) =>
      [false, true].map((isShared) => {
        const { unchanged, unread, breaks, faults } = runShared(protocol, { isShared, contextTokens });
        const long = unchanged.long === null ? 'never' : percent(unchanged.long);
        process.stdout.write(
          `  ${`${protocol.name}, ${contextTokens}`.padEnd(24)}${isShared ? 'one script ' : 'each its own'.padEnd(11)} unchanged ${percent(unchanged.all)}, ` +
            `from ${LONG_TOKENS} tokens on ${long}; ${Math.round(unread)} tokens to read for a line; ` +
            `new beginnings: ${isShared ? counted(breaks) : 'each time'}: ${faults.length === 0 ? 'ok' : `${faults.length} FAULTS`}\n`,
        );
        for (const fault of faults.slice(0, 5)) process.stdout.write(`    ${fault}\n`);
        return faults.length === 0;
      }),
    ),
  );
  return runs.every(Boolean);
}

function counted(reasons: readonly string[]): string {
  const groups = [...Map.groupBy(reasons, (reason) => reason)];
  return groups.map(([reason, { length }]) => `${length} ${reason}`).join(', ') || 'none';
}

function ledgerIsGood(): boolean {
  const { development, heldOut, writtenAfter, crowded, questions, misattributed, longestTokens } =
    ledgerFigures();
  const isGood = development.kept >= 0.9 && questions >= 0.8 && misattributed === 0 && longestTokens <= 250;
  const wordings = [
    ['that rules were made with', development],
    ['held out, written before the rules', heldOut],
    ['held out, written after the rules', writtenAfter],
  ] as const;
  process.stdout.write('records extracted without a model, 50 talks of 40 lines for each set of wordings\n');
  for (const [title, { known, mistaken, kept }] of wordings) {
    process.stdout.write(
      `  wordings ${title}: known for promises ${percent(known)}, other lines taken for promises ${percent(mistaken)}, promises kept in the note ${percent(kept)}\n`,
    );
  }
  process.stdout.write(
    `  eight promises in a talk: promises kept ${percent(crowded.promises)}, open questions ${percent(crowded.questions)}\n` +
      `  open questions ${percent(questions)} (must 80), given to the wrong person ${misattributed} (must 0), ` +
      `longest note ${longestTokens} tokens (must 250), promises kept in wordings that rules were made with ${percent(development.kept)} (must 90): ${isGood ? 'ok' : 'FAIL'}\n`,
  );
  return isGood;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

main();
