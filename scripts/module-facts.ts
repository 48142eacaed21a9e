import { parseAst } from 'vitest/node';

/** What a source file says about itself, as far as the rules of the house ask. */
export interface ModuleFacts {
  /** Everything that it imports or re-exports, types and lazy imports included, as written. */
  readonly specifiers: readonly string[];
  readonly hasDefaultExport: boolean;
  /** Nothing but re-exports, or an `export *`. */
  readonly isBarrel: boolean;
  readonly readsEnvironment: boolean;
  readonly usesConsole: boolean;
  /** Query builder calls and SQL templates. */
  readonly queries: readonly string[];
}

const QUERY_CALLS = new Set([
  'selectFrom',
  'insertInto',
  'updateTable',
  'deleteFrom',
  'replaceInto',
  'mergeInto',
]);

export function moduleFacts(path: string, source: string): ModuleFacts {
  const program: unknown = parseAst(source, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts' }, path);
  const nodes = [...nodesOf(program)];
  const statements = listOf(program, 'body');
  return {
    specifiers: nodes.flatMap(specifierOf),
    hasDefaultExport: statements.some(isDefaultExport),
    isBarrel:
      statements.some((statement) => typeOf(statement) === 'ExportAllDeclaration') ||
      (statements.length > 0 && statements.every(isReExport)),
    readsEnvironment: nodes.some(readsEnvironment),
    usesConsole: nodes.some((node) => isMember(node) && nameOf(field(node, 'object')) === 'console'),
    queries: nodes.flatMap(queryOf),
  };
}

function specifierOf(node: unknown): string[] {
  switch (typeOf(node)) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(field(node, 'source'));
    case 'TSExternalModuleReference':
      return literal(field(node, 'expression'));
    default:
      return [];
  }
}

function isDefaultExport(statement: unknown): boolean {
  if (typeOf(statement) === 'ExportDefaultDeclaration') return true;
  return listOf(statement, 'specifiers').some((specifier) => {
    const exported = field(specifier, 'exported');
    return nameOf(exported) === 'default' || field(exported, 'value') === 'default';
  });
}

function isReExport(statement: unknown): boolean {
  const type = typeOf(statement);
  return type.startsWith('Export') && typeOf(field(statement, 'source')) === 'Literal';
}

function readsEnvironment(node: unknown): boolean {
  switch (typeOf(node)) {
    case 'MemberExpression':
      return nameOf(field(node, 'object')) === 'process' && memberName(node) === 'env';
    case 'VariableDeclarator':
      return nameOf(field(node, 'init')) === 'process' && hasKey(field(node, 'id'), 'env');
    case 'ImportDeclaration':
      return (
        literal(field(node, 'source')).some((from) => from === 'node:process' || from === 'process') &&
        listOf(node, 'specifiers').some((specifier) => nameOf(field(specifier, 'imported')) === 'env')
      );
    default:
      return false;
  }
}

function queryOf(node: unknown): string[] {
  if (typeOf(node) === 'TaggedTemplateExpression') {
    return nameOf(field(node, 'tag')) === 'sql' ? ['sql'] : [];
  }
  if (typeOf(node) !== 'CallExpression') return [];
  const called = memberName(field(node, 'callee'));
  return called !== null && QUERY_CALLS.has(called) ? [called] : [];
}

function hasKey(pattern: unknown, name: string): boolean {
  return listOf(pattern, 'properties').some((property) => nameOf(field(property, 'key')) === name);
}

function isMember(node: unknown): boolean {
  return typeOf(node) === 'MemberExpression';
}

/** `b` of `a.b` and of `a['b']`. */
function memberName(node: unknown): string | null {
  if (!isMember(node)) return null;
  const property = field(node, 'property');
  return nameOf(property) ?? literal(property)[0] ?? null;
}

function nameOf(node: unknown): string | null {
  const name = typeOf(node) === 'Identifier' ? field(node, 'name') : null;
  return typeof name === 'string' ? name : null;
}

function literal(node: unknown): string[] {
  const value = typeOf(node) === 'Literal' ? field(node, 'value') : null;
  return typeof value === 'string' ? [value] : [];
}

/** Empty for what is no node. */
function typeOf(node: unknown): string {
  const type = field(node, 'type');
  return typeof type === 'string' ? type : '';
}

function listOf(node: unknown, name: string): readonly unknown[] {
  const list = field(node, name);
  return Array.isArray(list) ? list : [];
}

function field(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
}

function* nodesOf(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return;
  if (typeOf(value) !== '') yield value;
  for (const child of Object.values(value)) yield* nodesOf(child);
}
