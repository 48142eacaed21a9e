import type { Avatar } from '@chimera/protocol/persona';
import { lazy, Suspense, useState } from 'react';
import { classNames } from './class-names.ts';
import type { FaceShapeProps } from './face-shape.tsx';
import { initialsOf } from './initials-of.ts';

/** What somebody looks like; the colour comes from the seat. */
export type FaceAvatar = Pick<Avatar, 'emoji' | 'shape' | 'imageUrl'>;

export interface FacePictureProps {
  readonly name: string;
  readonly avatar: FaceAvatar | undefined;
  /** Smaller, letters would not be read over a drawing. */
  readonly isSmall: boolean;
  readonly isAway: boolean;
}

/** A picture from elsewhere would tell its owner who looks at it, and when. */
const FROM_HERE = /^(?:\/(?![/\\])|data:image\/|blob:)/;

// The pencils are no part of the first load. Without them a face has its letters, and nothing breaks.
const FaceShape = lazy(async () => ({
  default: await import('./face-shape.tsx').then(
    (drawn) => drawn.FaceShape,
    () => Letters,
  ),
}));

function Letters({ name, isGround }: FaceShapeProps) {
  return isGround ? null : <span className="font-semibold">{initialsOf(name)}</span>;
}

/** What fills the disc of a face: a picture, an emoji, a drawing with the initials over it, or the initials alone. */
export function FacePicture({ name, avatar = {}, isSmall, isAway }: FacePictureProps) {
  const { imageUrl, emoji, shape } = avatar;
  const [lost, setLost] = useState<string>();
  if (imageUrl !== undefined && imageUrl !== lost && FROM_HERE.test(imageUrl)) {
    return (
      <img
        src={imageUrl}
        alt=""
        onError={() => setLost(imageUrl)}
        className={classNames('size-full rounded-full object-cover', isAway && 'grayscale')}
      />
    );
  }
  if (emoji !== undefined && emoji !== '') {
    return <span className={classNames('text-[1.45em] leading-none', isAway && 'grayscale')}>{emoji}</span>;
  }
  if (shape === undefined) return <span className="font-semibold">{initialsOf(name)}</span>;
  const initials = isSmall ? '' : initialsOf(name);
  return (
    <>
      <Suspense>
        <FaceShape shape={shape} name={name} isGround={initials !== ''} />
      </Suspense>
      {initials !== '' && (
        <span className={classNames('relative font-semibold', !isAway && 'text-ink')}>{initials}</span>
      )}
    </>
  );
}
