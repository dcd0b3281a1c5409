import { connect } from 'node:net';
import { expect } from '@playwright/test';
import { inspectContainers, listenersOutside, outsideAddresses } from './world';

type Docker = (...args: string[]) => Promise<string>;

/** So many containers run, on a network of the bot's own, with bounds and without rights, reached on loopback alone. */
export async function expectFenced(docker: Docker, running: number): Promise<void> {
  const containers = await inspectContainers(docker);
  expect(containers.filter(({ State }) => State.Running)).toHaveLength(running);
  const own = containers[0]?.HostConfig.NetworkMode;
  expect(own).toMatch(/^botpier-[a-z0-9]{8}$/);
  for (const { Name, HostConfig, Mounts } of containers) {
    expect(HostConfig.NetworkMode, Name).toBe(own);
    expect(HostConfig.Memory, Name).toBeGreaterThan(0);
    expect(HostConfig.Privileged, Name).toBe(false);
    expect(HostConfig.SecurityOpt, Name).toContain('no-new-privileges');
    expect(HostConfig.LogConfig.Config, Name).toEqual({ 'max-size': '10m', 'max-file': '3' });
    expect(new Set(Mounts.map(({ Type }) => Type)), Name).toEqual(new Set(['volume']));
    const bindings = Object.values(HostConfig.PortBindings).flatMap((one) => one ?? []);
    for (const { HostIp } of bindings) expect(HostIp, Name).toBe('127.0.0.1');
  }
}

/**
 * Nothing listens beyond loopback that did not before, and no published port answers there.
 * @param before of `listenersOutside`
 * @param door an address that may be listened on: the bot's own bridge, where nobody but its containers is
 */
export async function expectNothingOpen(
  docker: Docker,
  before: readonly string[],
  door?: string,
): Promise<void> {
  const known = new Set(before);
  const opened = (await listenersOutside()).filter((listener) => !known.has(listener));
  expect(opened.filter((listener) => !door || !listener.startsWith(`${asKernelWrites(door)}:`))).toEqual([]);
  const published = (await inspectContainers(docker)).flatMap(({ HostConfig }) =>
    Object.values(HostConfig.PortBindings).flatMap((one) =>
      (one ?? []).map(({ HostPort }) => Number(HostPort)),
    ),
  );
  expect(published.length).toBeGreaterThan(0);
  for (const port of published) {
    expect(await answers('127.0.0.1', port), `127.0.0.1:${port}`).toBe(true);
    for (const address of outsideAddresses()) {
      expect(await answers(address, port), `${address}:${port}`).toBe(false);
    }
  }
}

/** None of the secrets stands in any of the places, none of which is empty. */
export function expectNowhere(secrets: readonly string[], places: Readonly<Record<string, string>>): void {
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(0);
    for (const secret of secrets) {
      expect(text.includes(secret), `a secret in: ${place}`).toBe(false);
    }
  }
}

/** An IPv4 address as `listenersOutside` has it. */
function asKernelWrites(address: string): string {
  return Buffer.from(address.split('.').reverse().map(Number)).toString('hex').toUpperCase();
}

/** Whether somebody answers there. */
export function answers(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: 1_000 });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
