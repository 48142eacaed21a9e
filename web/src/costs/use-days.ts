import { useMemo } from 'react';
import { useWords } from '../words/use-words.ts';

export interface Days {
  /** "March 12" */
  readonly long: (day: string) => string;
  /** "Mar 12" */
  readonly short: (day: string) => string;
}

/** Days as people write them. They are days of UTC, so they are the same everywhere. */
export function useDays(): Days {
  const { language } = useWords();
  return useMemo(() => {
    const writer = (month: 'long' | 'short') => {
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', month, timeZone: 'UTC' });
      return (day: string) => format.format(Date.parse(day));
    };
    return { long: writer('long'), short: writer('short') };
  }, [language]);
}
