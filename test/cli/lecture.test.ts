/** farthing lecture: the page is served to this machine, or saved whole; what is on it has tests of its own in a browser. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectRefused, MAIN, ROOT, workshop } from './program.ts';

const { farthing, inside, path } = workshop();
const built = () => readFileSync(join(ROOT, 'dist/lecture/lecture.html'), 'utf8');

describe('farthing lecture --build', () => {
  it('saves the page as it was built, and says where', async () => {
    const { code, stdout, stderr } = await inside(['lecture', '--build', 'pages/mine']);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Page: pages/mine/lecture.html\n', stderr: '' });
    expect(readFileSync(path('pages/mine/lecture.html'), 'utf8')).toBe(built());
  });

  it('refuses a place that is no folder, and a port for what is not served', async () => {
    writeFileSync(path('file'), '');
    expectRefused(await inside(['lecture', '--build', 'file']), /^file: .* is a file, not a folder\n$/);
    expectRefused(await inside(['lecture', '--build', 'out', '--port', '8190']), /cannot be used with/);
  });
});

describe('farthing lecture', () => {
  it('serves this one page, to this machine, until it is interrupted: exit 0', async () => {
    const program = spawn(process.execPath, [MAIN, 'lecture'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => program.on('exit', (code) => resolve(code)));
    const line = await new Promise<string>((resolve) => program.stdout.once('data', (data) => resolve(String(data))));
    const address = /^The living page: (http:\/\/127\.0\.0\.1:\d+\/) /.exec(line)?.[1];
    const page = await fetch(address!);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe(built());
    expect((await fetch(`${address}../package.json`)).status).toBe(404);
    expect((await fetch(address!, { method: 'POST' })).status).toBe(404);
    program.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it('says in one line that its port is taken: exit 1; that it is no port: exit 2', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(farthing(['lecture', '--port', String(port)])).toEqual({
      code: 1,
      stdout: '',
      stderr: `port ${port}: is in use\n`,
    });
    other.close();
    expectRefused(farthing(['lecture', '--port', '65536']), /expected an integer from 1 to 65535, got 65536/);
  });
});
