import { PROTOCOLS } from '@chimera/measure/prompt-protocols';
import { runProtocol } from '@chimera/measure/prompt-run';
import type { Finding } from './measure.ts';

/**
 * How much of a seat's prompt is its last one, byte for byte, in 200 turns of four seats: what vendors keep and
 * need not read again. Of prompts that are long enough for 95 %; `make measure-prompts` shows every protocol.
 */
export function promptShare(): Finding {
  const shares = PROTOCOLS.flatMap((protocol) => runProtocol(protocol).unchanged.long ?? []);
  const worst = 100 * Math.min(...shares);
  return { name: 'unchanged part of a long prompt, worst protocol', unit: '%', chimera: [worst], floor: [] };
}
