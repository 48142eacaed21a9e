import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** A route as the description of the API has it: what takes files says so for each kind of body. */
export const describedRoute: typeof jsonSchemaTransform = (route) => {
  const { schema, url } = jsonSchemaTransform(route);
  const { consumes } = schema;
  if (!Array.isArray(consumes)) return { schema, url };
  const content = consumes.map((type) => [type, { schema: type === FORM ? form : document }]);
  return { schema: { ...schema, body: { content: Object.fromEntries(content) } }, url };
};

const FORM = 'multipart/form-data';

const form = {
  type: 'object',
  properties: { file: { type: 'string', format: 'binary' } },
  required: ['file'],
};

const document = { type: 'object', description: 'The document itself.' };
