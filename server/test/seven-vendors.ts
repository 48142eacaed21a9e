import type { ModelBrain, ProviderKind } from '@chimera/protocol/provider';
import type { TestApp } from './start-test-app.ts';
import {
  type Counts,
  type Deed,
  type MockedVendor,
  mockedVendor,
  newLines,
  type StageVendor,
  wireVendor,
  type WireVendor,
} from './stage-vendors.ts';

/** In the order of the round. */
export const kinds = [
  'openai',
  'anthropic',
  'deepseek',
  'gemini',
  'openrouter',
  'lmstudio',
  'ollama',
] as const;
export type Kind = (typeof kinds)[number];

export const ownModels: Readonly<Record<Kind, string>> = {
  openai: 'gpt-4o-mini',
  anthropic: 'claude-opus-4-7',
  deepseek: 'deepseek-v4-flash',
  gemini: 'gemini-2.5-flash',
  openrouter: 'anthropic/claude-sonnet-4.5',
  lmstudio: 'qwen3-8b',
  ollama: 'llama3.2',
};

/** Whoever stands by for a seat, in order. */
export const standIns: Readonly<Record<Kind, readonly (readonly [Kind, string])[]>> = {
  openai: [['openrouter', 'openai/gpt-4o-mini']],
  anthropic: [
    ['deepseek', ownModels.deepseek],
    ['openai', 'gpt-5.2'],
  ],
  deepseek: [['gemini', 'gemini-2.5-pro']],
  gemini: [['lmstudio', 'qwen3-4b']],
  openrouter: [['openrouter', 'openai/gpt-4o-mini']],
  lmstudio: [['ollama', ownModels.ollama]],
  ollama: [['lmstudio', ownModels.lmstudio]],
};

/** Where each of them is asked for words. */
export const paths: Readonly<Record<Kind, RegExp>> = {
  openai: /^\/v1\/chat\/completions$/,
  anthropic: /^\/v1\/messages$/,
  deepseek: /^\/v1\/chat\/completions$/,
  gemini: /^\/v1beta\/models\/gemini-2\.5-(flash|pro):streamGenerateContent(\?.*)?$/,
  openrouter: /^\/api\/v1\/chat\/completions$/,
  lmstudio: /^\/v1\/chat\/completions$/,
  ollama: /^\/api\/chat$/,
};

export const OLD_KEY = 'sk-old-9c1f0a7d52e84b63';
export const NEW_KEY = 'sk-new-3b7e6d18fa024c95';
export const keys = {
  openai: 'sk-live-71d0c5e2ab943f86',
  anthropic: 'sk-ant-0e85d36f9a7c214b',
  gemini: 'AIza-5a2c90e7d1b84f36',
  openrouter: 'sk-or-v1-c7f3b1948e06a25d',
} as const;

const counts: Counts = {
  inputTokens: 10_000,
  outputTokens: 1_000,
  cachedInputTokens: 4_000,
  cacheWriteTokens: 1_000,
};
export const BILLED = 0.0123;

/** US dollars of one whole answer; of a vendor with cheap hours, each price that it has. */
export const costs: Readonly<Record<string, readonly number[]>> = {
  'gpt-4o-mini': [0.0021],
  'gpt-5.2': [0.0315],
  'claude-opus-4-7': [0.05825],
  'deepseek-v4-flash': [0.002008, 0.004016],
  'gemini-2.5-flash': [0.00442],
  'gemini-2.5-pro': [0.018],
  'anthropic/claude-sonnet-4.5': [BILLED],
  'qwen3-8b': [0],
  'qwen3-4b': [0],
  'llama3.2': [0],
};

export interface SevenVendors {
  readonly of: (kind: Kind) => StageVendor;
  /** How often a vendor was asked for one of its models. */
  readonly hits: (kind: Kind, model?: string) => number;
  /** The connection's new key is there: Gemini, which speaks next, answers. */
  readonly keyIsNew: () => void;
  /** While OpenRouter's seat waits, all others have spoken, and LM Studio is asked once more. */
  readonly othersSpoke: Promise<void>;
  /** The time for which OpenRouter asked is over: LM Studio answers. */
  readonly waitIsOver: () => void;
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<unknown>;
}

/**
 * Seven vendors for one talk. Anthropic is down after its second answer. DeepSeek refuses its old key after four
 * answers. Gemini loses an answer, breaks off in sentences, and then fails before one. OpenRouter asks once for
 * patience, whichever of its models is asked. The others are well.
 */
export async function sevenVendors(): Promise<SevenVendors> {
  const line = newLines();
  const changed = Promise.withResolvers<void>();
  const spoken = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const late = () => {
    spoken.resolve();
    return over.promise;
  };
  const mocked = (name: Kind, more: Partial<MockedVendor> = {}) =>
    mockedVendor({ name, line, counts, ...more });
  const [openai, anthropic, deepseek, gemini, openrouter, lmstudio, ollama] = await Promise.all([
    mocked('openai', { key: keys.openai }),
    wireVendor({ kind: 'anthropic', name: 'anthropic', line, counts, deedOf: dying() }),
    wireVendor({ kind: 'deepseek', name: 'deepseek', line, counts, deedOf: withKeys() }),
    wireVendor({ kind: 'gemini', name: 'gemini', line, counts, deedOf: breaking(changed.promise) }),
    mocked('openrouter', { key: keys.openrouter, billed: BILLED, patienceOf: askingForPatience }),
    mocked('lmstudio', { patienceOf: answeringLate(late) }),
    mocked('ollama'),
  ]);
  const vendors = { openai, anthropic, deepseek, gemini, openrouter, lmstudio, ollama };
  return {
    of: (kind) => vendors[kind],
    hits: (kind, wanted = ownModels[kind]) =>
      vendors[kind].asked().filter(({ model }) => model === wanted).length,
    keyIsNew: () => changed.resolve(),
    othersSpoke: spoken.promise,
    waitIsOver: () => over.resolve(),
    environment: {
      OPENAI_BASE_URL: `${openai.url}/v1`,
      OPENAI_API_KEY: keys.openai,
      ANTHROPIC_BASE_URL: anthropic.url,
      ANTHROPIC_API_KEY: keys.anthropic,
      GEMINI_BASE_URL: gemini.url,
      GEMINI_API_KEY: keys.gemini,
      LMSTUDIO_BASE_URL: lmstudio.url,
      OLLAMA_BASE_URL: ollama.url,
      CHIMERA_ALLOWED_HOSTS: [deepseek, openrouter].map(({ url }) => new URL(url).host).join(','),
    },
    async close() {
      changed.resolve();
      over.resolve();
      await Promise.all(Object.values(vendors).map((vendor) => vendor.close()));
    },
  };
}

/** A key that is not the vendor's own is refused, whatever else it does. */
function dying(): WireVendor['deedOf'] {
  return ({ key }, nth) => (key !== keys.anthropic ? '401' : nth <= 2 ? 'speak' : '500');
}

function withKeys(): WireVendor['deedOf'] {
  let answers = 0;
  return ({ key }) => {
    if (key !== NEW_KEY && (key !== OLD_KEY || answers >= 4)) return '401';
    answers += 1;
    return 'speak';
  };
}

function breaking(keyIsNew: Promise<void>): WireVendor['deedOf'] {
  return async ({ key, model }, nth) => {
    if (key !== keys.gemini) return '401';
    if (model !== ownModels.gemini) return 'speak';
    // Its fourth turn comes right after the one in which the old key was refused.
    if (nth === 7) await keyIsNew;
    return geminiDeeds[nth - 1] ?? 'speak';
  };
}

const geminiDeeds: readonly Deed[] = [
  ...(['speak', 'lost', 'speak'] as const),
  ...(['cut', 'cut', 'speak'] as const),
  'speak',
  ...(['cut', '500', '500', '500'] as const),
];

/** Longer than is waited for within a call when somebody stands by; whoever stands by here asks for more. */
export const PATIENCE_S = 4;

function askingForPatience(model: string, nth: number): number | null {
  if (model !== ownModels.openrouter) return 60;
  return nth === 5 ? PATIENCE_S : null;
}

/** Its sixth turn comes when all others have taken one while OpenRouter's seat waits. */
function answeringLate(late: () => Promise<void>): NonNullable<MockedVendor['patienceOf']> {
  return async (model, nth) => {
    if (model === ownModels.lmstudio && nth === 6) await late();
    return null;
  };
}

/** The two connections that a person adds; the others come with the environment. */
export async function connections(
  { rest }: TestApp,
  vendors: SevenVendors,
): Promise<Readonly<Record<Kind, string>>> {
  const add = (kind: 'deepseek' | 'openrouter', path: string, apiKey: string) =>
    rest.call('createConnection', {
      body: { kind, label: `My ${kind}`, baseUrl: `${vendors.of(kind).url}${path}`, apiKey },
    });
  const deepseek = await add('deepseek', '/v1', OLD_KEY);
  const openrouter = await add('openrouter', '/api/v1', keys.openrouter);
  return {
    openai: 'openai',
    anthropic: 'anthropic',
    deepseek: deepseek.id,
    gemini: 'gemini',
    openrouter: openrouter.id,
    lmstudio: 'lmstudio',
    ollama: 'ollama',
  };
}

export function brainOf(
  ids: Readonly<Record<Kind, string>>,
  [kind, model]: readonly [Kind, string],
): ModelBrain {
  return { connectionId: ids[kind], model };
}

export function isKind(kind: ProviderKind | undefined): kind is Kind {
  return kinds.some((each) => each === kind);
}
