import { Face } from './face.tsx';
import type { FaceAvatar } from './face-picture.tsx';

export interface FaceStackProps {
  readonly people: readonly { readonly name: string; readonly avatar?: FaceAvatar | undefined }[];
  readonly size?: 28 | 40;
  /** More than these are a number. */
  readonly most?: number;
}

/** A few faces, one over the other. Hidden from screen readers: the names stand beside it. */
export function FaceStack({ people, size = 28, most = 5 }: FaceStackProps) {
  const shown = people.slice(0, people.length > most ? most - 1 : most);
  const rest = people.length - shown.length;
  return (
    <span aria-hidden="true" className="inline-flex items-center">
      {shown.map((person, index) => (
        <span
          key={`${index}-${person.name}`}
          className="flex rounded-full ring-2 ring-surface not-first:-ml-0.5"
        >
          <Face name={person.name} seatNumber={index + 1} size={size} avatar={person.avatar} />
        </span>
      ))}
      {rest > 0 && <span className="ml-1.5 text-note text-muted">{`+${rest}`}</span>}
    </span>
  );
}
