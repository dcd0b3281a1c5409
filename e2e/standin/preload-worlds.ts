/**
 * The scripts that model Electron's context bridge inside a page. Each of the two worlds has an end; a call of a
 * function of the other world travels as a DOM event, there and back within the call, as text: nothing but what
 * JSON can hold and functions gets across.
 */
const bridgeEnd = `
  function createEnd(name, other, onExpose) {
    const functions = new Map();
    let answer;
    const pack = (value) => {
      if (typeof value !== 'function') return { value };
      const id = functions.size + 1;
      functions.set(id, value);
      return { function: id };
    };
    const unpack = (packed) =>
      packed.function === undefined ? packed.value : (...args) => ask({ call: packed.function, args: args.map(pack) });
    const tell = (event, message) =>
      document.dispatchEvent(new CustomEvent(event, { detail: JSON.stringify(message) }));
    const ask = (message) => {
      answer = undefined;
      tell(other, message);
      const { error, result } = answer;
      if (error !== undefined) throw new Error(error);
      return unpack(result);
    };
    document.addEventListener(name + '.answer', (event) => {
      answer = JSON.parse(event.detail);
    });
    document.addEventListener(name, (event) => {
      const { call, args, expose, api } = JSON.parse(event.detail);
      let reply;
      try {
        if (expose) {
          onExpose(expose, Object.fromEntries(Object.entries(api).map(([key, value]) => [key, unpack(value)])));
          reply = { result: {} };
        } else {
          reply = { result: pack(functions.get(call)(...args.map(unpack))) };
        }
      } catch (error) {
        reply = { error: String(error?.message ?? error) };
      }
      tell(other + '.answer', reply);
    });
    return {
      expose: (key, api) =>
        ask({ expose: key, api: Object.fromEntries(Object.entries(api).map(([k, value]) => [k, pack(value)])) }),
    };
  }`;

/** Runs in the page's own world: shows what the preload exposes and nothing more. */
export function mainWorldScript(bridge: string): string {
  return `(() => {
    if (window !== window.top) return;
    ${bridgeEnd}
    createEnd('${bridge}.main', '${bridge}.isolated', (key, api) => {
      Object.defineProperty(window, key, { value: Object.freeze(api), enumerable: true });
    });
  })()`;
}

/** Runs the preload in a world of its own, with no module but \`electron\`, as Electron's sandbox does. */
export function isolatedWorldScript(bridge: string, preload: string): string {
  return `(() => {
    if (window !== window.top) return;
    ${bridgeEnd}
    const end = createEnd('${bridge}.isolated', '${bridge}.main', () => {});
    const listeners = new Map();
    const of = (channel) => listeners.get(channel) ?? [];
    globalThis.standinDeliver = (channel, args) => {
      for (const listener of of(channel)) listener({}, ...args);
    };
    const ipcRenderer = {
      send: (channel, ...args) => globalThis.standinSend(JSON.stringify({ channel, args })),
      on: (channel, listener) => void listeners.set(channel, [...of(channel), listener]),
      off: (channel, listener) => void listeners.set(channel, of(channel).filter((one) => one !== listener)),
    };
    const electron = { contextBridge: { exposeInMainWorld: end.expose }, ipcRenderer };
    const require = (name) => {
      if (name !== 'electron') throw new Error('module not found: ' + name);
      return electron;
    };
    const module = { exports: {} };
    (function (require, module, exports) {
${preload}
    })(require, module, module.exports);
  })()`;
}
