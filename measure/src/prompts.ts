import process from 'node:process';
import { PROTOCOLS, runProtocol } from './prompt-run.ts';

/**
 * Plays 200 scripted turns of four seats with joins, leaves, whispers, edits, cuts, passes and compactions,
 * makes every request in each vendor's protocol, and checks that each prompt of a seat begins as its last
 * one did, and that no request holds what a vendor refuses. Exits with 1 when one does.
 */
function main(): void {
  let isGood = true;
  for (const protocol of PROTOCOLS) {
    const { turns, breaks, unchanged, faults, longest } = runProtocol(protocol);
    isGood &&= faults.length === 0;
    process.stdout.write(
      `${protocol.name.padEnd(18)}${turns} turns, ${breaks.length} new beginnings (${[...new Set(breaks)].join(', ')}), ` +
        `unchanged ${(100 * unchanged.all).toFixed(1)} %, ${unchanged.long === null ? 'never long enough' : `${(100 * unchanged.long).toFixed(1)} % where long enough`}, ` +
        `longest about ${longest} tokens: ${faults.length === 0 ? 'ok' : `${faults.length} FAULTS`}\n`,
    );
    for (const fault of faults.slice(0, 5)) process.stdout.write(`  ${fault}\n`);
  }
  process.exitCode = isGood ? 0 : 1;
}

main();
