import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const SERVER = 'http://127.0.0.1:8080';
/** Fonts of the first paint: the Latin part of both families. */
const FIRST_FONTS = /(?:inter|literata)-latin-wght-normal-.*\.woff2$/;
/** What gets smaller; fonts are compressed already. */
const TEXTS = /\.(?:js|css|svg|html)$/;

export default defineConfig({
  plugins: [react(), tailwind(), preloadFonts(), compress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // A strict content security policy forbids data: fonts, and a small file of its own caches better.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/api': SERVER,
      '/ws': { target: SERVER, ws: true },
    },
  },
});

/** Fonts are named only in the style sheet, so a browser would find them one round trip too late. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => FIRST_FONTS.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` },
            injectTo: 'head' as const,
          })),
    },
  };
}

/** Puts `x.js.br` and `x.js.gz` beside `x.js`: packed once, as small as it gets, instead of at every request. */
function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    // What lies in public/ is copied, not bundled: the folder is read when all of it is written.
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const dist = join(import.meta.dirname, 'dist');
        const names = await Array.fromAsync(glob('**/*', { cwd: dist }));
        await Promise.all(names.filter((name) => TEXTS.test(name)).map((name) => packed(join(dist, name))));
      },
    },
  };
}

async function packed(file: string): Promise<void> {
  const content = await readFile(file);
  await Promise.all([
    promisify(brotliCompress)(content).then((bytes) => writeFile(`${file}.br`, bytes)),
    promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }).then((bytes) =>
      writeFile(`${file}.gz`, bytes),
    ),
  ]);
}
