// Sets letters with Typst: one request a line on standard input, one answer a line on standard output, until the input ends.
// Request: {main, files: {path: base64}, standard, created (Unix seconds)}; answer: {pdf: base64} or {fault}.
// Arguments: folders of fonts. The root is a folder that does not exist: a template reads what the request brought, and nothing else.
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const root = join(tmpdir(), `no-such-folder-${randomUUID()}`);

const compiler = NodeCompiler.create({ workspace: root, fontArgs: [{ fontPaths: process.argv.slice(2) }] });
// Typst keeps results of past jobs; two letters of a kind share most of them, twenty jobs later they are only memory.
const keepJobs = 20;

function faultOf(error) {
  const short = error?.shortDiagnostics;
  const text = short ? short.map((d) => d.message).join('; ') : String(error?.code ?? error?.message ?? error);
  return { fault: text.slice(0, 8000) || 'unknown' };
}

function set({ main, files, standard, created }) {
  compiler.resetShadow();
  for (const [path, content] of Object.entries(files)) {
    compiler.mapShadow(join(root, path), Buffer.from(content, 'base64'));
  }
  const done = compiler.compile({ mainFilePath: join(root, main), resetRead: true });
  if (done.hasError()) return faultOf(done.takeError());
  const pdf = compiler.pdf(done.result, { pdfStandard: standard, creationTimestamp: created });
  return { pdf: pdf.toString('base64') };
}

function answer(line) {
  try {
    return set(JSON.parse(line));
  } catch (error) {
    return faultOf(error);
  } finally {
    compiler.resetShadow();
    compiler.evictCache(keepJobs);
  }
}

process.stdout.write('{"ready":true}\n');
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(JSON.stringify(answer(line)) + '\n');
}
