/** Numbers, money and times as people write them in a language. */
export interface Numbers {
  readonly count: (value: number) => string;
  readonly money: (dollars: number) => string;
  readonly time: (at: string) => string;
  /** With seconds. */
  readonly clock: (at: string) => string;
  readonly day: (at: string) => string;
}

export function numbersIn(language: string): Numbers {
  const count = new Intl.NumberFormat(language);
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' });
  return {
    count: (value) => count.format(value),
    money: (dollars) => moneyIn(language, dollars),
    time: (at) => time.format(new Date(at)),
    clock: (at) => clock.format(new Date(at)),
    day: (at) => day.format(new Date(at)),
  };
}

/** Talk is cheap: below ten cents, two digits that mean something are worth more than cents. */
function moneyIn(language: string, dollars: number): string {
  const small = dollars > 0 && dollars < 0.1;
  const digits = small
    ? { maximumSignificantDigits: 2 }
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language, { style: 'currency', currency: 'USD', ...digits }).format(dollars);
}
