import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { entriesOf } from './model-list.ts';
import { ProviderError } from './provider.ts';
import type { AskJson, ListedModel, ListModels } from './wire-protocol.ts';

const idSchema = z.string().min(1).max(200);
const tokensSchema = z.number().int().positive().optional().catch(undefined);
/** Only what is asked for is kept of what a server tells: it may tell a lot. */
const capabilitiesSchema = z
  .array(z.string())
  .transform((told) => ({
    talks: told.includes('completion'),
    sees: told.includes('vision'),
    thinks: told.includes('thinking'),
  }))
  .optional()
  .catch(undefined);

/** Ollama without any model says null. */
const listSchema = z
  .object({ models: z.array(z.unknown()).nullable() })
  .transform(({ models }) => models ?? []);

const tagSchema = z.object({
  name: idSchema,
  digest: z.string().max(200).optional().catch(undefined),
  /** Told here by newer servers only. */
  capabilities: capabilitiesSchema,
  details: z.object({ context_length: tokensSchema }).optional().catch(undefined),
});

const runningSchema = z.object({ name: idSchema, context_length: tokensSchema });

const shownSchema = z
  .object({
    capabilities: capabilitiesSchema,
    parameters: z.string().optional().catch(undefined),
    model_info: z.record(z.string(), z.unknown()).optional().catch(undefined),
    thinking: z
      .object({ values: z.array(z.unknown()) })
      .optional()
      .catch(undefined),
  })
  .transform(({ capabilities, parameters, model_info, thinking }) => ({
    capabilities,
    contextTokens: contextSetIn(parameters) ?? contextOf(model_info),
    takesLevels: thinking?.values.includes('low') ?? false,
  }));

type Tag = z.infer<typeof tagSchema>;
type Capabilities = z.infer<typeof capabilitiesSchema>;
type Shown = z.infer<typeof shownSchema>;
type Running = ReadonlyMap<string, z.infer<typeof runningSchema>>;

const NOTHING_TOLD: Shown = { capabilities: undefined, contextTokens: undefined, takesLevels: false };

/** A list of models does not wait longer for what is only told of them one by one. */
const DETAILS_WAIT_MS = 300;
const SHOWN_AT_ONCE = 4;
/** More than most have; the others are asked about the next time. */
const SHOWN_LIMIT = 40;

/**
 * Ollama tells of its models in three places: which there are, which are in memory and with how much context,
 * and, one by one, what each can do. The last is remembered as long as a model stays the same.
 */
export function ollamaModels(): ListModels {
  const shown = new Map<string, Shown>();
  return async (ask) => {
    let running: Running = new Map();
    const looking = runningModels(ask).then((found) => {
      running = found;
    });
    const list = listSchema.safeParse(await ask('/api/tags'));
    if (!list.success) return null;
    const tags = entriesOf(list.data, tagSchema);
    forgetOthers(shown, tags);
    const unknown = tags.filter((tag) => !shown.has(keyOf(tag))).slice(0, SHOWN_LIMIT);
    const details = Promise.all([looking, showAll(ask, unknown, shown)]);
    await Promise.race([details, sleep(DETAILS_WAIT_MS, undefined, { ref: false })]);
    return tags.flatMap((tag) => modelOf(tag, shown.get(keyOf(tag)), running) ?? []);
  };
}

/** The same name may stand for another model tomorrow. */
function keyOf({ name, digest }: Tag): string {
  return `${name} ${digest}`;
}

/** What was told of models that are gone. */
function forgetOthers(shown: Map<string, Shown>, tags: readonly Tag[]): void {
  const present = new Set(tags.map(keyOf));
  for (const key of shown.keys()) if (!present.has(key)) shown.delete(key);
}

/** Older servers and those that only look like Ollama do without this; so does the list. */
async function runningModels(ask: AskJson): Promise<Running> {
  const answer = await ask('/api/ps').catch(() => null);
  const entries = entriesOf(listSchema.safeParse(answer).data ?? [], runningSchema);
  return new Map(entries.map((entry) => [entry.name, entry]));
}

async function showAll(ask: AskJson, tags: readonly Tag[], shown: Map<string, Shown>): Promise<void> {
  const waiting = tags.values();
  const showNext = async () => {
    for (const tag of waiting) {
      try {
        const answer = await ask('/api/show', { model: tag.name });
        shown.set(keyOf(tag), shownSchema.safeParse(answer).data ?? NOTHING_TOLD);
      } catch (error) {
        // Who refuses is not asked for it again; who only was too slow is.
        if (error instanceof ProviderError && !error.retryable) shown.set(keyOf(tag), NOTHING_TOLD);
      }
    }
  };
  await Promise.all(Array.from({ length: SHOWN_AT_ONCE }, showNext));
}

/** Null for what cannot talk. */
function modelOf(tag: Tag, shown: Shown | undefined, running: Running): ListedModel | null {
  const capabilities = shown?.capabilities ?? tag.capabilities;
  if (capabilities?.talks === false) return null;
  const loaded = running.get(tag.name);
  const contextTokens = loaded?.context_length ?? shown?.contextTokens ?? tag.details?.context_length;
  const thinking = thinkingOf(shown, capabilities);
  return {
    id: tag.name,
    loaded: loaded !== undefined,
    ...(contextTokens !== undefined && { contextTokens }),
    ...(capabilities && { vision: capabilities.sees }),
    ...(thinking !== undefined && { thinking }),
  };
}

/** What the one who made the model wrote into it: `num_ctx 8192`, one of several lines. */
function contextSetIn(parameters = ''): number | undefined {
  const tokens = Number(/^num_ctx[ \t]+(\d+)/m.exec(parameters)?.[1]);
  return tokens > 0 ? tokens : undefined;
}

/** What it was trained for; the name of its architecture is part of the field's. */
function contextOf(info: Readonly<Record<string, unknown>> = {}): number | undefined {
  return tokensSchema.parse(info[`${String(info['general.architecture'])}.context_length`]);
}

function thinkingOf(shown: Shown | undefined, capabilities: Capabilities): ListedModel['thinking'] {
  return shown?.takesLevels ? 'levels' : capabilities?.thinks;
}
