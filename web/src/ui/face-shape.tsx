import type { AvatarShape } from '@chimera/protocol/sheet-limits';
import { memo } from 'react';
import { classNames } from './class-names.ts';
import { shapeParts } from './shape-parts.ts';

export interface FaceShapeProps {
  readonly shape: AvatarShape;
  readonly name: string;
  /** Letters lie over it: it steps back so that they are read. */
  readonly isGround: boolean;
}

/** A drawn face: a pattern in the colour around it, cut to a circle. */
export const FaceShape = memo(function FaceShape({ shape, name, isGround }: FaceShapeProps) {
  return (
    <svg
      viewBox="-20 -20 40 40"
      aria-hidden="true"
      className={classNames(
        'absolute inset-0 size-full overflow-hidden rounded-full',
        isGround ? 'face-ground' : 'face-drawn',
      )}
    >
      {shapeParts(shape, name).map(({ path, look, weight }, index) => (
        <path
          // oxlint-disable-next-line react/no-array-index-key -- parts of one drawing have no other name
          key={index}
          d={path}
          opacity={weight}
          {...(look === 'fill'
            ? { fill: 'currentColor' }
            : { fill: 'none', stroke: 'currentColor', strokeWidth: 2.2 })}
        />
      ))}
    </svg>
  );
});
