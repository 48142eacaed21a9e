import { useMemo } from 'react';
import { useWords } from './use-words.ts';
import { numbersIn, type Numbers } from './numbers.ts';

export function useNumbers(): Numbers {
  const { language } = useWords();
  return useMemo(() => numbersIn(language), [language]);
}
