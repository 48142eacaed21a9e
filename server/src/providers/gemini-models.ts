import type { Model } from '@chimera/protocol/provider';
import { z } from 'zod';
import { geminiId } from './families/gemini.ts';
import { modelsBySchema } from './model-list.ts';

const modelSchema = z
  .object({
    name: z.string().min(1).max(200),
    displayName: z.string().min(1).max(200).optional().catch(undefined),
    inputTokenLimit: z.number().int().positive().optional().catch(undefined),
    supportedGenerationMethods: z.array(z.string()).optional().catch(undefined),
  })
  .transform(({ name, displayName, inputTokenLimit, supportedGenerationMethods }): Model | null => {
    // The list also has models for pictures, films and embeddings.
    if (supportedGenerationMethods?.includes('generateContent') === false) return null;
    return {
      id: geminiId(name),
      ...(displayName !== undefined && { name: displayName }),
      ...(inputTokenLimit !== undefined && { contextTokens: inputTokenLimit }),
    };
  });

/** Without any model the vendor leaves the list out. */
const listSchema = z
  .object({ models: z.array(z.unknown()).optional() })
  .transform(({ models }) => models ?? []);

export const geminiModels = modelsBySchema(listSchema, modelSchema);
