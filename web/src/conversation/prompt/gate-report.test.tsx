import { render, screen } from '@testing-library/react';
import type { SentTry } from '@chimera/protocol/sent-prompt';
import { expect, test } from 'vitest';
import { GateReport } from './gate-report.tsx';
import { SentParts } from './sent-parts.tsx';

const sent: SentTry = {
  brain: { kind: 'ollama', model: 'llama3.2' },
  parts: [],
  tokens: 0,
  maxTokens: 100,
  stop: [],
  actions: [],
};

test('an answer that passed says so', () => {
  render(<GateReport sent={sent} />);
  expect(screen.getByText('It passed untouched.')).toBeTruthy();
});

test('what the gate did is told in words, with the words that it is about', () => {
  const actions = [
    { rule: 'speak-for', action: 'cut', text: 'Bo: Aye.' },
    { rule: 'something-newer', action: 'mend' },
  ];
  render(<GateReport sent={{ ...sent, actions, refused: { code: 'echo', text: 'It repeated.' } }} />);
  expect(screen.getByText('Nobody saw this answer: It repeated.')).toBeTruthy();
  expect(screen.getByText('Ended before: words for another seat.')).toBeTruthy();
  expect(screen.getByText('Bo: Aye.')).toBeTruthy();
  expect(screen.getByText('mend: something-newer.')).toBeTruthy();
});

test('a long part shows its beginning until all of it is asked for', async () => {
  const text = 'word '.repeat(200);
  render(<SentParts parts={[{ role: 'system', kind: 'system', text, tokens: 250 }]} />);
  expect(screen.queryByText(text.trim())).toBeNull();
  const button = screen.getByRole('button', { name: 'Show all of it' });
  button.click();
  expect(await screen.findByText(text.trim())).toBeTruthy();
});
