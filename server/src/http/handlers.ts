import type { AccountOperationName, api, OperationName } from '@chimera/protocol/api';
import type { Person } from '@chimera/protocol/account';
import type { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Asking } from './asking.ts';

type Api = typeof api;
type ParsedPart<N extends OperationName, K extends string> =
  Api[N] extends Record<K, infer S>
    ? { readonly [P in K]: S extends z.ZodType ? z.output<S> : never }
    : object;

/** Whoever calls: somebody, or perhaps nobody where anyone may. */
type Caller<N extends OperationName> = Api[N]['access'] extends 'anyone'
  ? { readonly asking: Asking<Identity | null> }
  : { readonly asking: Asking; readonly person: Person };

/** What a handler gets: path parameters, query and body as the table says, parsed; and who is asking. */
export type Call<N extends OperationName> = ParsedPart<N, 'params'> &
  ParsedPart<N, 'query'> &
  ParsedPart<N, 'body'> &
  Caller<N>;

type Answer<N extends OperationName> = Api[N] extends { response: infer R }
  ? R extends z.ZodType
    ? z.input<R>
    : void
  : never;

export type Handler<N extends OperationName> = (call: Call<N>) => Promise<Answer<N>>;

/** Operations that answer with a stream or a file of their own, and not with JSON from the table. */
export type StreamedName =
  | 'listEvents'
  | 'exportConversation'
  | 'previewPersona'
  | 'importPersonas'
  | 'exportPersona'
  | 'uploadAvatar'
  | 'getAvatar'
  | 'importCast'
  | 'exportCast';

/** One handler for every operation of the table: a missing one is a compile error. */
export type Handlers = {
  readonly [N in Exclude<OperationName, StreamedName | AccountOperationName>]: Handler<N>;
};

/** What there is only where there are accounts. */
export type AccountHandlers = { readonly [N in AccountOperationName]: Handler<N> };
