// Stands in for the typst command in tests: the flags that the office uses, around the compiler that the helper uses.
import { parseArgs } from 'node:util';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../helper/helper.mjs', import.meta.url));
const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler');

if (process.argv[2] === '--version') {
  console.log(`typst ${process.env.STANDIN_VERSION} (stand-in)`);
  process.exit(0);
}
const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    root: { type: 'string' },
    'pdf-standard': { type: 'string' },
    'creation-timestamp': { type: 'string' },
    'font-path': { type: 'string', multiple: true },
  },
});
try {
  const compiler = NodeCompiler.create({ workspace: values.root, fontArgs: [{ fontPaths: values['font-path'] ?? [] }] });
  const done = compiler.compile({ mainFilePath: positionals[0] });
  if (done.hasError()) {
    throw new Error(done.takeError().shortDiagnostics.map((d) => `error: ${d.message}`).join('\n'));
  }
  const options = { pdfStandard: values['pdf-standard'], creationTimestamp: Number(values['creation-timestamp']) };
  process.stdout.write(compiler.pdf(done.result, options));
} catch (error) {
  process.stderr.write(String(error.code ?? error.message).replaceAll('\\"', '"'));
  process.exitCode = 1;
}
