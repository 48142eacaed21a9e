import type { Message } from '@chimera/protocol/message';
import type { SentPrompt } from '@chimera/protocol/sent-prompt';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { ConversationStore } from '../conversations/conversation-store.ts';
import type { KeptPrompt, PromptStore } from '../conversations/prompt-store.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import { ChimeraError } from '../errors.ts';
import { refOf } from './conversation-handlers.ts';
import { estimatedTokens } from '../engine/estimated-tokens.ts';
import type { Handlers } from './handlers.ts';

export interface PromptParts {
  readonly conversations: ConversationStore;
  readonly transcripts: TranscriptStore;
  readonly prompts: PromptStore;
}

/** What brains were sent, for their owner to read. */
export function promptHandlers(parts: PromptParts): Pick<Handlers, 'getMessagePrompt' | 'listTurnPrompts'> {
  return {
    async getMessagePrompt(call) {
      const message = await parts.transcripts.message(refOf(call), call.params.messageId);
      const { turnId, attempt } = turnOf(message);
      const kept = await promptsOf(parts, refOf(call), turnId);
      const prompt = kept.find((each) => each.attempt === attempt);
      if (!prompt) throw none('No prompt was kept for this message.');
      return shown(prompt);
    },
    async listTurnPrompts(call) {
      const kept = await promptsOf(parts, refOf(call), call.params.turnId);
      if (kept.length === 0) throw none('No prompt was kept for this turn.');
      return { items: kept.map(shown) };
    },
  };
}

/** The turn that made the version of a message which is shown. */
function turnOf({ author, turnId, attempt, alternatives, chosen }: Message): {
  turnId: string;
  attempt: number;
} {
  if (author.kind === 'system') throw none('Chimera wrote this line itself; no brain was asked.');
  // What a person says as a seat carries their id.
  if (author.kind !== 'seat' || author.userId !== undefined) {
    throw none('A person wrote this message; no brain was asked.');
  }
  const version = alternatives?.[chosen ?? alternatives.length - 1];
  const made = version ?? { turnId, attempt };
  if (made.turnId === undefined) throw none('No prompt was kept for this version of the message.');
  return { turnId: made.turnId, attempt: made.attempt ?? 1 };
}

/** Branches of branches that are followed back; more are a chain that nobody made by hand. */
const BRANCHES_LIMIT = 32;

/** What was said before a branch was made was said in the conversation that it came from. */
async function promptsOf(
  { conversations, prompts }: PromptParts,
  ref: ConversationRef,
  turnId: string,
): Promise<KeptPrompt[]> {
  let { forkedFrom } = await conversations.get(ref);
  let kept = await prompts.ofTurn(ref, turnId);
  for (let branches = 0; kept.length === 0 && forkedFrom && branches < BRANCHES_LIMIT; branches += 1) {
    const from = { ownerId: ref.ownerId, id: forkedFrom.conversationId };
    kept = await prompts.ofTurn(from, turnId);
    forkedFrom = await originOf(conversations, from);
  }
  return kept;
}

async function originOf(conversations: ConversationStore, ref: ConversationRef) {
  try {
    return (await conversations.get(ref)).forkedFrom;
  } catch (error) {
    // It was deleted, with all that it was sent.
    if (error instanceof ChimeraError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function shown({ tries, ...facts }: KeptPrompt): SentPrompt {
  return {
    ...facts,
    tries: tries.map(({ parts: kept, ...rest }) => {
      const parts = kept.map((part) => ({ ...part, tokens: estimatedTokens(part.text) }));
      return { ...rest, parts, tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0) };
    }),
  };
}

function none(detail: string): ChimeraError {
  return new ChimeraError('not-found', detail);
}
