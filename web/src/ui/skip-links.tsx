export interface SkipLink {
  /** The id of the element, or an address that starts with `/`. */
  readonly target: string;
  readonly label: string;
}

/** The first stops of the tab key: straight to the parts of the screen. Seen only while focused. */
export function SkipLinks({ label, links }: { readonly label: string; readonly links: readonly SkipLink[] }) {
  return (
    <nav aria-label={label}>
      {links.map(({ target, label: text }) => (
        <a
          key={target}
          href={target.startsWith('/') ? target : `#${target}`}
          className="fixed top-2 left-2 layer-toast -translate-y-24 rounded-card bg-ink px-4 py-3 text-body font-medium text-surface focus:translate-y-0"
        >
          {text}
        </a>
      ))}
    </nav>
  );
}
