import { type Chance, pick } from './chance.ts';

/**
 * Writes out a template: `[a|b]` becomes one of its alternatives (they may nest), `{slot}` what
 * the slot holds. Null when a slot has nothing to offer, so that the caller takes another template.
 */
export function expand(
  template: string,
  fill: (slot: string) => string | null,
  chance: Chance,
): string | null {
  let missing = false;
  const text = choose(template, chance).replace(/\{([\w-]+)\}/g, (_, slot: string) => {
    const value = fill(slot);
    missing ||= value === null;
    return value ?? '';
  });
  return missing ? null : text;
}

/** The slots that a template names. */
export function slotsOf(template: string): string[] {
  return [...template.matchAll(/\{([\w-]+)\}/g)].map(([, slot]) => slot ?? '');
}

/** Every way to draw the alternatives of a template, for tests. */
export function variantsOf(template: string): string[] {
  const group = /\[([^[\]]*)\]/.exec(template);
  if (!group) return [template];
  const [whole, inner = ''] = group;
  return inner.split('|').flatMap((option) => variantsOf(template.replace(whole, () => option)));
}

function choose(template: string, chance: Chance): string {
  const group = /\[([^[\]]*)\]/.exec(template);
  if (!group) return template;
  const [whole, inner = ''] = group;
  const option = pick(inner.split('|'), chance) ?? '';
  return choose(
    template.replace(whole, () => option),
    chance,
  );
}
