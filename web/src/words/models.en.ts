import { plural } from './plural.ts';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** Words about models, wherever one is chosen. */
export const modelsWords = {
  context: (tokens: number) => `reads ${compact.format(tokens)} tokens`,
  price: (input: number, output: number) => `in ${dollars(input)} · out ${dollars(output)} per million`,
  free: 'free',
  priceUnknown: 'price unknown',
  loaded: 'loaded',
  vision: 'sees pictures',
  search: 'Find a model',
  noMatch: (query: string) => `No model is called “${query}”.`,
  matches: (count: number) => plural(count, { one: '# model', other: '# models' }),
};

/** Prices go down to a hundredth of a cent, and cents are always two digits. */
function dollars(price: number): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  }).format(price);
}
