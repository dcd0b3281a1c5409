import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { BotId } from '../../contract/ids';
import { serveRequests } from '../../lib/serve-requests';
import { createDoor, type Serve } from './door';

const BOT = BotId.parse('abcd1234');
const answer = async () => new Response('in');

function open(address: string | undefined, serve: Serve | undefined = serveRequests) {
  const log: string[] = [];
  const door = createDoor({
    serve,
    answer,
    hostAddress: async () => address,
    log: (line) => void log.push(line),
  });
  return { door, log };
}

test('an engine on this computer is met on its own network’s address, and nowhere else', async () => {
  const own = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  const { door } = open(own ?? '127.0.0.1');
  const at = await door.openFor(BOT);
  expect(at?.host).toBe(own ?? '127.0.0.1');
  expect(await (await fetch(`http://${at?.host}:${at?.port}/`)).text()).toBe('in');
  if (own) await expect(fetch(`http://127.0.0.1:${at?.port}/`)).rejects.toThrow();
  expect(await door.openFor(BOT)).toEqual(at);
  await door.close();
  await expect(fetch(`http://${at?.host}:${at?.port}/`)).rejects.toThrow();
});

test.each([undefined, '192.0.2.1'])('one in a machine of its own is met on loopback: %s', async (address) => {
  const { door } = open(address);
  const at = await door.openFor(BOT);
  expect(at?.host).toBe('host.docker.internal');
  expect(await (await fetch(`http://127.0.0.1:${at?.port}/`)).text()).toBe('in');
  await door.close();
});

test('where nothing can be listened on there is none, and it is tried again', async () => {
  let tries = 0;
  const { door, log } = open(undefined, async () => {
    tries += 1;
    throw new Error('EACCES');
  });
  expect(await door.openFor(BOT)).toBeUndefined();
  expect(await door.openFor(BOT)).toBeUndefined();
  expect([tries, log.length]).toEqual([2, 2]);
  await door.close();
});
