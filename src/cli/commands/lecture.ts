/**
 * farthing lecture: serves the living page to this machine alone, or saves it as the one file that it is.
 * @module
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertWritable, writeFolder } from '../../experiment/store/folder.ts';
import { systemReason } from '../../experiment/store/system-reason.ts';
import { EXIT } from '../failure.ts';
import { print } from '../output.ts';
import { shown } from '../scenario-files.ts';

const NAME = 'lecture.html';
/** Where the build puts the page, beside the compiled program. */
const PAGE = fileURLToPath(new URL(`../../lecture/${NAME}`, import.meta.url));
const HOST = '127.0.0.1';
/** Without --port the first of these that is free, or else any. */
const PORTS = [8190, 8191, 8192, 8193, 8194, 8195, 0];

interface LectureOptions {
  readonly port?: number;
  /** Folder in which the page is saved instead of being served. */
  readonly build?: string;
}

export async function lecture({ port, build }: LectureOptions): Promise<number> {
  if (build !== undefined) assertWritable(build);
  const page = readPage();
  if (page === undefined) return failed(`${shown(PAGE)}: the page has not been built; npm run build makes it`);
  if (build === undefined) return serve(page, port === undefined ? PORTS : [port]);
  writeFolder(build, new Map([[NAME, page]]));
  print(`Page: ${join(build, NAME)}\n`);
  return EXIT.done;
}

function readPage(): string | undefined {
  try {
    return readFileSync(PAGE, 'utf8');
  } catch {
    return undefined;
  }
}

function failed(line: string): number {
  process.stderr.write(`${line}\n`);
  return EXIT.failed;
}

/** Serves until it is interrupted. */
async function serve(page: string, ports: readonly number[]): Promise<number> {
  const server = createServer(({ method, url }, response) => {
    const isPage = (method === 'GET' || method === 'HEAD') && (url === '/' || url?.startsWith('/?'));
    const type = isPage ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
    response.writeHead(isPage ? 200 : 404, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(method === 'HEAD' ? '' : isPage ? page : 'There is only one page here: /\n');
  });
  const port = await listen(server, ports);
  if (typeof port === 'string') return failed(port);
  print(`The living page: http://${HOST}:${port}/ (Ctrl-C ends it)\n`);
  await interrupted();
  server.close();
  server.closeAllConnections();
  return EXIT.done;
}

/** @returns the port that it listens at, the first that it can have; or why it can have none */
async function listen(server: Server, ports: readonly number[]): Promise<number | string> {
  let reason = '';
  for (const port of ports) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(port, HOST, () => resolve(undefined));
    });
    server.removeAllListeners('error');
    const address = server.address();
    if (error === undefined && address !== null && typeof address === 'object') return address.port;
    reason = error?.code === 'EADDRINUSE' ? 'is in use' : systemReason(error);
  }
  return `port ${ports[ports.length - 1]}: ${reason}`;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
