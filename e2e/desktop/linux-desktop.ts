import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';

const run = promisify(execFile);

/** Of Debian's packages; where one is missing there is no desktop to try. */
const PROGRAMS = ['Xvfb', 'dbus-daemon', 'dbus-send', 'xfce4-panel', 'xdotool', 'import'];
export const hasLinuxDesktop = PROGRAMS.every((name) => existsSync(`/usr/bin/${name}`));

const PANEL_PX = 32;
const SCREEN = { width: 640, height: 480 };

/** A panel along the top with nothing in it but the tray. */
const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="${PANEL_PX}"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
`;

/** A screen nobody sees, with a session bus and, if wanted, Xfce's own panel. */
export interface LinuxDesktop {
  /** What a program needs to be on it. */
  readonly env: Readonly<Record<string, string>>;
  shot(): Promise<PNG>;
  /** Saves a picture of the part where a menu of the tray opens. */
  save(path: string): Promise<void>;
  /** Right-clicks the first icon of the tray. */
  openMenu(): Promise<void>;
  closeMenu(): Promise<void>;
  click(x: number, y: number): Promise<void>;
  close(): Promise<void>;
}

export async function startLinuxDesktop({ panel }: { panel: boolean }): Promise<LinuxDesktop> {
  const dir = await mkdtemp(join(tmpdir(), 'linux-desktop-'));
  const children: ChildProcess[] = [];
  const start = (program: string, args: string[], env: NodeJS.ProcessEnv = {}) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, XDG_CONFIG_HOME: join(dir, 'config'), HOME: dir, NO_AT_BRIDGE: '1', ...env },
    });
    children.unshift(child);
    return child;
  };

  const size = `${SCREEN.width}x${SCREEN.height}x24`;
  const display = `:${await firstLine(start('Xvfb', ['-displayfd', '1', '-screen', '0', size]))}`;
  const bus = await firstLine(
    start('dbus-daemon', ['--session', '--nofork', '--print-address'], { DISPLAY: display }),
  );
  const env = { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: bus };
  const x = (program: string, ...args: string[]) => run(program, args, { env: { ...process.env, ...env } });
  if (panel) {
    const config = join(dir, 'config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml');
    await mkdir(dirname(config), { recursive: true });
    await writeFile(config, PANEL);
    start('xfce4-panel', ['--disable-wm-check'], env);
  }

  const shot = async () => {
    const path = join(dir, 'shot.png');
    await x('import', '-window', 'root', path);
    return PNG.sync.read(await readFile(path));
  };
  return {
    env,
    shot,
    async save(path) {
      await mkdir(dirname(path), { recursive: true });
      await x('import', '-window', 'root', path);
    },
    async openMenu() {
      await x('xdotool', 'mousemove', '12', '12', 'click', '3');
    },
    async closeMenu() {
      await x('xdotool', 'key', 'Escape', 'mousemove', '600', '440');
    },
    async click(atX, atY) {
      await x('xdotool', 'mousemove', String(atX), String(atY), 'click', '1');
    },
    async close() {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return line.trim();
  }
  throw new Error(`${child.spawnfile} ended without a word`);
}

/** Whether a menu is open below the panel: the screen itself is black. */
export function showsMenu({ width, data }: PNG): boolean {
  const at = 4 * ((PANEL_PX + 20) * width + 40);
  return data.readUInt8(at) > 0;
}

/** How many of the panel's pixels have a colour, `[r, g, b]`, or nearly. */
export function countColour({ width, data }: PNG, colour: readonly number[]): number {
  let count = 0;
  for (let at = 0; at < 4 * width * PANEL_PX; at += 4) {
    if (colour.every((part, i) => Math.abs(part - data.readUInt8(at + i)) < 12)) count += 1;
  }
  return count;
}
