import { describe, expect, test } from 'vitest';
import { isPromise } from './ledger-promise.ts';

describe('binds its speaker', () => {
  test.each([
    ['will', 'I’ll mend the roof.'],
    ['going to', 'I’m gonna plant beans behind the shed.'],
    ['an intention', 'We intend to row to the island.'],
    ['a decision', 'I have decided to give her the farm.'],
    ['an offer', 'Let me carry that basket.'],
    ['a refusal', 'I’m not signing this.'],
    ['a will that follows its deed', 'It has to be paid, and pay I will.'],
    ['a subject left out', 'Will send it tonight.'],
    ['an obligation with a deadline', 'I must return the keys by Friday.'],
    ['a plan for a day', 'We’re painting the gate on Sunday.'],
    ['the present of what is fixed', 'Tomorrow I fetch the doctor.'],
    ['what goes on until an end', 'I sit at this door until you are home.'],
    ['a condition for the listener', 'If you hold the lamp, I climb down.'],
    ['a bargain', 'I cook, and you wash the plates.'],
    ['a part after an order', 'Close your eyes, I keep the fire.'],
    ['time asked for', 'Give me an hour and it runs again.'],
    ['a thing that another is to have', 'You’ll have your saw back.'],
    ['shall with a second person', 'You shall want for nothing.'],
    ['a loan', 'You can keep my coat.'],
    ['an outcome with a deadline', 'The plans will be on your desk by nine.'],
    ['what nobody will do', 'Nobody gets past me.'],
    ['a vow', 'I swear the anchor stays where it is.'],
    ['a word given', 'On my honour, the letter stays sealed.'],
    ['trust asked for', 'Leave the mayor to me.'],
    ['a debt', 'I owe you a dinner.'],
    ['a meeting', 'See you at the fountain at seven.'],
    ['before a question', 'I’m your man, when do we leave?'],
    ['an emotion that is denied', 'I won’t forget the stamps.'],
  ])('%s: %s', (_, text) => expect(isPromise(text)).toBe(true));
});

describe('binds nobody', () => {
  test.each([
    ['what is felt', 'I will never understand him.'],
    ['what befalls one', 'We shall all die one day.'],
    ['what is said by saying it', 'I’ll tell you what bothers me.'],
    ['a turn of talk', 'Let me ask you something.'],
    ['an admission', 'I have to admit that it is good.'],
    ['going to a place', 'I’m going to the market.'],
    ['a question', 'Will I pay for this?'],
    ['a thing only imagined', 'I would bring it if I could.'],
    ['a thing only possible', 'Perhaps I’ll bring it.'],
    ['a condition', 'If I’m going to pay, I want to see it.'],
    ['what others think', 'You think I’ll pay for this.'],
    ['what others do', 'He will bring it on Friday.'],
    ['what others must do', 'Bring it to my desk by noon.'],
    ['a habit', 'On Mondays I bake.'],
    ['the past', 'On Friday I went to town.'],
    ['a vow that something is so', 'I swear he winked at me.'],
    ['a vow not taken', 'I never promised you a garden.'],
    ['a promise of others', 'My grandfather kept his word.'],
    ['a date', 'The meeting is on Monday.'],
    ['what one is known for', 'I’ll grant you that.'],
  ])('%s: %s', (_, text) => expect(isPromise(text)).toBe(false));
});

test('a sentence without an end is read in no time', () => {
  const startedAt = performance.now();
  for (const unit of ['i ', 'the ', 'i not ', 'sleep , ', 'my my will ']) isPromise(unit.repeat(5000));
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
