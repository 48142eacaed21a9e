import { randomUUID } from 'node:crypto';
import { api } from '@chimera/protocol/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ChimeraError, notFound } from '../errors.ts';
import type { AvatarStore } from '../personas/avatar-store.ts';
import type { PictureMaker } from '../personas/picture-maker.ts';
import type { Cut } from '../personas/pictures.ts';
import { askingOf } from './asking.ts';
import { filePolicy } from './headers.ts';
import { admission, type RouteParts, schemaOf } from './routes.ts';
import { uploadRoute } from './upload-route.ts';
import { UPLOAD_LIMITS } from './uploads.ts';

export interface AvatarParts extends RouteParts {
  readonly avatars: AvatarStore;
  readonly pictures: PictureMaker;
  readonly now: () => Date;
}

const cutFields = ['x', 'y', 'size'] as const;
const { pictureBytes, formBytes } = UPLOAD_LIMITS;

/** Pictures of personas: in by a form, and out to their owner. */
export function registerAvatarRoutes(app: FastifyInstance, parts: AvatarParts): void {
  const { avatars, pictures } = parts;
  const accepted = {
    files: 1,
    fileBytes: pictureBytes,
    totalBytes: pictureBytes + formBytes,
    fields: cutFields,
  };
  uploadRoute(app, parts, { name: 'uploadAvatar', accepted }, async ({ files, fields }, { userId }) => {
    const [file] = files;
    if (!file) throw new Error('An upload was let through without a file.');
    const picture = await pictures.avatar(file.bytes, cutIn(fields));
    const id = randomUUID();
    await avatars.add({ ownerId: userId, id }, picture, parts.now().toISOString());
    return { imageUrl: `/api/avatars/${id}` };
  });

  const { getAvatar } = api;
  app.withTypeProvider<ZodTypeProvider>().get(
    getAvatar.path,
    {
      onRequest: admission(parts, 'getAvatar', getAvatar),
      schema: { ...schemaOf('getAvatar', getAvatar), params: getAvatar.params },
    },
    async (request, reply) => {
      const { id } = request.params;
      const picture = await avatars.find({ ownerId: askingOf(request).identity.person.userId, id });
      if (!picture) throw notFound('picture');
      const etag = `"${id}"`;
      void reply
        .header('etag', etag)
        // Never another picture under the same address; never in a cache that others share.
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('content-security-policy', filePolicy)
        .header('content-disposition', 'inline; filename="avatar.webp"');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type('image/webp').send(picture);
    },
  );
}

/** A square in the pixels of the picture as it is shown; absent: none was given. */
function cutIn(fields: ReadonlyMap<string, string>): Cut | undefined {
  if (fields.size === 0) return undefined;
  const wrong = cutFields.filter((name) => !/^\d{1,5}$/.test(fields.get(name) ?? ''));
  const [x, y, size] = cutFields.map((name) => Number(fields.get(name)));
  if (wrong.length === 0 && x !== undefined && y !== undefined && size) return { x, y, size };
  throw new ChimeraError('invalid-request', 'A square is x, y and size, in whole pixels of the picture.', {
    errors: (wrong.length > 0 ? wrong : ['size']).map((path) => ({
      path,
      message: 'is no number of pixels',
    })),
  });
}
