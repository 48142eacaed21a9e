import { expect, test } from 'vitest';
import { ollamaRequest } from '../providers/ollama-request.ts';
import { partsOf } from './kept-prompt.ts';
import { ladderOf, type Voice } from './retry-ladder.ts';
import { aSeat, ScriptedStage } from './scripted-stage.ts';
import { voiceOf } from './voice.ts';

const model = 'llama3.1:8b';
const local = { kind: 'ollama', connectionId: 'ollama', model } as const;

function talk() {
  const script = new ScriptedStage(['Ada', 'Bo', 'Cy'].map((name) => aSeat(name.toLowerCase(), name)));
  script.says('bo', 'We sail at noon.');
  script.says('ada', 'Not in this fog.');
  script.says('cy', 'Then when?');
  return script;
}

function voice(seatId = 'ada', { stage } = talk()): Voice {
  const turn = { turnId: 't', attempt: 1, seatId, reason: { code: 'r', text: '' }, startedAt: '' };
  return voiceOf(stage, turn, () => 0.5);
}

function requestOf({ ask: { promptFor, ...ask } }: Voice) {
  return ollamaRequest({ ...ask, model, sampling: {}, prompt: promptFor(local) }, undefined);
}

test('a local model that several seats have reads a script, a vendor reads who said what to whom', () => {
  const { ask } = voice();
  expect(ask.promptFor(local).turns.map(({ role }) => role)).toEqual(['user']);
  expect(ask.promptFor(local)).toBe(ask.promptFor(local));
  expect(ask.promptFor({ kind: 'openai', model: 'gpt-4.1' }).turns.map(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'user',
  ]);
});

test('the request to a local model ends with the name of who speaks, and stops at the others’', () => {
  const { messages, options } = requestOf(voice());
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(JSON.stringify(messages[1])).toMatch(
    /Ada: Not in this fog\.\\n\\nCy: Then when\?\\n\\n\[You are Ada\. .*\\n\\nAda:"}$/,
  );
  expect(options.stop).toEqual(['\nCy:', '\nBo:', '\n[']);
});

test('a structured reply is asked for instead of the next line', () => {
  const [, inForm] = ladderOf({ isSpent: false });
  const asked = inForm?.(voice(), { code: 'role-flip', text: 'It spoke as Bo.' }) ?? voice();
  const { messages, format } = requestOf(asked);
  expect(format).toMatchObject({ type: 'object' });
  expect(JSON.stringify(messages[1])).toMatch(/\]\\n\\n\[Answer as one JSON object, .*\]"}$/);
});

test('the prompt is shown as it was sent', () => {
  const prompt = voice().ask.promptFor(local);
  expect(partsOf(prompt).map(({ kind, text }) => [kind, text])).toEqual([
    ['system', prompt.system],
    ['note', '[The scene opens. Present: Ada, Bo, Cy.]'],
    ['line', 'Bo: We sail at noon.'],
    ['line', 'Ada: Not in this fog.'],
    ['line', 'Cy: Then when?'],
    ['tail', prompt.tail],
  ]);
});

test.each([
  ['Ada: When it lifts.', 'When it lifts.', 'said'],
  [' When it lifts.\n\nBo: So at dusk.\n\nCy: Fine.', 'When it lifts.', 'said'],
  ['When it lifts.\nAda: And not before.', 'When it lifts.\nAnd not before.', 'said'],
  ['Ada: Ada: When it lifts. Bo: So at dusk.', 'When it lifts.', 'said'],
  ['{"speaker": "Ada", "text": "Ada: When it lifts."}', 'When it lifts.', 'said'],
  ['Bo: So at dusk.', '', 'retry'],
  ['The talk stands below as a script: a name, a colon, what was said.', '', 'retry'],
])('of the answer %j to a name and a colon %j is let through', (answer, expected, outcome) => {
  for (const size of [1, 3, 1000]) {
    const gate = voice().openGate();
    let shown = '';
    for (let at = 0; at < answer.length; at += size) shown += gate.push(answer.slice(at, at + size));
    const end = gate.end('stop');
    expect([shown + end.text, end.outcome.kind]).toEqual([expected, outcome]);
  }
});

test('a line that is said again is said to the same script', () => {
  const script = talk();
  const { messageId } = script.stage.transcript[1] ?? {};
  const turn = { turnId: 't', attempt: 1, seatId: 'ada', reason: { code: 'r', text: '' }, startedAt: '' };
  const again = voiceOf(
    script.stage,
    { ...turn, ...(messageId !== undefined && { replaces: messageId }) },
    () => 0.5,
  );
  expect(again.ask.promptFor(local).turns[0]?.parts.slice(1)).toEqual(['Bo: We sail at noon.']);
});
