import type { Model } from '@chimera/protocol/provider';
import { z } from 'zod';
import { modelsBySchema } from './model-list.ts';

const modelSchema = z
  .object({
    id: z.string().min(1).max(200),
    display_name: z.string().min(1).max(200).optional().catch(undefined),
    max_input_tokens: z.number().int().positive().optional().catch(undefined),
    capabilities: z
      .object({ image_input: z.object({ supported: z.boolean() }) })
      .optional()
      .catch(undefined),
    lifecycle: z.string().optional().catch(undefined),
  })
  .transform(({ id, display_name, max_input_tokens, capabilities, lifecycle }): Model | null => {
    if (lifecycle === 'retired') return null;
    return {
      id,
      ...(display_name !== undefined && { name: display_name }),
      ...(max_input_tokens !== undefined && { contextTokens: max_input_tokens }),
      ...(capabilities && { vision: capabilities.image_input.supported }),
    };
  });

const listSchema = z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data);

export const anthropicModels = modelsBySchema(listSchema, modelSchema);
