import { expect, test } from 'vitest';
import { questionFigures } from './question-figures.ts';

const line = (name: string, text: string, move = 'object') => ({ name, text, move });
const cast = [line('Ines', 'It rains.'), line('Judge Pell', 'It does.'), line('Bruno', 'It did.')];

test('a question that names a seat is answered when that seat answers within three lines', () => {
  const asked = [...cast, line('Ines', 'Who owns the umbrella, Bruno?')];
  const filler = [line('Judge Pell', 'Order.'), line('Ines', 'Fine.'), line('Judge Pell', 'Sit.')];
  const answer = line('Bruno', 'From my mother.', 'answer');
  expect(questionFigures([...asked, ...filler.slice(0, 2), answer])).toMatchObject({
    questionsToSeat: 1,
    questionsAnswered: 1,
  });
  expect(questionFigures([...asked, ...filler, answer]).questionsAnswered).toBe(0);
});

test('a line that takes up a word of the question answers it, any other does not', () => {
  const asked = [...cast, line('Ines', 'Who owns the umbrella, Bruno?')];
  const rest = [line('Ines', 'Fine.'), line('Ines', 'Well.'), line('Ines', 'So.')];
  const figures = (text: string) => questionFigures([...asked, line('Bruno', text), ...rest]);
  expect(figures('Umbrellas are for people who plan.').questionsAnswered).toBe(1);
  expect(figures('I like soup.').questionsAnswered).toBe(0);
});

test('a question without a name counts as one to nobody, except where two talk', () => {
  const open = line('Ines', 'Who owns the umbrella?');
  expect(questionFigures([...cast, open]).questionsToSeat).toBe(0);
  expect(questionFigures([...cast.slice(0, 2), open]).questionsToSeat).toBe(1);
});

test('where nobody asks nothing is left open', () => {
  expect(questionFigures(cast)).toEqual({ questionShare: 0, questionsToSeat: 1, questionsAnswered: 1 });
});
