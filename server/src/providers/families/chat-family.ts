import type { Effort, ModelFamily } from './family.ts';

/** A family that is spoken to in OpenAI's chat protocol. */
export interface ChatFamily extends ModelFamily {
  /** The least that it can reason; `never` and `when-asked`: say nothing unless asked to. */
  readonly reasoning: 'never' | 'when-asked' | Effort;
}

/** What every server of the protocol is taken to know. */
export const plainFamily: ChatFamily = {
  pattern: /^/,
  system: 'system',
  lateSystem: false,
  sampling: 'accepted',
  stop: true,
  reply: 'json_schema',
  cache: null,
  reasoning: 'never',
};
