export interface PluralForms {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/** The form of a text that fits a count, with `#` standing for the number: `{ one: '# turn', other: '# turns' }`. */
export function plural(count: number, forms: PluralForms, language = 'en'): string {
  const text =
    forms[cached(rules, language, () => new Intl.PluralRules(language)).select(count)] ?? forms.other;
  const number = cached(numbers, language, () => new Intl.NumberFormat(language)).format(count);
  return text.replaceAll('#', number);
}

function cached<T>(known: Map<string, T>, language: string, make: () => T): T {
  const found = known.get(language);
  if (found !== undefined) return found;
  const made = make();
  known.set(language, made);
  return made;
}
