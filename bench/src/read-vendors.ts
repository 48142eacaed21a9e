import type { VendorKind } from '@chimera/server/providers/vendors';

/** Whose answers are read, in the order in which people meet them. */
export const readVendors: readonly VendorKind[] = [
  'openai',
  'anthropic',
  'deepseek',
  'gemini',
  'openrouter',
  'lmstudio',
  'ollama',
];
