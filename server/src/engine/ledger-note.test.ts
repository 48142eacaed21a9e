import { describe, expect, test } from 'vitest';
import type { LedgerRecord } from '../conversations/ledger-page.ts';
import { ledgerOf } from './ledger.ts';
import { ledgerNote } from './ledger-note.ts';
import { composePrompt } from './prompt.ts';
import { aSeat, ScriptedStage } from './scripted-stage.ts';
import { voiceOf } from './voice.ts';

const seats = [aSeat('ada', 'Ada'), aSeat('bo', 'Bo'), aSeat('cy', 'Cy')];
const direction = { targetWords: 20, capWords: 40, direction: null, mayPass: false };
const textOf = ({ stage }: ScriptedStage, seatId: string) =>
  composePrompt(stage, seatId, direction)
    .turns.flatMap(({ parts }) => parts)
    .join('\n');

function record(messageId: string, changes: Partial<LedgerRecord> = {}): LedgerRecord {
  return { kind: 'promise', messageId, seatId: 'bo', who: 'Bo', quote: 'I will pay', ...changes };
}

/** Four lines, of which the first two are folded. */
function folded() {
  const script = new ScriptedStage(seats);
  const first = script.says('bo', 'I will pay, Cy, by noon.');
  const second = script.says('cy', 'Good.');
  const { head } = script.stage.conversation;
  script.says('ada', 'The rope is mine.');
  script.says('bo', 'It never was.');
  script.folds({ untilSeq: head, records: [record(first)] });
  return { script, first, second };
}

describe('a talk whose beginning was noted down', () => {
  test('is told in short, then line by line', () => {
    expect(textOf(folded().script, 'cy')).toBe(
      [
        '[The scene opens. Present: Ada, Bo, Cy.]',
        '[Earlier, in short. Promised – Bo: “I will pay”.]',
        'Ada: The rope is mine.',
        'Bo: It never was.',
      ].join('\n'),
    );
    expect(textOf(folded().script, 'bo')).toContain('Promised – you: “I will pay”.');
  });

  test('an edit takes away what a line no longer says', () => {
    const { script, first } = folded();
    script.edits(first, 'I pay nobody.');
    expect(textOf(script, 'cy')).not.toContain('I will pay');
  });

  test('a seat knows only what it heard, a whisper too', () => {
    const script = new ScriptedStage(seats);
    script.presence('ada', 'away');
    const line = script.says('bo', 'I will pay, Cy, by noon.');
    script.human('Zoe', 'I promise you the lamp by Friday, Cy.', { to: ['cy'] });
    script.presence('ada', 'stage');
    script.folds({ untilSeq: script.stage.conversation.head, records: [record(line)] });
    expect(textOf(script, 'ada')).not.toContain('I will pay');
    expect(textOf(script, 'bo')).toContain('I will pay');
    expect(['ada', 'bo', 'cy'].map((id) => textOf(script, id).includes('the lamp'))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('who came and went stays known', () => {
    const script = new ScriptedStage(seats);
    script.joins(aSeat('dov', 'Dov'));
    script.joins(aSeat('eve', 'Eve'));
    script.leaves('cy');
    script.leaves('eve');
    script.folds({ untilSeq: script.stage.conversation.head, records: [] });
    expect(textOf(script, 'bo')).toContain(
      '[Earlier, in short. Came and went – Dov joins; Cy leaves; Eve leaves.]',
    );
  });

  test('a line that is said again is said to what was heard before it', () => {
    const { script, second } = folded();
    const turn = { turnId: 't', attempt: 1, seatId: 'cy', startedAt: '', replaces: second };
    const reason = { code: 'again', text: 'again' };
    const { ask } = voiceOf(script.stage, { ...turn, reason }, () => 0.5);
    const { turns } = ask.promptFor({ kind: 'openai', model: 'gpt-4.1' });
    expect(turns).toEqual([
      {
        role: 'user',
        parts: ['[The scene opens. Present: Ada, Bo, Cy.]', 'Bo: I will pay, Cy, by noon.'],
      },
    ]);
  });

  test('what is noted of a talk that goes on is told together with what no model has noted', () => {
    const { script } = folded();
    script.says('cy', 'I promise that the bell is hung by Sunday.');
    for (let at = 0; at < 40; at += 1) script.says('ada', `Rope number ${at} is worn, as ropes come to be.`);
    const prompt = composePrompt(script.stage, 'ada', direction, { historyTokens: 300 });
    const note = prompt.turns[0]?.parts[1] ?? '';
    expect(note).toContain('Bo: “I will pay”');
    expect(note).toContain('the bell is hung by Sunday');
  });
});

describe('a note', () => {
  test('has at most 250 tokens, and holds promises before remarks', () => {
    const records = Array.from({ length: 80 }, (_, at) =>
      record(`m${at}`, {
        kind: at % 2 ? 'promise' : 'remark',
        who: `Speaker ${at}`,
        quote: `gull${at} and the long rope${at} of the harbour${at}, all of it and more`,
      }),
    );
    const note = ledgerNote(records, 'ada') ?? '';
    expect(`[${note}]`.length).toBeLessThanOrEqual(1000);
    expect(note).toMatch(/^Earlier, in short\. Promised – /);
    expect(note).toContain('Speaker 79');
  });

  test('holds the newer of two records in which one says the same', () => {
    const records = [
      record('m1', { kind: 'claim', quote: 'the harbour tax is old' }),
      record('m2', { kind: 'claim', quote: 'the harbour tax is just' }),
      record('m3', { kind: 'claim', who: 'Cy', seatId: 'cy', quote: 'the harbour tax is dead' }),
    ];
    expect(ledgerNote(records, 'ada')).toBe(
      'Earlier, in short. Held – Bo: “the harbour tax is just”; Cy: “the harbour tax is dead”.',
    );
  });

  test('is none without records', () => {
    expect(ledgerNote([], 'ada')).toBeNull();
  });
});

describe('pages', () => {
  const page = { afterSeq: 0, untilSeq: 10, records: [record('m1', { kind: 'question' })], answered: [] };

  test('follow each other; what comes after a gap does not count', () => {
    const later = { ...page, afterSeq: 10, untilSeq: 20, records: [record('m2')] };
    expect(ledgerOf([later, page])).toMatchObject({ untilSeq: 20, records: [{}, {}] });
    expect(ledgerOf([{ ...later, afterSeq: 12 }, page])).toMatchObject({ untilSeq: 10, records: [{}] });
    expect(ledgerOf([later])).toBeNull();
  });

  test('a question that a later page answers is open no more', () => {
    const later = { ...page, afterSeq: 10, untilSeq: 20, records: [], answered: ['m1'] };
    expect(ledgerOf([page, later])?.records).toEqual([]);
  });

  test('of each kind the newest 48 records stay, in their order', () => {
    const claims = Array.from({ length: 60 }, (_, at) => record(`m${at}`, { kind: 'claim' }));
    const promise = record('m99', { kind: 'promise' });
    const many = { afterSeq: 0, untilSeq: 200, records: [promise, ...claims], answered: [] };
    expect(ledgerOf([many])?.records).toEqual([promise, ...claims.slice(12)]);
  });
});
