import type { Connection } from '@chimera/protocol/provider';

/** The labels of connections by their ids; those that are the same tell the end of their key or their address too. */
export function distinctLabels(connections: readonly Connection[]): ReadonlyMap<string, string> {
  return new Map(
    connections.map((connection) => {
      const { id, label } = connection;
      const isShared = connections.some((other) => other.id !== id && other.label === label);
      const mark = isShared ? markOf(connection) : undefined;
      return [id, mark === undefined ? label : `${label} (${mark})`];
    }),
  );
}

function markOf({ keyLast4, baseUrl }: Connection): string | undefined {
  return keyLast4 === undefined ? baseUrl?.replace(/^https?:\/\//, '') : `••••${keyLast4}`;
}
