import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import type { Program, ProgramHost } from '../../lib/program-host';
import { createContainerFiles } from './container-files';
import { type ProgramRun, runProgram } from './program-run';

function setUp() {
  const clock = createManualClock();
  const files = createContainerFiles([], { isFull: false });
  const lines: string[] = [];
  const start = (program: Program): ProgramRun =>
    runProgram(program, {
      env: {},
      args: [],
      hostname: 'quay',
      macAddress: '02:42:00:00:00:01',
      clock,
      files: {
        read: async () => undefined,
        write: async (path, content) =>
          files.write(path, { content: Buffer.from(content), mode: 0o644, uid: 0, gid: 0 }),
        list: async (path) => files.list(path),
        remove: async (path) => files.remove(path),
      },
      resolve: async (host, port) => ({ host, port }),
      log: (line) => lines.push(line),
    });
  return { clock, files, lines, start };
}

/** Starts a program that does nothing by itself and gives its host away. */
function startIdle(start: (program: Program) => ProgramRun) {
  const given = Promise.withResolvers<ProgramHost>();
  const run = start((host) => {
    given.resolve(host);
    return new Promise(() => {});
  });
  return { run, given: given.promise };
}

describe('a killed program', () => {
  it('writes, logs and wakes no more, though its code is still there', async () => {
    const { clock, files, lines, start } = setUp();
    const { run, given } = startIdle(start);
    const host = await given;
    await host.files.write('/before', 'x');
    host.clock.after(1_000, () => lines.push('woke'));
    run.kill(137);
    let hasGoneOn = false;
    void host.files.write('/after', 'x').finally(() => {
      hasGoneOn = true;
    });
    host.log('after');
    await clock.advance(2_000);
    expect(await run.exited).toBe(137);
    expect(files.list('/')).toEqual(['before']);
    expect(lines).toEqual([]);
    expect(hasGoneOn).toBe(false);
  });

  it('is told by its signal, and its connections are cut', async () => {
    const { start } = setUp();
    const { run, given } = startIdle(start);
    const host = await given;
    await host.listen(createServer(), 80);
    const socket = connect(run.listening.get(80) ?? 0, '127.0.0.1');
    await once(socket, 'connect');
    await expect.poll(() => run.listening.size).toBe(1);
    run.kill(137);
    await once(socket, 'close');
    expect(host.signal.aborted).toBe(true);
    expect(run.listening.size).toBe(0);
  });
});

describe('a port inside', () => {
  it('is had by one server at a time', async () => {
    const { start } = setUp();
    const { run, given } = startIdle(start);
    const host = await given;
    const server = createServer();
    await host.listen(server, 80);
    await expect(host.listen(createServer(), 80)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    server.close();
    await once(server, 'close');
    await host.listen(createServer(), 80);
    expect(run.listening.get(80)).toBeGreaterThan(0);
    run.kill(0);
  });
});

describe('an asked end', () => {
  it.each([
    ['the code that the program gives', async () => 5, 5],
    ['143 when it breaks off', async () => Promise.reject(new Error('aborted')), 143],
  ])('is %s', async (_, answer, exitCode) => {
    const { lines, start } = setUp();
    const run = start(async ({ signal }) => {
      await once(signal, 'abort');
      return answer();
    });
    await new Promise(setImmediate);
    run.terminate();
    expect(await run.exited).toBe(exitCode);
    expect(lines).toEqual([]);
  });
});
