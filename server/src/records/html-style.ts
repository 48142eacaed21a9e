/** The look of an exported page: self-contained, light and dark, readable on paper. */
export const htmlStyle = `
:root {
  color-scheme: light dark;
  --surface: #fbfaf7; --sunken: #f4f2ee; --line: #dbd9d3; --ink: #231e19; --muted: #5f5a54; --accent: #9b462c;
  --seat-1: #622b02; --seat-2: #0e7093; --seat-3: #3f297d; --seat-4: #6a6b0a; --seat-5: #84295b; --seat-6: #1f4d9a;
  --seat-7: #054837; --seat-8: #6a4b04; --seat-9: #a53f45; --seat-10: #70337e; --seat-11: #075d61; --seat-12: #357825;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #15120f; --sunken: #0e0c09; --line: #35312c; --ink: #e9e6df; --muted: #a9a49c; --accent: #f0a276;
    --seat-1: #d88350; --seat-2: #a7e1fe; --seat-3: #9b8de3; --seat-4: #dcdf79; --seat-5: #f798c6; --seat-6: #94bcfd;
    --seat-7: #2db48f; --seat-8: #e4b154; --seat-9: #fec8c7; --seat-10: #dea0ec; --seat-11: #32d2da;
    --seat-12: #abec9d;
  }
}
@media print {
  :root {
    color-scheme: light;
    --surface: #fff; --sunken: #fff; --line: #999; --ink: #000; --muted: #444; --accent: #000;
    --seat-1: #000; --seat-2: #000; --seat-3: #000; --seat-4: #000; --seat-5: #000; --seat-6: #000;
    --seat-7: #000; --seat-8: #000; --seat-9: #000; --seat-10: #000; --seat-11: #000; --seat-12: #000;
  }
  body { padding: 0; }
  .head { break-after: avoid; }
  h1, h2, h3 { break-after: avoid; }
  pre, blockquote, tr { break-inside: avoid; }
  pre { white-space: pre-wrap; }
  a { color: inherit; }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 688px; padding: 32px 24px 64px; background: var(--surface); color: var(--ink);
  font: 14px/20px Inter, system-ui, sans-serif; overflow-wrap: break-word;
}
h1 { font: 500 28px/34px Literata, Georgia, 'Times New Roman', serif; margin: 0 0 16px; }
h2 { font-size: 16px; line-height: 24px; margin: 32px 0 8px; }
h3 { font-size: 14px; line-height: 20px; color: var(--muted); font-weight: 500; margin: 32px 0 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dt, .note, .host, footer { color: var(--muted); }
dd { margin: 0; }
ul, ol { padding-inline-start: 24px; }
article { margin: 24px 0; }
.head { margin: 0 0 4px; }
.name { font-weight: 600; color: var(--seat, var(--ink)); }
.said { font: 18px/28px Literata, Georgia, 'Times New Roman', serif; }
.said > :first-child { margin-top: 0; }
.said > :last-child { margin-bottom: 0; }
.narrated .said { font-style: italic; }
.whisper { border-inline-start: 2px dashed var(--muted); padding-inline-start: 16px; }
.stage { color: var(--muted); text-align: center; border-top: 1px solid var(--line); padding-top: 8px; margin: 24px 0; }
.stage + .stage { border-top: 0; padding-top: 0; margin-top: -16px; }
code { font: 14px/20px ui-monospace, Menlo, Consolas, monospace; background: var(--sunken); }
pre { background: var(--sunken); padding: 12px 16px; border-radius: 10px; overflow-x: auto; }
blockquote { margin: 16px 0; padding-inline-start: 16px; border-inline-start: 2px solid var(--line); }
table { border-collapse: collapse; font-size: 16px; }
th, td { border: 1px solid var(--line); padding: 4px 8px; text-align: start; }
hr { border: 0; border-top: 1px solid var(--line); }
a { color: var(--accent); }
${Array.from({ length: 12 }, (_, index) => `.seat-${index + 1} { --seat: var(--seat-${index + 1}); }`).join('\n')}
`;
