import type { Ask, Part } from '../providers/provider.ts';
import { AskedBrains, type Used } from './asked-brains.ts';
import type { AskBrain } from './speak.ts';

/** The same brains; `onUsed` hears what each call used, however it ends. It is not called where nothing was used. */
export function countedAsk(ask: AskBrain, onUsed: (used: readonly Used[], request: Ask) => void): AskBrain {
  return (brain, fallbacks, request, signal) => {
    const asked = new AskedBrains(request);
    const done = () => {
      if (asked.used.length > 0) onUsed(asked.used, request);
    };
    return heardBy(asked, ask(brain, fallbacks, asked.ask, signal), done);
  };
}

async function* heardBy(asked: AskedBrains, parts: AsyncIterable<Part>, done: () => void) {
  try {
    for await (const part of parts) {
      asked.hear(part);
      yield part;
    }
  } finally {
    done();
  }
}
