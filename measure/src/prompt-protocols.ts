import type { ProviderKind } from '@chimera/protocol/provider';
import { anthropicRequest } from '@chimera/server/providers/anthropic-request';
import { chatRequest } from '@chimera/server/providers/chat-request';
import { geminiRequest } from '@chimera/server/providers/gemini-request';
import { ollamaRequest } from '@chimera/server/providers/ollama-request';
import type { BrainRequest, Prompt } from '@chimera/server/providers/provider';
import {
  deepSeekQuirks,
  lmStudioQuirks,
  openAiQuirks,
  openRouterQuirks,
} from '@chimera/server/providers/quirks';
import type { Spoken } from './prompt-faults.ts';

/** A vendor's protocol, with a model that speaks it. */
export interface Protocol {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly model: string;
  /** Fields that the vendor refuses for this model. */
  readonly refuses?: readonly string[];
  /** How the vendor wants the ends marked that it is to keep. */
  readonly marks?: 'cache_control' | 'prompt_cache_breakpoint';
  /** The texts of a request, in the order in which the model reads them. */
  readonly read: (request: BrainRequest) => Spoken;
}

export const PROTOCOLS: readonly Protocol[] = [
  { name: 'OpenAI chat', kind: 'openai', model: 'gpt-4.1', read: (request) => chat(request, openAiQuirks) },
  {
    name: 'OpenAI reasoning',
    kind: 'openai',
    model: 'gpt-5',
    refuses: ['stop', 'temperature', 'top_p', 'presence_penalty', 'frequency_penalty'],
    read: (request) => chat(request, openAiQuirks),
  },
  {
    name: 'OpenAI, kept by marks',
    kind: 'openai',
    model: 'gpt-5.6-sol',
    refuses: ['stop', 'presence_penalty', 'frequency_penalty'],
    marks: 'prompt_cache_breakpoint',
    read: (request) => chat(request, openAiQuirks),
  },
  {
    name: 'DeepSeek',
    kind: 'deepseek',
    model: 'deepseek-chat',
    read: (request) => chat(request, deepSeekQuirks),
  },
  {
    name: 'OpenRouter',
    kind: 'openrouter',
    model: 'x/y-70b',
    read: (request) => chat(request, openRouterQuirks),
  },
  {
    name: 'OpenRouter, Claude',
    kind: 'openrouter',
    model: 'anthropic/claude-opus-5.5',
    marks: 'cache_control',
    read: (request) => chat(request, openRouterQuirks),
  },
  {
    name: 'LM Studio',
    kind: 'lmstudio',
    model: 'llama-3.1-8b',
    read: (request) => chat(request, lmStudioQuirks),
  },
  { name: 'Ollama', kind: 'ollama', model: 'llama3.2:1b', read: ollama },
  {
    name: 'Ollama, Gemma',
    kind: 'ollama',
    model: 'gemma3:4b',
    read: ollama,
  },
  {
    name: 'Anthropic',
    kind: 'anthropic',
    model: 'claude-sonnet-4-5',
    marks: 'cache_control',
    read: claude,
  },
  {
    name: 'Anthropic, newer',
    kind: 'anthropic',
    model: 'claude-opus-5-5',
    refuses: ['temperature', 'top_p', 'top_k'],
    marks: 'cache_control',
    read: claude,
  },
  { name: 'Gemini', kind: 'gemini', model: 'gemini-2.5-flash', read: gemini },
];

function chat(request: BrainRequest, quirks: typeof openAiQuirks): Spoken {
  const body = chatRequest(request, quirks);
  const messages = body.messages.map(({ role, ...rest }) => {
    const content: unknown = 'content' in rest ? rest.content : '';
    return { role, parts: typeof content === 'string' ? [content] : textsIn(content) };
  });
  return spokenOf(request.prompt, messages, body);
}

function ollama(request: BrainRequest): Spoken {
  const body = ollamaRequest(request, undefined);
  const messages = body.messages.map(({ role, content }) => ({ role, parts: [content] }));
  return spokenOf(request.prompt, messages, body);
}

function claude(request: BrainRequest): Spoken {
  const body = anthropicRequest(request);
  const system = typeof body.system === 'string' ? [body.system] : textsIn(body.system);
  const messages = body.messages.map(({ role, content }) => ({
    role,
    parts: typeof content === 'string' ? [content] : textsIn(content),
  }));
  return spokenOf(request.prompt, [{ role: 'system', parts: system }, ...messages], body);
}

function gemini(request: BrainRequest): Spoken {
  const body = geminiRequest(request);
  const system = textsIn(body.systemInstruction?.parts ?? []);
  const messages = body.contents.map(({ role, parts }) => ({
    role: role === 'model' ? 'assistant' : 'user',
    parts: textsIn(parts),
  }));
  return spokenOf(request.prompt, [{ role: 'system', parts: system }, ...messages], body);
}

function textsIn(parts: unknown): string[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: unknown) =>
    typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string'
      ? [part.text]
      : [],
  );
}

function spokenOf(
  prompt: Prompt,
  messages: readonly { readonly role: string; readonly parts: readonly string[] }[],
  body: object,
): Spoken {
  const texts = messages.flatMap(({ role, parts }) => parts.map((text) => `${role}: ${text}\n`));
  const last = texts.at(-1) ?? '';
  const withoutTail = last.replace(prompt.tail, '').trimEnd();
  return {
    messages,
    texts: [...texts.slice(0, -1), ...(/^user:$/u.test(withoutTail) ? [] : [withoutTail])],
    tail: prompt.tail,
    tokens: Math.ceil(texts.join('').length / 4),
    marked: markedTexts(body),
    body,
  };
}

/** The texts that carry a mark, in the order in which they are read. */
function markedTexts(body: object): string[] {
  const marked: string[] = [];
  JSON.stringify(body, (_, value: unknown) => {
    const isMarked =
      typeof value === 'object' &&
      value !== null &&
      ('cache_control' in value || 'prompt_cache_breakpoint' in value);
    if (isMarked && 'text' in value && typeof value.text === 'string') marked.push(value.text);
    return value;
  });
  return marked;
}
