import { describe, expect, test } from 'vitest';
import { moduleFacts } from './module-facts.ts';

describe('imports', () => {
  test.each([
    ['a plain import', "import { a } from './a.ts'", ['./a.ts']],
    ['an import for its effect', "import './a.css'", ['./a.css']],
    ['a type-only import', "import type { A } from './a.ts'", ['./a.ts']],
    ['an import over several lines', "import {\n  a,\n  type B,\n} from './a.ts'", ['./a.ts']],
    ['an import with attributes', "import a from './a.json' with { type: 'json' }", ['./a.json']],
    ['a re-export', "export { a } from './a.ts'", ['./a.ts']],
    ['a re-export of everything', "export * as a from './a.ts'", ['./a.ts']],
    ['a type-only re-export', "export type { A } from './a.ts'", ['./a.ts']],
    ['a lazy import', "const a = await import('./a.ts')", ['./a.ts']],
    ['an import inside a type', "type A = import('./a.ts').A", ['./a.ts']],
    ['two on one line', "import 'a'; import 'b';", ['a', 'b']],
    ['words in a string', 'const text = "import { a } from \'./a.ts\'"', []],
    ['words in a template', "const text = `import { a } from './a.ts'`", []],
    ['words in a comment', "/* import { a } from './a.ts' */ // export * from './b.ts'", []],
    ['import.meta', 'const here = import.meta.url', []],
  ])('%s', (_, source, specifiers) => {
    expect(moduleFacts('x.ts', source).specifiers).toEqual(specifiers);
  });

  test('words between tags are no import', () => {
    const source = "import { B } from './b.tsx'; export const a = <B>import c from './c.ts'</B>;";
    expect(moduleFacts('x.tsx', source).specifiers).toEqual(['./b.tsx']);
  });
});

test.each([
  ['export default 1', true],
  ['const a = 1; export { a as default }', true],
  ["export { default } from './a.ts'", true],
  ['export const a = 1', false],
  ["const text = 'export default 1'", false],
])('the default export of: %s', (source, expected) => {
  expect(moduleFacts('x.ts', source).hasDefaultExport).toBe(expected);
});

test.each([
  ["export * from './a.ts'; export const b = 1", true],
  ["export { a } from './a.ts'; export type { B } from './b.ts'", true],
  ["export { a } from './a.ts'; export const b = 1", false],
  ['export const a = 1', false],
  ['', false],
])('whether this is a barrel: %s', (source, expected) => {
  expect(moduleFacts('x.ts', source).isBarrel).toBe(expected);
});

test.each([
  ['const port = process.env.PORT', true],
  ["const port = process['env']['PORT']", true],
  ['const { env } = process', true],
  ["import { env } from 'node:process'", true],
  ['const mode = import.meta.env.MODE', false],
  ['const id = process.pid', false],
  ["// process.env.PORT\nconst text = 'process.env'", false],
])('whether this reads the environment: %s', (source, expected) => {
  expect(moduleFacts('x.ts', source).readsEnvironment).toBe(expected);
});

test.each([
  ["console.log('a')", true],
  ["console['error']('a')", true],
  ['const { console } = frame', false],
  ['logger.info("console.log")', false],
])('whether this writes to the console: %s', (source, expected) => {
  expect(moduleFacts('x.ts', source).usesConsole).toBe(expected);
});

test.each([
  ["database.selectFrom('events').selectAll()", ['selectFrom']],
  ["transaction.insertInto('events').values(rows)", ['insertInto']],
  ['await sql`select 1`.execute(database)', ['sql']],
  ['const text = `select 1`', []],
  ["list.from('events')", []],
])('the queries of: %s', (source, expected) => {
  expect(moduleFacts('x.ts', source).queries).toEqual(expected);
});

test('a file that does not parse is named', () => {
  expect(() => moduleFacts('x.ts', 'const = 3')).toThrow();
});
