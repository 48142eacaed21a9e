import { avatarShapes } from '@chimera/protocol/sheet-limits';
import type { FaceState } from '../ui/face.tsx';
import { Face } from '../ui/face.tsx';
import { FaceStack } from '../ui/face-stack.tsx';

const STATES: readonly FaceState[] = [
  'listening',
  'next',
  'thinking',
  'waiting',
  'speaking',
  'passed',
  'muted',
  'away',
  'failed',
  'human',
];
const NAMES = [
  'Socrates',
  'Dorothy',
  'Dr Ines Vale',
  'Brother Anselm',
  'Ada Lovelace',
  'Mei',
  'Omar Rashid',
  'Professor Quill',
  'Nadia',
  'Tom Hale',
  'Yuki',
  'Zora Neale',
];

export function FaceStates() {
  return (
    <div className="flex flex-col gap-8">
      <ul className="flex flex-wrap gap-6">
        {STATES.map((state, index) => (
          <li key={state} className="flex items-center gap-3">
            <Face
              name={NAMES[index] ?? ''}
              seatNumber={index + 1}
              state={state}
              notch={state === 'next' ? '1' : undefined}
            />
            <span className="text-body">{state}</span>
          </li>
        ))}
      </ul>
      <ul className="flex flex-wrap gap-4">
        {NAMES.map((name, index) => (
          <li key={name} className="flex items-center gap-2" data-seat={index + 1}>
            <Face name={name} seatNumber={index + 1} size={28} />
            <span className="text-body font-semibold text-seat">{name}</span>
          </li>
        ))}
      </ul>
      <ul className="flex flex-wrap gap-6">
        {avatarShapes.map((shape, index) => (
          <li key={shape} className="flex items-center gap-3">
            <Face name={NAMES[index] ?? ''} seatNumber={index + 1} size={28} avatar={{ shape }} />
            <Face name={NAMES[index] ?? ''} seatNumber={index + 1} avatar={{ shape }} />
            <Face name={NAMES[index] ?? ''} seatNumber={index + 1} size={96} avatar={{ shape }} />
            <span className="text-body">{shape}</span>
          </li>
        ))}
        <li>
          <Face name="Pym" seatNumber={7} size={96} avatar={{ emoji: '🐙' }} />
        </li>
      </ul>
      <div className="flex flex-wrap items-center gap-6">
        <Face name="Dorothy" seatNumber={2} size={96} state="speaking" />
        <Face name="Fourteenth" seatNumber={14} size={40} />
        <FaceStack people={NAMES.map((name) => ({ name }))} />
      </div>
    </div>
  );
}
